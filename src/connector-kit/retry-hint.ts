import type { ClientDefinition } from './definition.ts';
import { type PreparedResponse, readHeader } from './send-port.ts';

/**
 * How long the answer asks to wait: the definition's own header first, then Retry-After as seconds or HTTP date
 * (RFC 9110 §10.2.3). Instants are taken against the answer's own Date header, so that a wrong clock here or there
 * does no harm; without one they say nothing.
 */
export function readRetryAfterMs(
  client: Pick<ClientDefinition, 'retryHint'>,
  response: Pick<PreparedResponse, 'headers'>,
): number | undefined {
  const sentAtMs = Date.parse(readHeader(response, 'date') ?? '');
  const until = (instantMs: number) =>
    Number.isNaN(instantMs) || Number.isNaN(sentAtMs) ? undefined : Math.max(0, instantMs - sentAtMs);
  const hint = client.retryHint;
  const own = hint && readHeader(response, hint.header)?.trim();
  if (hint && own && /^\d+(\.\d+)?$/.test(own)) {
    if (hint.unit === 'epoch-seconds') return until(Number(own) * 1_000);
    return hint.unit === 'seconds' ? Number(own) * 1_000 : Number(own);
  }
  const after = readHeader(response, 'retry-after')?.trim();
  if (!after) return undefined;
  return /^\d+(\.\d+)?$/.test(after) ? Number(after) * 1_000 : until(Date.parse(after));
}
