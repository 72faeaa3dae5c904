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
  let left = budget.values;
  return visit(value, budget.depth);

  function visit(part: unknown, levels: number): 'depth' | 'values' | undefined {
    if (typeof part !== 'object' || part === null || part === without) return undefined;
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
}

const [quote, backslash, comma, openList, openObject] = [34, 92, 44, 91, 123];

/**
 * Whether a JSON text may hold more values than the limit, without parsing it. A value takes two characters at least, so
 * ordinary texts are not even looked at; in others commas and brackets outside of strings are counted.
 */
export function holdsMoreValues(text: string, limit: number): boolean {
  if (text.length <= limit * 2) return false;
  let count = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      at = findStringEnd(text, at);
      if (at === -1) return false;
    } else if (code === comma || code === openList || code === openObject) {
      count += 1;
      if (count > limit) return true;
    }
  }
  return false;
}

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
