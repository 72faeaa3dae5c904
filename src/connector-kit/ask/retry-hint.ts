import { parseJson } from '../../model/json.ts';
import type { ClientDefinition } from '../definition/definition.ts';
import { readPath } from '../read/paginator.ts';
import { type PreparedResponse, readHeader } from './send-port.ts';

type Answer = Pick<PreparedResponse, 'headers' | 'text'>;

/**
 * How long the answer asks to wait: the definition's own hint first, then Retry-After as seconds or HTTP date
 * (RFC 9110 §10.2.3).
 */
export function readRetryAfterMs(
  client: Pick<ClientDefinition, 'retryHint'>,
  response: Answer,
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
  response: Answer,
): number | undefined {
  if (!hint) return undefined;
  if (hint.unit === 'sentence') return readSentenceMs(readText(response, hint.bodyPath));
  const value = readHeader(response, hint.header)?.trim() ?? '';
  if (!/^\d+(\.\d+)?$/.test(value)) return undefined;
  if (hint.unit === 'epoch-seconds') return readUntilMs(response, Number(value) * 1_000);
  return hint.unit === 'seconds' ? Number(value) * 1_000 : Number(value);
}

/** Against the answer's own Date, so that a wrong clock here or there does no harm; without one it says nothing. */
function readUntilMs(response: Answer, instantMs: number): number | undefined {
  const sentAtMs = Date.parse(readHeader(response, 'date') ?? '');
  return Number.isNaN(instantMs) || Number.isNaN(sentAtMs) ? undefined : Math.max(0, instantMs - sentAtMs);
}

const unitMs: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000 };

/** "… Try again after 22 minutes." The last span of time is the wait; earlier ones state the limit. */
function readSentenceMs(sentence: string | undefined): number | undefined {
  const found = [...(sentence ?? '').matchAll(/(\d+)\s*(s|m|h)(?:ec|in|our|r)?\w*/gi)].at(-1);
  const unit = unitMs[(found?.[2] ?? '').toLowerCase()];
  return found && unit !== undefined ? Number(found[1]) * unit : undefined;
}

function readText({ text }: Answer, path: string): string | undefined {
  try {
    const found = readPath(parseJson(text), path);
    return typeof found === 'string' ? found : undefined;
  } catch {
    // No JSON, no sentence.
    return undefined;
  }
}
