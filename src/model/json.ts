/**
 * Lossless JSON: integers beyond 2^53 come back as bigint and are written as plain digits again, because vendors
 * use such numbers as ids (facts on vendor APIs, §9.3). Texts without one take the engine's fast parser.
 */

const integer = /^-?\d+$/;
const largestSafe = String(Number.MAX_SAFE_INTEGER);

interface ReviverContext {
  source?: string;
}

interface FullJson {
  parse(text: string, reviver: (key: string, value: unknown, context: ReviverContext) => unknown): unknown;
  stringify(value: unknown, replacer: (key: string, value: unknown) => unknown): string | undefined;
  /** https://github.com/tc39/proposal-json-parse-with-source, not in the type library yet. */
  rawJSON(text: string): object;
}

const fullJson = JSON as unknown as FullJson;

/** Parses JSON text. Throws SyntaxError, or RangeError of what is nested too deeply; {@link findJsonProblem} turns it into words. */
export function parseJson(text: string): unknown {
  if (!mayHoldBigInteger(text)) return JSON.parse(text) as unknown;
  return fullJson.parse(text, (_key, value, { source }) => {
    if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
    return source !== undefined && integer.test(source) ? BigInt(source) : value;
  });
}

const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/**
 * Whether an integer of 16 or more digits beyond 2^53 stands where a value may stand. Looks at every 16th character
 * only, since such a run cannot hide between two of them, and reaches the 8th before or behind: a fiftieth of the
 * time that parsing takes. What looks like one inside a string merely costs the slow path.
 */
function mayHoldBigInteger(text: string): boolean {
  for (let at = 15; at < text.length; at += 16) {
    if (!isDigit(text.charCodeAt(at))) continue;
    if (!isDigit(text.charCodeAt(at - 8)) && !isDigit(text.charCodeAt(at + 8))) continue;
    let start = at;
    while (start > 0 && isDigit(text.charCodeAt(start - 1))) start -= 1;
    let end = at + 1;
    while (isDigit(text.charCodeAt(end))) end += 1;
    if (end - start >= 16 && isValueStart(text, start) && isBeyondSafe(text, start, end)) return true;
    // The rest of this run has been looked at.
    at = Math.max(at, end - 16);
  }
  return false;
}

/** Digits after a letter, a hyphen in a word, a quote or a decimal point are no integer of their own. */
function isValueStart(text: string, start: number): boolean {
  let before = start - 1;
  if (text[before] === '-') before -= 1;
  return before < 0 || ' \t\n\r:[,'.includes(text[before] as string);
}

function isBeyondSafe(text: string, start: number, end: number): boolean {
  return end - start > largestSafe.length || text.slice(start, end) > largestSafe;
}

/** The inverse of {@link parseJson}; what JSON cannot hold (undefined at the top) becomes null. */
export function stringifyJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? 'null';
  } catch (err) {
    if (!(err instanceof TypeError)) throw err;
    const write = (_key: string, found: unknown) =>
      typeof found === 'bigint' ? fullJson.rawJSON(String(found)) : found;
    return fullJson.stringify(value, write) ?? 'null';
  }
}

/** How a text fails to be JSON. Characters and lines are counted from 1. */
export interface JsonProblem {
  /** `cut`: it ends in the middle, so another answer may be whole; `invalid`: nobody can parse it. */
  kind: 'cut' | 'invalid';
  /** In words; never quotes the text itself, which may hold a secret. */
  words: string;
}

/** Where and how a text stops being JSON. */
export function findJsonProblem(text: string, err: unknown): JsonProblem {
  if (err instanceof RangeError)
    return { kind: 'invalid', words: 'lists or objects stand inside each other too deeply to be read' };
  const reason = err instanceof Error ? err.message : '';
  const told = /position (\d+)/.exec(reason)?.[1];
  const position = /Unexpected end/.test(reason) ? text.length : Number(told ?? findUnexpected(text) ?? -1);
  if (position >= text.length)
    return { kind: 'cut', words: `the text ends in the middle after ${text.length} characters` };
  if (position < 0) return { kind: 'invalid', words: `the ${text.length} characters are not JSON` };
  return {
    kind: 'invalid',
    words: `character ${position + 1}${describeLine(text, position)} is ${describeToken(text, position)}`,
  };
}

function describeLine(text: string, position: number): string {
  const before = text.slice(0, position).split('\n');
  return before.length === 1
    ? ''
    : ` (line ${before.length}, column ${(before.at(-1) as string).length + 1})`;
}

/** What stands where JSON ends, as far as it can hold no secret: a number that is none, or the kind of character. */
function describeToken(text: string, position: number): string {
  // The engine may name the second letter of a word.
  const word = ['NaN', 'Infinity', 'undefined', 'None', 'True', 'False'].find((one) =>
    [position, position - 1].some((at) => text.startsWith(one, at)),
  );
  if (word !== undefined) return `"${word}", which JSON does not know`;
  const code = text.charCodeAt(position);
  if (code < 32) return `the raw control character U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  if (/[,:{}[\]"'\\/]/.test(text[position] as string)) return `${text[position]}, which may not stand there`;
  return isDigit(code) ? 'a digit that may not stand there' : 'a character that may not stand there';
}

const searchedLength = 1_000_000;

/**
 * The engine does not tell where an unexpected token stands: a cut before it fails for its end, one behind it for the
 * token. Texts too large to be parsed twenty times over are not searched.
 */
function findUnexpected(text: string): number | undefined {
  if (text.length > searchedLength) return undefined;
  let [low, high] = [0, text.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isCutShort(text.slice(0, middle + 1))) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isCutShort(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (err) {
    const reason = (err as Error).message;
    const position = /position (\d+)/.exec(reason)?.[1];
    return /Unexpected end/.test(reason) || (position !== undefined && Number(position) >= text.length);
  }
}
