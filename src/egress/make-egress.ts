/**
 * The one client for every outgoing request. Per attempt: guard → rate budget → connect to the checked address →
 * bounded reading; around it redirects (each checked again) and retries that honour what the vendor asks for.
 */
import type { LookupAddress, LookupOptions } from 'node:dns';
import { isIP } from 'node:net';
import { rootCertificates } from 'node:tls';
import { Agent, type Dispatcher, ProxyAgent, request as undiciRequest } from 'undici';
import { makeError } from '../errors.ts';
import type { Clock } from '../model/clock.ts';
import type { Logger } from '../model/logger.ts';
import { type AddressGuard, makeAddressGuard } from './address-guard.ts';
import { coerceNetworkError } from './egress-errors.ts';
import type { Egress, EgressBody, EgressRequest, EgressResponse } from './egress-types.ts';
import { makeRateLimiter } from './rate-limiter.ts';
import { readBody } from './read-body.ts';
import { parseRetryAfterMs } from './retry-after.ts';

export interface EgressOptions {
  clock: Clock;
  log: Logger;
  /** Between 0 and 1; spreads retries of several processes. */
  random(): number;
  lookup(host: string): Promise<LookupAddress[]>;
  allow: readonly string[];
  httpProxy?: string | undefined;
  maxResponseBytes: number;
  userAgent: string;
}

const defaults = { timeoutMs: 30_000, maxAttempts: 5, maxTotalWaitMs: 120_000, maxRedirects: 5 };
const retryStatuses = new Set([429, 502, 503, 504]);
const alwaysSecret = ['authorization', 'cookie', 'proxy-authorization'];

export function makeEgress(options: EgressOptions): Egress {
  const guard = makeAddressGuard(options.allow);
  const limiter = makeRateLimiter(options.clock);
  const dispatchers = new Map<string, Dispatcher>();

  const dispatcherFor = (caBundlePem: string | undefined): Dispatcher => {
    const key = caBundlePem ?? '';
    let found = dispatchers.get(key);
    if (!found) {
      found = makeDispatcher(options, guard, caBundlePem);
      dispatchers.set(key, found);
    }
    return found;
  };

  async function attempt(
    request: EgressRequest,
    url: URL,
    headers: Record<string, string>,
    body: EncodedBody,
  ): Promise<Omit<EgressResponse, 'attemptCount' | 'elapsedMs'>> {
    const timeoutMs = request.timeoutMs ?? defaults.timeoutMs;
    await assertTarget(options, guard, url);
    const timeout = AbortSignal.timeout(timeoutMs);
    const signal = request.signal ? AbortSignal.any([request.signal, timeout]) : timeout;
    try {
      const response = await undiciRequest(url, {
        method: request.method,
        headers: {
          'accept-encoding': 'gzip, deflate, br',
          'user-agent': options.userAgent,
          ...headers,
          ...body.headers,
        },
        body: body.text ?? null,
        dispatcher: dispatcherFor(request.caBundlePem),
        headersTimeout: timeoutMs,
        bodyTimeout: timeoutMs,
        signal,
      });
      const encoding = response.headers['content-encoding'];
      const text = await readBody(
        response.body,
        Array.isArray(encoding) ? encoding[0] : encoding,
        request.maxResponseBytes ?? options.maxResponseBytes,
        url.host,
      );
      return {
        status: response.statusCode,
        headers: response.headers as EgressResponse['headers'],
        text,
        url: url.href,
      };
    } catch (err) {
      if (request.signal?.aborted)
        throw makeError('EGRESS_ABORTED', { host: url.host }, { cause: request.signal.reason });
      throw coerceNetworkError(err, url.host, timeoutMs);
    }
  }

  /** One logical request: follows redirects, dropping credentials when the host changes. */
  async function follow(request: EgressRequest): Promise<Omit<EgressResponse, 'attemptCount' | 'elapsedMs'>> {
    let url = withQuery(request.url, request.query);
    let headers = { ...request.headers };
    let body = encodeBody(request.body);
    for (let hop = 0; ; hop += 1) {
      const response = await attempt(request, url, headers, body);
      const location = response.headers['location'];
      const isRedirect = [301, 302, 303, 307, 308].includes(response.status) && typeof location === 'string';
      if (!isRedirect || request.followRedirects === false) return response;
      const next = new URL(location, url);
      const refuse = (reason: string) =>
        makeError('EGRESS_REDIRECT_REFUSED', { host: url.host, target: next.host, reason });
      if (hop >= defaults.maxRedirects) throw refuse('there were more than five redirects');
      if (url.protocol === 'https:' && next.protocol !== 'https:')
        throw refuse('it leads from https to http');
      if (request.method !== 'GET' && response.status !== 307 && response.status !== 308)
        throw refuse(`it would turn a ${request.method} into a GET`);
      if (next.host !== url.host) {
        if (body.text !== undefined) throw refuse('it would send the body of the request to another host');
        const secret = new Set([
          ...alwaysSecret,
          ...(request.secretHeaderNames ?? []).map((name) => name.toLowerCase()),
        ]);
        headers = Object.fromEntries(
          Object.entries(headers).filter(([name]) => !secret.has(name.toLowerCase())),
        );
        body = { headers: {} };
      }
      url = next;
    }
  }

  return {
    async request(request) {
      const startedAt = options.clock.now().getTime();
      const policy = request.retry ?? {
        maxAttempts: defaults.maxAttempts,
        maxTotalWaitMs: defaults.maxTotalWaitMs,
      };
      const mayRepeat =
        request.method === 'GET' ||
        request.method === 'PUT' ||
        request.method === 'DELETE' ||
        policy.isSafeToRepeat === true;
      const host = safeHost(request.url);
      let waitedMs = 0;
      for (let attemptCount = 1; ; attemptCount += 1) {
        const leave =
          request.budgetKey && request.budget
            ? await limiter.enter(request.budgetKey, request.budget, request.signal)
            : undefined;
        let response: EgressResponse | undefined;
        let failure: unknown;
        try {
          const answer = await follow(request);
          response = { ...answer, attemptCount, elapsedMs: options.clock.now().getTime() - startedAt };
        } catch (err) {
          failure = err;
        } finally {
          leave?.();
        }
        const nowMs = options.clock.now().getTime();
        if (response && !retryStatuses.has(response.status)) return response;
        const hintMs = response
          ? (request.retryHint?.(response) ?? parseRetryAfterMs(response, nowMs))
          : undefined;
        const isRetryable = response !== undefined || (failure as { recovery?: string }).recovery === 'retry';
        const waitMs = hintMs ?? backoffMs(attemptCount, options.random());
        if (response?.status === 429 && request.budgetKey) limiter.pause(request.budgetKey, nowMs + waitMs);
        if (
          !mayRepeat ||
          !isRetryable ||
          attemptCount >= policy.maxAttempts ||
          waitedMs + waitMs > policy.maxTotalWaitMs
        ) {
          if (response) return response;
          throw failure;
        }
        options.log.debug(
          { host, status: response?.status, attemptCount, waitMs },
          'outgoing request is tried again',
        );
        waitedMs += waitMs;
        await options.clock.sleep(waitMs, request.signal);
      }
    },
    async close() {
      await Promise.all([...dispatchers.values()].map((dispatcher) => dispatcher.close()));
    },
  };
}

function backoffMs(attemptCount: number, random: number): number {
  return Math.round(Math.min(500 * 2 ** (attemptCount - 1), 15_000) * (0.5 + random / 2));
}

function makeDispatcher(
  options: EgressOptions,
  guard: AddressGuard,
  caBundlePem: string | undefined,
): Dispatcher {
  const ca = caBundlePem === undefined ? undefined : [...rootCertificates, caBundlePem];
  if (options.httpProxy)
    return new ProxyAgent({ uri: options.httpProxy, ...(ca ? { requestTls: { ca } } : {}) });
  // The name is resolved once, checked, and connected to as checked: a second answer of the name server changes nothing.
  const lookup = (
    host: string,
    lookupOptions: LookupOptions,
    done: (err: Error | null, address: LookupAddress[] | string, family?: number) => void,
  ) => {
    options.lookup(host).then(
      (addresses) => {
        const usable = guard.isHostAllowed(host)
          ? addresses
          : addresses.filter(({ address }) => guard.findRefusal(address) === undefined);
        const first = usable[0];
        if (!first) {
          const refused = addresses[0]?.address ?? host;
          return done(
            makeError('EGRESS_ADDRESS_REFUSED', {
              host,
              reason: guard.findRefusal(refused) ?? 'it has no usable address',
            }),
            [],
          );
        }
        return lookupOptions.all ? done(null, usable) : done(null, first.address, first.family);
      },
      (err: Error) => done(err, []),
    );
  };
  return new Agent({
    connect: { lookup: lookup as never, ...(ca ? { ca } : {}) },
    keepAliveTimeout: 10_000,
    connections: 16,
  });
}

/** Addresses written out, and every target behind a proxy, are checked here; names are checked when they are resolved. */
async function assertTarget(options: EgressOptions, guard: AddressGuard, url: URL): Promise<void> {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw makeError('EGRESS_ADDRESS_REFUSED', { host: url.host, reason: 'only http and https are allowed' });
  }
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (guard.isHostAllowed(host)) return;
  const isLiteral = isIP(host) !== 0;
  if (!isLiteral && !options.httpProxy) return;
  const addresses = isLiteral ? [host] : (await options.lookup(host)).map(({ address }) => address);
  for (const address of addresses) {
    const reason = guard.findRefusal(address);
    if (reason !== undefined) throw makeError('EGRESS_ADDRESS_REFUSED', { host: url.host, reason });
  }
}

interface EncodedBody {
  text?: string;
  headers: Record<string, string>;
}

function encodeBody(body: EgressBody | undefined): EncodedBody {
  if (!body) return { headers: {} };
  if (body.kind === 'form') {
    return {
      text: new URLSearchParams(body.values).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    };
  }
  if (body.kind === 'json')
    return { text: JSON.stringify(body.value), headers: { 'content-type': 'application/json' } };
  return { text: body.value, headers: { 'content-type': body.contentType } };
}

function withQuery(text: string, query: Record<string, string> | undefined): URL {
  let url: URL;
  try {
    url = new URL(text);
  } catch (err) {
    throw makeError('EGRESS_URL_INVALID', { url: text.split('?')[0] ?? '' }, { cause: err });
  }
  for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value);
  return url;
}

function safeHost(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'invalid URL';
}
