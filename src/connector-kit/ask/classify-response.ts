import { type AppError, type ErrorCode, makeError } from '../../errors.ts';
import { findJsonProblem, parseJson } from '../../model/json.ts';
import { compileTemplate } from '../../templates/compile-template.ts';
import type { ClientDefinition, ResponseMatch, ResponseRule } from '../definition/definition.ts';
import { readPath } from './read-path.ts';
import { type PreparedResponse, readHeader } from './send-port.ts';

/** `end`: there is no such page any more. */
export type Verdict = { kind: 'ok'; json: unknown } | { kind: 'empty' } | { kind: 'end' };

export interface ResponseSubject {
  /** What was asked for, in words: `stream "Vendor users", page 3`. */
  what: string;
  host: string;
}

const codes: Record<Exclude<ResponseRule['means'], 'ok' | 'empty'>, ErrorCode> = {
  slow_down: 'CONNECTOR_THROTTLED',
  reauthorize: 'CONNECTOR_UNAUTHORIZED',
  forbidden: 'CONNECTOR_FORBIDDEN',
  retry: 'CONNECTOR_VENDOR_FAILED',
  not_available: 'CONNECTOR_NOT_AVAILABLE',
  cursor_expired: 'CONNECTOR_CURSOR_EXPIRED',
  asleep: 'CONNECTOR_ASLEEP',
  fail: 'CONNECTOR_REFUSED',
};

/**
 * Judges an answer: the definition's rules first, then the status. Success is not a status code: HTML at 200 is a
 * failure, JSON sent as text/plain is fine.
 *
 * @throws CONNECTOR_*; `retryAfterMs` is set where the answer says how long to wait. Never quotes the body, which may
 *   hold anything.
 * @param endStatus statuses that mean the end of the list, unless a rule says otherwise
 */
export function classifyResponse(
  client: Pick<ClientDefinition, 'responseRules' | 'retryHint' | 'requestIdHeader'>,
  response: PreparedResponse,
  subject: ResponseSubject,
  endStatus?: readonly number[],
): Verdict {
  const fail = (code: ErrorCode, hint?: string): AppError =>
    makeFailure(client, code, response, subject, hint);
  const isBlank = response.text.trim() === '';
  let json: unknown;
  let jsonError: unknown;
  try {
    json = isBlank ? undefined : parseJson(response.text);
  } catch (err) {
    jsonError = err;
  }
  const rule = client.responseRules.find((candidate) => isMatch(candidate.when, response, json));
  if (rule?.means === 'empty') return { kind: 'empty' };
  if (rule && rule.means !== 'ok') throw fail(codes[rule.means], rule.message);
  if (!rule) {
    if (endStatus?.includes(response.status)) return { kind: 'end' };
    const code = codeForStatus(response);
    if (code) throw fail(code);
  }
  if (response.status === 204) return { kind: 'empty' };
  if (isBlank) throw makeTruncated(client, response, subject, 'the body is empty');
  if (jsonError !== undefined) {
    if (looksLikeMarkup(response)) throw fail('CONNECTOR_NOT_JSON');
    const { kind, words } = findJsonProblem(response.text, jsonError);
    if (kind === 'cut') throw makeTruncated(client, response, subject, words);
    throw makeError('CONNECTOR_INVALID_JSON', {
      ...makeParams(client, response, subject),
      problem: words,
    });
  }
  return { kind: 'ok', json };
}

function codeForStatus(response: PreparedResponse): ErrorCode | undefined {
  const { status } = response;
  if (status >= 200 && status < 300) return undefined;
  if (status === 401) return 'CONNECTOR_UNAUTHORIZED';
  if (status === 403) return 'CONNECTOR_FORBIDDEN';
  if (status === 404 || status === 410) return 'CONNECTOR_NOT_AVAILABLE';
  if (status === 429 || (status === 503 && readHeader(response, 'retry-after'))) return 'CONNECTOR_THROTTLED';
  return status >= 500 || status === 408 || status === 425 ? 'CONNECTOR_VENDOR_FAILED' : 'CONNECTOR_REFUSED';
}

function makeFailure(
  client: Pick<ClientDefinition, 'retryHint' | 'requestIdHeader'>,
  code: ErrorCode,
  response: PreparedResponse,
  subject: ResponseSubject,
  hint: string | undefined,
): AppError {
  const retryAfterMs = readRetryAfterMs(client, response);
  return makeError(
    code,
    { ...makeParams(client, response, subject), hint: hint === undefined ? '' : ` ${hint}` },
    { details: { status: response.status }, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) },
  );
}

function makeTruncated(
  client: Pick<ClientDefinition, 'requestIdHeader'>,
  response: PreparedResponse,
  subject: ResponseSubject,
  problem: string,
): AppError {
  return makeError('CONNECTOR_TRUNCATED', { ...makeParams(client, response, subject), problem });
}

function makeParams(
  client: Pick<ClientDefinition, 'requestIdHeader'>,
  response: PreparedResponse,
  subject: ResponseSubject,
) {
  const names = [client.requestIdHeader, 'x-request-id', 'request-id', 'x-correlation-id'];
  const requestId = names
    .map((name) => (name === undefined ? undefined : readHeader(response, name)))
    .find((value) => value !== undefined && /^[\w.:/+=-]{1,128}$/.test(value));
  return {
    what: subject.what,
    host: subject.host,
    status: response.status,
    requestId: requestId === undefined ? '' : ` (request ${requestId})`,
  };
}

/**
 * True when everything the match asks for holds. `json` is the parsed body, undefined when it is none. Cheap
 * conditions come first: bodies of a megabyte pass here with every page.
 */
export function isMatch(when: ResponseMatch, response: PreparedResponse, json: unknown): boolean {
  if (when.status && !when.status.includes(response.status)) return false;
  const contentType = contentTypeOf(response);
  if (when.contentType !== undefined && contentType !== when.contentType.toLowerCase()) return false;
  if (when.notContentType !== undefined && contentType === when.notContentType.toLowerCase()) return false;
  if (when.bodyPath !== undefined) {
    const found =
      typeof json === 'object' && json !== null ? compileTemplate(when.bodyPath).evaluate(json) : undefined;
    const isThere = found !== undefined && found !== null;
    const isWanted = when.isPresent ?? (when.equals === undefined ? true : undefined);
    if (when.notEquals !== undefined && (!isThere || found === when.notEquals)) return false;
    if (isWanted !== undefined && isThere !== isWanted) return false;
    if (when.equals !== undefined && found !== when.equals) return false;
  }
  if (when.bodyIncludes) {
    const body = response.text.slice(0, 20_000).toLowerCase();
    if (!when.bodyIncludes.some((text) => body.includes(text.toLowerCase()))) return false;
  }
  return true;
}

function contentTypeOf(response: Pick<PreparedResponse, 'headers'>): string {
  return (readHeader(response, 'content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

function looksLikeMarkup(response: PreparedResponse): boolean {
  return /html|xml/.test(contentTypeOf(response)) || /^\s*</.test(response.text.slice(0, 200));
}

type HintSource = Pick<PreparedResponse, 'headers' | 'text'>;

/**
 * How long the answer asks to wait: the definition's own hint first, then Retry-After as seconds or HTTP date
 * (RFC 9110 §10.2.3).
 */
export function readRetryAfterMs(
  client: Pick<ClientDefinition, 'retryHint'>,
  response: HintSource,
): number | undefined {
  const own = readOwnHintMs(client, response);
  if (own !== undefined) return own;
  const after = readHeader(response, 'retry-after')?.trim();
  if (!after) return undefined;
  return /^\d+(\.\d+)?$/.test(after) ? Number(after) * 1_000 : readUntilMs(response, Date.parse(after));
}

/** Milliseconds the definition's `retryHint` finds in the answer. */
export function readOwnHintMs(
  { retryHint: hint }: Pick<ClientDefinition, 'retryHint'>,
  response: HintSource,
): number | undefined {
  if (!hint) return undefined;
  if (hint.unit === 'sentence') return readSentenceMs(readText(response, hint.bodyPath));
  const value = readHeader(response, hint.header)?.trim() ?? '';
  if (!/^\d+(\.\d+)?$/.test(value)) return undefined;
  if (hint.unit === 'epoch-seconds') return readUntilMs(response, Number(value) * 1_000);
  return hint.unit === 'seconds' ? Number(value) * 1_000 : Number(value);
}

/** Against the answer's own Date, so that a wrong clock here or there does no harm; without one it says nothing. */
function readUntilMs(response: HintSource, instantMs: number): number | undefined {
  const sentAtMs = Date.parse(readHeader(response, 'date') ?? '');
  return Number.isNaN(instantMs) || Number.isNaN(sentAtMs) ? undefined : Math.max(0, instantMs - sentAtMs);
}

const unitMs: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000 };

/** "… Try again after 22 minutes." The last span of time is the wait; earlier ones state the limit. */
function readSentenceMs(sentence: string | undefined): number | undefined {
  const found = [...(sentence ?? '').matchAll(/(?<!\d)(\d{1,9})\s*(s|m|h)(?:ec|in|our|r)?\w*/gi)].at(-1);
  const unit = unitMs[(found?.[2] ?? '').toLowerCase()];
  return found && unit !== undefined ? Number(found[1]) * unit : undefined;
}

function readText({ text }: HintSource, path: string): string | undefined {
  try {
    const found = readPath(parseJson(text), path);
    return typeof found === 'string' ? found : undefined;
  } catch {
    // No JSON, no sentence.
    return undefined;
  }
}
