import { type AppError, isAppError, makeError } from '../errors.ts';

const tlsCodes = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
]);

/** Says in the catalog's words what went wrong on the wire. Names the host, never the query or a header. */
export function coerceNetworkError(err: unknown, host: string, timeoutMs: number): AppError {
  for (let found: unknown = err; found instanceof Error; found = found.cause)
    if (isAppError(found)) return found;
  const code = codeOf(err);
  if (
    code === 'UND_ERR_HEADERS_TIMEOUT' ||
    code === 'UND_ERR_BODY_TIMEOUT' ||
    code === 'UND_ERR_CONNECT_TIMEOUT' ||
    isTimeout(err)
  ) {
    return makeError('EGRESS_TIMEOUT', { host, seconds: Math.round(timeoutMs / 1_000) }, { cause: err });
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return makeError('EGRESS_DNS_FAILED', { host }, { cause: err });
  if (tlsCodes.has(code)) return makeError('EGRESS_TLS_UNTRUSTED', { host }, { cause: err });
  if (code.startsWith('ERR_TLS') || code.startsWith('ERR_SSL') || code.startsWith('CERT_')) {
    return makeError('EGRESS_TLS_FAILED', { host, reason: code }, { cause: err });
  }
  return makeError(
    'EGRESS_CONNECT_FAILED',
    { host, reason: code === '' ? 'the connection broke' : code },
    { cause: err },
  );
}

function codeOf(err: unknown): string {
  for (let found: unknown = err; found instanceof Error; found = found.cause) {
    const { code } = found as { code?: unknown };
    if (typeof code === 'string') return code;
  }
  return '';
}

function isTimeout(err: unknown): boolean {
  return err instanceof Error && err.name === 'TimeoutError';
}
