import { type ErrorCode, makeError } from '../errors.ts';
import { describeJsonError, parseJson } from '../model/json.ts';
import { compileTemplate } from '../templates/compile-template.ts';
import type { ClientDefinition, ResponseMatch, ResponseRule } from './definition.ts';
import type { PreparedResponse } from './send-port.ts';

export type Verdict = { kind: 'ok'; json: unknown } | { kind: 'empty' };

export interface ResponseSubject {
  /** What was asked for, in words: `stream "NinjaOne MSP users", page 3`. */
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
  fail: 'CONNECTOR_REFUSED',
};

/**
 * Judges an answer: the definition's rules first, then the status. Success is not a status code: HTML at 200 is a
 * failure, JSON sent as text/plain is fine (facts/ninjaone-manageengine.md §9.1).
 * Throws CONNECTOR_*; never quotes the body, which may hold anything.
 */
export function classifyResponse(
  client: Pick<ClientDefinition, 'responseRules' | 'retryHint'>,
  response: PreparedResponse,
  subject: ResponseSubject,
): Verdict {
  let json: unknown;
  let jsonError: unknown;
  try {
    json = response.text.trim() === '' ? undefined : parseJson(response.text);
  } catch (err) {
    jsonError = err;
  }
  const rule = client.responseRules.find((candidate) => isMatch(candidate.when, response, json));
  if (rule && rule.means !== 'ok') {
    if (rule.means === 'empty') return { kind: 'empty' };
    throw failure(codes[rule.means], response, subject, rule.message);
  }
  if (!rule) {
    const code = codeForStatus(response.status);
    if (code) throw failure(code, response, subject);
  }
  if (response.status === 204) return { kind: 'empty' };
  if (jsonError !== undefined) {
    if (looksLikeHtml(response)) throw failure('CONNECTOR_NOT_JSON', response, subject);
    throw makeError('CONNECTOR_TRUNCATED', {
      ...params(response, subject),
      problem: describeJsonError(response.text, jsonError),
    });
  }
  return { kind: 'ok', json };
}

function codeForStatus(status: number): ErrorCode | undefined {
  if (status < 300) return undefined;
  if (status === 401) return 'CONNECTOR_UNAUTHORIZED';
  if (status === 403) return 'CONNECTOR_FORBIDDEN';
  if (status === 404) return 'CONNECTOR_NOT_AVAILABLE';
  if (status === 429) return 'CONNECTOR_THROTTLED';
  return status >= 500 ? 'CONNECTOR_VENDOR_FAILED' : 'CONNECTOR_REFUSED';
}

function failure(code: ErrorCode, response: PreparedResponse, subject: ResponseSubject, hint?: string) {
  const error = makeError(code, { ...params(response, subject), hint: hint === undefined ? '' : ` ${hint}` });
  return error;
}

function params(response: PreparedResponse, subject: ResponseSubject) {
  const requestId = ['x-nj-request-id', 'x-request-id', 'request-id', 'x-correlation-id']
    .map((name) => response.headers[name])
    .find((value) => typeof value === 'string');
  return {
    what: subject.what,
    host: subject.host,
    status: response.status,
    requestId: requestId === undefined ? '' : ` (request ${String(requestId).slice(0, 64)})`,
  };
}

export function isMatch(when: ResponseMatch, response: PreparedResponse, json: unknown): boolean {
  if (when.status && !when.status.includes(response.status)) return false;
  const contentType = contentTypeOf(response);
  if (when.contentType !== undefined && contentType !== when.contentType) return false;
  if (when.notContentType !== undefined && contentType === when.notContentType) return false;
  if (when.bodyPath !== undefined) {
    const found =
      typeof json === 'object' && json !== null ? compileTemplate(when.bodyPath).evaluate(json) : undefined;
    if (when.isPresent === true && (found === undefined || found === null)) return false;
    if (when.isPresent === false && found !== undefined && found !== null) return false;
    if (when.equals !== undefined && found !== when.equals) return false;
  }
  if (when.bodyIncludes) {
    const body = response.text.slice(0, 20_000).toLowerCase();
    if (!when.bodyIncludes.some((text) => body.includes(text.toLowerCase()))) return false;
  }
  return true;
}

function contentTypeOf(response: PreparedResponse): string {
  const value = response.headers['content-type'];
  return ((Array.isArray(value) ? value[0] : value) ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

function looksLikeHtml(response: PreparedResponse): boolean {
  return (
    contentTypeOf(response).includes('html') ||
    /^\s*<(!doctype|html|head|body)/i.test(response.text.slice(0, 200))
  );
}
