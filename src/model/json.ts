/**
 * Lossless JSON: integers beyond 2^53 come back as bigint and are written as plain digits again, because vendors
 * use such numbers as ids (facts on vendor APIs, §9.3). Texts without one take the engine's fast parser.
 */

/** A run of 16 or more digits may be such a number; it may also stand inside a string, then the slow path is only slow. */
const mayHoldBigInteger = /\d{16}/;
const integer = /^-?\d+$/;

interface ReviverContext {
  source?: string;
}

type Parse = (
  text: string,
  reviver: (key: string, value: unknown, context: ReviverContext) => unknown,
) => unknown;

/** Parses JSON text. Throws SyntaxError; {@link describeJsonError} turns it into words. */
export function parseJson(text: string): unknown {
  if (!mayHoldBigInteger.test(text)) return JSON.parse(text) as unknown;
  return (JSON.parse as Parse)(text, (_key, value, context) => {
    if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
    const source = context.source;
    return source !== undefined && integer.test(source) ? BigInt(source) : value;
  });
}

/** The inverse of {@link parseJson}; what JSON cannot hold (undefined at the top) becomes null. */
export function stringifyJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? 'null';
  } catch (err) {
    if (!(err instanceof TypeError)) throw err;
    return stringifySlowly(value);
  }
}

function stringifySlowly(value: unknown): string {
  if (typeof value === 'bigint') return String(value);
  if (Array.isArray(value))
    return `[${value.map((item) => stringifySlowly(item === undefined ? null : item)).join(',')}]`;
  if (typeof value === 'object' && value !== null && !(value instanceof Date)) {
    const parts: string[] = [];
    for (const [key, child] of Object.entries(value)) {
      if (child !== undefined) parts.push(`${JSON.stringify(key)}:${stringifySlowly(child)}`);
    }
    return `{${parts.join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}

/** Where and how a text stops being JSON, for a message: never quotes the text itself, which may hold a secret. */
export function describeJsonError(text: string, err: unknown): string {
  const reason = err instanceof Error ? err.message : '';
  const position = /position (\d+)/.exec(reason)?.[1];
  const isCut =
    /Unexpected end|Unterminated/.test(reason) ||
    (position !== undefined && Number(position) >= text.trimEnd().length - 1);
  if (isCut) return `the text ends in the middle after ${text.length} characters`;
  return `the ${text.length} characters are not JSON${position === undefined ? '' : ` from character ${position} on`}`;
}
