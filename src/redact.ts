const redacted = '[redacted]';
const maxDepth = 8;
const maxItemCount = 200;

const secretKeys = new Set([
  'authorization',
  'proxyauthorization',
  'cookie',
  'setcookie',
  'passphrase',
  'codeverifier',
  'clientassertion',
  'xapikey',
  'credentials',
]);
const secretKeyEnd = /(password|passwd|secret|token|apikey|privatekey|masterkey|datakey|signature)s?$/;
/** What a `code` may look like and stay: an error code of ours, of Node or of PostgreSQL, or an HTTP status. */
const plainCode = /^([A-Z][A-Z0-9_]{1,60}|[0-9A-Z]{5}|\d{1,6})$/;

function isSecretKey(key: string, value: unknown): boolean {
  const plain = key.toLowerCase().replaceAll(/[^a-z]/g, '');
  if (plain === 'code') return typeof value === 'string' && !plainCode.test(value);
  return secretKeys.has(plain) || secretKeyEnd.test(plain);
}

/** Keys of secrets inside a text: `client_secret`, `clientSecret`, `auth_token`; a length limit keeps long texts cheap. */
const textKey = String.raw`\b(?:[\w-]{0,40}(?:token|secret|passw(?:or)?d|passphrase|api[_-]?key|private[_-]?key|signature|client[_-]?assertion|code[_-]?verifier)|code)`;
const secretTexts: [RegExp, string][] = [
  [/\b(authorization["']?\s*[=:]\s*["']?)(?:[\w-]+[ =]+){0,2}[^\s"',;<>]{4,}/gi, `$1${redacted}`],
  // Vendors have words of their own for the scheme, `Acme-oauthtoken …`, or put `=` after it.
  [/\b(Bearer|Basic|Token|[a-z]+-oauthtoken)[\s=]+[\w.~+/=:-]{6,}/gi, `$1 ${redacted}`],
  [new RegExp(String.raw`(${textKey}["']?\s*[=:]\s*["']?)[^\s"'&,;<>]{4,}`, 'gi'), `$1${redacted}`],
  [/(:\/\/[^\s:/@]+:)[^\s@/]+@/g, `$1${redacted}@`],
  [/\bmst_[\w-]{8,}/g, `mst_${redacted}`],
];

/** Masks secrets inside a text: bearer tokens, passwords in URLs, `client_secret=…` and their like. */
export function redactText(text: string): string {
  let result = text;
  for (const [pattern, replacement] of secretTexts) result = result.replace(pattern, replacement);
  return result;
}

/**
 * Makes a copy of `value` that is safe to log or store: values under secret-looking keys are masked at any depth,
 * texts are scrubbed, other class instances only named, errors become plain objects with their causes. Beyond 8 levels or 200 items it is cut.
 */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return typeof value === 'function' ? undefined : value;
  if (depth > maxDepth) return '[cut]';
  if (value instanceof Date) return value.toISOString();
  if (value instanceof URL) return redactText(value.href);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (Array.isArray(value)) return value.slice(0, maxItemCount).map((item) => redact(item, depth + 1));
  if (value instanceof Error) return redactError(value, depth);
  if (value instanceof Map || value instanceof Set) return redact([...value], depth);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === null || prototype === Object.prototype)
    return redactEntries(Object.entries(value), depth);
  // A live object (socket, request, pool) is not worth walking through.
  if ('toJSON' in value && typeof value.toJSON === 'function') return redact(value.toJSON(), depth + 1);
  return `[${value.constructor?.name ?? 'object'}]`;
}

function redactEntries(entries: [string, unknown][], depth: number): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [key, item] of entries.slice(0, maxItemCount)) {
    const isEmpty = item === null || item === undefined || item === '' || typeof item === 'boolean';
    result[key] = !isEmpty && isSecretKey(key, item) ? redacted : redact(item, depth + 1);
  }
  return result;
}

function redactError(err: Error, depth: number): Record<string, unknown> {
  const { name, message, stack, cause, ...rest } = err as Error & Record<string, unknown>;
  return {
    type: name ?? err.name,
    message: redactText(message ?? err.message),
    ...redactEntries(Object.entries(rest), depth),
    stack: redactText(stack ?? err.stack ?? ''),
    ...((cause ?? err.cause) === undefined ? {} : { cause: redact(cause ?? err.cause, depth + 1) }),
  };
}
