/** How large a JSON value or text is, counted only as far as a limit needs it: never deeper, never further. */

export interface JsonBudget {
  /** Lists and objects inside each other; a plain value has none. */
  depth: number;
  /** Fields and list entries, at every depth. */
  values: number;
}

/** Which limit the value exceeds; undefined for nearly all of them. What is at `without` does not count. */
export function findExcess(
  value: unknown,
  budget: JsonBudget,
  without?: unknown,
): 'depth' | 'values' | undefined {
  left = budget.values;
  spared = without;
  const found = visit(value, budget.depth);
  spared = undefined;
  return found;
}

// Of the value that is being measured: every record of every list is, and needs no closure of its own.
let left = 0;
let spared: unknown;

function visit(part: unknown, levels: number): 'depth' | 'values' | undefined {
  if (typeof part !== 'object' || part === null || part === spared) return undefined;
  if (levels === 0) return 'depth';
  if (Array.isArray(part)) {
    left -= part.length;
    if (left < 0) return 'values';
    for (const entry of part) {
      if (typeof entry !== 'object') continue;
      const found = visit(entry, levels - 1);
      if (found) return found;
    }
    return undefined;
  }
  for (const key in part) {
    left -= 1;
    if (left < 0) return 'values';
    const child = (part as Record<string, unknown>)[key];
    if (typeof child !== 'object') continue;
    const found = visit(child, levels - 1);
    if (found) return found;
  }
  return undefined;
}

const [quote, backslash, comma, openList, openObject] = [34, 92, 44, 91, 123];
const [closeObject, closeList] = [125, 93];

/**
 * Whether a JSON text holds more values than the limit, as {@link findExcess} counts them, without parsing it. A value
 * takes two characters at least, so ordinary texts are not even looked at; in others commas and brackets outside of
 * strings are counted, but for those around nothing.
 */
export function holdsMoreValues(text: string, limit: number): boolean {
  if (text.length <= limit * 2) return false;
  let count = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      at = findStringEnd(text, at);
      if (at === -1) return false;
    } else if (code === comma || ((code === openList || code === openObject) && !isEmptyAt(text, at))) {
      count += 1;
      if (count > limit) return true;
    }
  }
  return false;
}

/** Whether the list or object that begins here ends without holding anything. */
function isEmptyAt(text: string, start: number): boolean {
  let at = start + 1;
  while (isBlank(text.charCodeAt(at))) at += 1;
  const code = text.charCodeAt(at);
  return code === closeObject || code === closeList;
}

/** Space, tab, line feed, carriage return. */
const isBlank = (code: number) => code === 32 || code === 9 || code === 10 || code === 13;

/** Where the string that begins at `start` ends; -1 when it does not. */
function findStringEnd(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end !== -1) {
    let before = end - 1;
    while (text.charCodeAt(before) === backslash) before -= 1;
    if ((end - before) % 2 === 1) return end;
    end = text.indexOf('"', end + 1);
  }
  return -1;
}

const keptMembers = 1_000;

interface OpenValue {
  isObject: boolean;
  /** Commas at its own level. */
  count: number;
  /** The comma behind the members that are kept. */
  cutAt: number;
}

/**
 * The text with every object of more members than the limit cut short: it keeps its first ones, and gets a list longer
 * than the limit, so that {@link findExcess} refuses what it stands in. Parsing a million different names would take
 * seconds. Texts that cannot hold so many names are not looked at.
 */
export function cutWideObjects(text: string, limit: number): string {
  if (!mayHoldMoreNames(text, limit)) return text;
  const open: OpenValue[] = [];
  const cuts: { start: number; end: number }[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      at = findStringEnd(text, at);
      if (at === -1) return text;
    } else if (code === openObject || code === openList) {
      open.push({ isObject: code === openObject, count: 0, cutAt: 0 });
    } else if (code === comma) {
      const top = open.at(-1);
      if (!top) return text;
      top.count += 1;
      if (top.count === Math.min(keptMembers, limit)) top.cutAt = at;
    } else if (code === closeObject || code === closeList) {
      const closed = open.pop();
      if (!closed?.isObject || closed.count < limit) continue;
      // What is cut inside goes with it.
      while ((cuts.at(-1)?.start ?? -1) > closed.cutAt) cuts.pop();
      cuts.push({ start: closed.cutAt, end: at });
    }
  }
  if (cuts.length === 0) return text;
  const filler = `,"":[${'0,'.repeat(limit)}0]`;
  let from = 0;
  const parts = cuts.map(({ start, end }) => {
    const part = `${text.slice(from, start)}${filler}`;
    from = end;
    return part;
  });
  return `${parts.join('')}${text.slice(from)}`;
}

/** Counts what looks like the end of a name, up to the limit. */
function mayHoldMoreNames(text: string, limit: number): boolean {
  // A member takes six characters at least.
  if (text.length <= limit * 6) return false;
  let count = 0;
  for (let at = text.indexOf('":'); at !== -1; at = text.indexOf('":', at + 2)) {
    count += 1;
    if (count > limit) return true;
  }
  // A blank may stand before the colon.
  return /"\s+:/.test(text);
}
