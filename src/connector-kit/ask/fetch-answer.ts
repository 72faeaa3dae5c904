import { isAppError } from '../../errors.ts';
import { hostOf } from '../../model/host-of.ts';
import { classifyResponse, type Verdict } from './classify-response.ts';
import type { FetchContext } from './fetch-context.ts';
import { followJob } from './follow-job.ts';
import type { PreparedRequest, PreparedResponse } from './send-port.ts';
import { wakeVendor } from './wake-vendor.ts';

export interface Answer {
  verdict: Verdict;
  response: PreparedResponse;
}

const pausesMs = [1_000, 4_000];
/** Throttling and unavailable services are repeated by the send port; repeating here too would multiply. */
const repeatable = new Set<string>(['CONNECTOR_TRUNCATED', 'CONNECTOR_NOT_JSON']);

/**
 * One request, judged. JSON that was cut off, web pages and HTTP 500 are asked for again (twice, after 1 and 4 seconds); a
 * vendor that sleeps is woken once; an accepted job is followed to its result. A rung of the ladder of retries in
 * docs/flow.md.
 * @throws CONNECTOR_* as {@link classifyResponse}, CONNECTOR_JOB_*, and whatever the send port throws.
 */
export async function fetchAnswer(
  context: FetchContext,
  request: PreparedRequest,
  what: string,
  endStatus?: readonly number[],
): Promise<Answer> {
  let isAwake = false;
  for (let attempt = 0; ; attempt += 1) {
    context.signal.throwIfAborted();
    const first = await context.send.send(request, context.signal);
    const host = hostOf(first.url) ?? 'the vendor';
    let response = first;
    try {
      response = await followJob(context, request, first, { what, host });
      return { verdict: classifyResponse(context.client, response, { what, host }, endStatus), response };
    } catch (err) {
      if (isAppError(err) && err.code === 'CONNECTOR_ASLEEP' && !isAwake && context.clock) {
        isAwake = await wakeVendor(context, context.clock, what);
        if (!isAwake) throw err;
        attempt = -1;
        continue;
      }
      const pauseMs = pausesMs[attempt];
      if (!context.clock || context.mayAskAgain === false || pauseMs === undefined) throw err;
      if (!isWorthRepeating(err, response)) throw err;
      await context.clock.sleep(pauseMs, context.signal);
    }
  }
}

function isWorthRepeating(err: unknown, response: PreparedResponse): boolean {
  if (!isAppError(err)) return false;
  return repeatable.has(err.code) || (err.code === 'CONNECTOR_VENDOR_FAILED' && response.status === 500);
}
