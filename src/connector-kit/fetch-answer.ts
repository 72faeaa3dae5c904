import { isAppError } from '../errors.ts';
import type { Clock } from '../model/clock.ts';
import { classifyResponse, type Verdict } from './classify-response.ts';
import type { ClientDefinition } from './definition.ts';
import type { PreparedRequest, PreparedResponse, SendPort } from './send-port.ts';

export interface FetchContext {
  client: ClientDefinition;
  send: SendPort;
  signal: AbortSignal;
  /** Given: answers that only the kit can recognise as broken are asked for again. */
  clock?: Pick<Clock, 'sleep'> | undefined;
}

export interface Answer {
  verdict: Verdict;
  response: PreparedResponse;
}

const pausesMs = [1_000, 4_000];
/** Throttling and unavailable services are repeated by the send port; repeating here too would multiply. */
const repeatable = new Set<string>(['CONNECTOR_TRUNCATED', 'CONNECTOR_NOT_JSON']);

/**
 * One request, judged. Broken JSON, web pages and HTTP 500 are asked for again (twice, after 1 and 4 seconds).
 * @throws CONNECTOR_* as {@link classifyResponse}, and whatever the send port throws.
 */
export async function fetchAnswer(
  context: FetchContext,
  request: PreparedRequest,
  what: string,
): Promise<Answer> {
  for (let attempt = 0; ; attempt += 1) {
    context.signal.throwIfAborted();
    const response = await context.send.send(request, context.signal);
    try {
      const host = URL.parse(response.url)?.host || 'the vendor';
      return { verdict: classifyResponse(context.client, response, { what, host }), response };
    } catch (err) {
      const pauseMs = pausesMs[attempt];
      if (!context.clock || pauseMs === undefined || !isWorthRepeating(err, response)) throw err;
      await context.clock.sleep(pauseMs, context.signal);
    }
  }
}

function isWorthRepeating(err: unknown, response: PreparedResponse): boolean {
  if (!isAppError(err)) return false;
  return repeatable.has(err.code) || (err.code === 'CONNECTOR_VENDOR_FAILED' && response.status === 500);
}
