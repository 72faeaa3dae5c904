import { request as undiciRequest } from 'undici';
import { makeError } from '../errors.ts';
import { coerceNetworkError } from './egress-errors.ts';
import { type EgressRequest, type EgressResponse, headerOf } from './egress-types.ts';
import { type EncodedBody, encodeBody, makeHeaders, makeUrl } from './encode-request.ts';
import type { Dispatchers } from './make-dispatchers.ts';
import { readBody } from './read-body.ts';

export interface SendOptions {
  dispatchers: Dispatchers;
  userAgent: string;
  maxResponseBytes: number;
}

export type Answer = Omit<EgressResponse, 'attemptCount' | 'elapsedMs'>;

const defaultTimeoutMs = 30_000;
const maxRedirects = 5;
const redirectStatuses = new Set([301, 302, 303, 307, 308]);
const alwaysSecret = ['authorization', 'cookie', 'proxy-authorization'];

/** One request with its redirects, each checked anew; credentials are dropped when the server changes, unless they may go there. Throws EGRESS_*. */
export async function sendRequest(options: SendOptions, request: EgressRequest): Promise<Answer> {
  let url = makeUrl(request.url, request.query);
  let body = encodeBody(request.body);
  let headers = makeHeaders(options.userAgent, request.headers, body);
  for (let hop = 0; ; hop += 1) {
    const answer = await sendOnce(options, request, url, headers, body);
    const location = headerOf(answer, 'location');
    if (location === undefined || !redirectStatuses.has(answer.status) || request.followRedirects === false)
      return answer;
    const next = checkRedirect(request, url, location, { hop, status: answer.status, body });
    if (request.mayFollowTo) keepQuery(url, next, request.secretQueryNames);
    else if (next.origin !== url.origin) {
      const secret = new Set(
        [...alwaysSecret, ...(request.secretHeaderNames ?? [])].map((name) => name.toLowerCase()),
      );
      headers = Object.fromEntries(Object.entries(headers).filter(([name]) => !secret.has(name)));
      body = {};
    }
    url = next;
  }
}

function checkRedirect(
  request: EgressRequest,
  from: URL,
  location: string,
  answer: { hop: number; status: number; body: EncodedBody },
): URL {
  const next = URL.parse(location, from.href);
  const refuse = (reason: string) =>
    makeError('EGRESS_REDIRECT_REFUSED', {
      host: from.host,
      target: next?.host || 'an address that is not valid',
      reason,
    });
  if (!next || !/^https?:$/.test(next.protocol)) throw refuse('it does not lead to a web address');
  if (next.username !== '' || next.password !== '') throw refuse('it carries a user name or password');
  if (answer.hop >= maxRedirects) throw refuse('there were more than five redirects');
  if (from.protocol === 'https:' && next.protocol !== 'https:') throw refuse('it leads from https to http');
  if (request.method !== 'GET' && answer.status !== 307 && answer.status !== 308)
    throw refuse(`it would turn a ${request.method} into a GET`);
  const isElsewhere = next.origin !== from.origin;
  if (isElsewhere && request.mayFollowTo?.(next) === false)
    throw refuse(
      'the credential goes only where it was entered for. If its server moved there, enter that server and the secret again, or name it under "Other servers" of the credential',
    );
  if (isElsewhere && !request.mayFollowTo && answer.body.text !== undefined)
    throw refuse('it would send the body of the request to another host');
  return next;
}

/** What authenticates in the address goes along, unless the redirect names it itself. */
function keepQuery(from: URL, next: URL, names: readonly string[] = []): void {
  for (const name of names) {
    const value = from.searchParams.get(name);
    if (value !== null && !next.searchParams.has(name)) next.searchParams.set(name, value);
  }
}

async function sendOnce(
  options: SendOptions,
  request: EgressRequest,
  url: URL,
  headers: Record<string, string>,
  body: EncodedBody,
): Promise<Answer> {
  const timeoutMs = request.timeoutMs ?? defaultTimeoutMs;
  const timeout = AbortSignal.timeout(timeoutMs);
  const signal = request.signal ? AbortSignal.any([request.signal, timeout]) : timeout;
  try {
    await untilAborted(options.dispatchers.assertTarget(url), signal);
    const pinned = await untilAborted(options.dispatchers.pin(url), signal);
    const response = await untilAborted(
      undiciRequest(pinned.url, {
        method: request.method,
        headers: pinned.host === undefined ? headers : { ...headers, host: pinned.host },
        body: body.text ?? null,
        dispatcher: options.dispatchers.of(request),
        headersTimeout: timeoutMs,
        bodyTimeout: timeoutMs,
        signal,
      }),
      signal,
    );
    const answer = { headers: response.headers as EgressResponse['headers'] };
    const text = await readBody(response.body, {
      encoding: headerOf(answer, 'content-encoding'),
      contentType: headerOf(answer, 'content-type'),
      length: headerOf(answer, 'content-length'),
      maxBytes: request.maxResponseBytes ?? options.maxResponseBytes,
      host: url.host,
      status: response.statusCode,
    });
    return { status: response.statusCode, ...answer, text, url: url.href };
  } catch (err) {
    if (request.signal?.aborted)
      throw makeError('EGRESS_ABORTED', { host: url.host }, { cause: request.signal.reason });
    throw coerceNetworkError(err, url.host, timeoutMs);
  }
}

/**
 * Neither a name server nor a handshake that never ends may outlast the time-out or a cancel: the client itself
 * takes notice of the signal only once it is connected.
 */
async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let onAbort: (() => void) | undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    onAbort = () => reject(signal.reason);
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    if (onAbort) signal.removeEventListener('abort', onAbort);
  }
}
