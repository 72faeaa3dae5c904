import { type AppError, isAppError, makeError } from '../errors.ts';
import { connectTimeoutMs } from './make-dispatchers.ts';

const untrusted = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
]);
const timeouts = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'UND_ERR_CONNECT_TIMEOUT']);
/** getaddrinfo (EAI_*, ENOTFOUND) and c-ares. */
const unresolved = /^(EAI_\w+|ENOTFOUND|ENODATA|ESERVFAIL|EREFUSED|EBADNAME|EBADRESP|EFORMERR|ENOTIMP)$/;
const tls = /^(ERR_TLS|ERR_SSL|ERR_OSSL|ERR_CRYPTO|CERT_|CRL_|UNABLE_TO_|INVALID_|HOSTNAME_MISMATCH|EPROTO)/;
const tlsReasons: Record<string, string> = {
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet; check the clock of this machine',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host name',
  EPROTO: 'no TLS is spoken there; check the port and whether the URL should begin with http://',
  ERR_SSL_WRONG_VERSION_NUMBER:
    'no TLS is spoken there; check the port and whether the URL should begin with http://',
};

/** Says in the catalog's words what went wrong on the wire. Names the host, never the query, a header or a body. */
export function coerceNetworkError(err: unknown, host: string, timeoutMs: number): AppError {
  const chain = chainOf(err);
  const known = chain.find(isAppError);
  if (known) return known;
  const code = chain.map(({ code: found }) => found).find((found) => typeof found === 'string') ?? '';
  if (timeouts.has(code) || chain.some(({ name }) => name === 'TimeoutError')) {
    const waitedMs = code === 'UND_ERR_CONNECT_TIMEOUT' ? Math.min(connectTimeoutMs, timeoutMs) : timeoutMs;
    return makeError('EGRESS_TIMEOUT', { host, seconds: Math.ceil(waitedMs / 1_000) }, { cause: err });
  }
  if (code === 'UND_ERR_INVALID_ARG')
    return makeError('EGRESS_REQUEST_INVALID', { host, problem: describeInvalid(chain) });
  if (unresolved.test(code)) return makeError('EGRESS_DNS_FAILED', { host }, { cause: err });
  if (untrusted.has(code)) return makeError('EGRESS_TLS_UNTRUSTED', { host }, { cause: err });
  if (tls.test(code))
    return makeError('EGRESS_TLS_FAILED', { host, reason: tlsReasons[code] ?? code }, { cause: err });
  const reason = describeProxyRefusal(chain) ?? (code === '' ? 'the connection broke' : code);
  return makeError('EGRESS_CONNECT_FAILED', { host, reason }, { cause: err });
}

type Cause = Error & { code?: string };

/** The error and what caused it; of several tries at once (happy eyeballs) the first one speaks. */
function chainOf(err: unknown): Cause[] {
  const chain: Cause[] = [];
  for (let found: unknown = err; found instanceof Error && chain.length < 10; ) {
    chain.push(found as Cause);
    const next: unknown = found.cause;
    found = next ?? (found instanceof AggregateError ? found.errors[0] : undefined);
  }
  return chain;
}

/** The client names the header it refuses, never its value. */
function describeInvalid(chain: readonly Cause[]): string {
  const header = /^invalid ([\w-]+) header$/i.exec(chain[0]?.message ?? '')?.[1];
  return header === undefined
    ? 'a header, the path or the query holds characters that HTTP does not allow'
    : `the header ${header} holds characters that HTTP does not allow, such as a line break`;
}

function describeProxyRefusal(chain: readonly Cause[]): string | undefined {
  const status = chain.map(({ message }) => /^Proxy response \((\d{3})\)/.exec(message)?.[1]).find(Boolean);
  if (status === undefined) return undefined;
  const advice = status === '407' ? '; put its user and password into MUSTER_HTTP_PROXY' : '';
  return `the proxy refused the connection with HTTP ${status}${advice}`;
}
