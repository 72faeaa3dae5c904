import { isAppError } from '../../errors.ts';
import type { Clock } from '../../model/clock.ts';
import { hostOf } from '../../model/host-of.ts';
import { classifyResponse } from './classify-response.ts';
import type { FetchContext } from './fetch-context.ts';
import { prepareRequest } from './prepare-request.ts';
import type { PreparedRequest } from './send-port.ts';

/**
 * Asks a sleeping vendor to wake up and waits until it has. Returns false when the definition knows no way, or when
 * it still sleeps at the end of its time. Other failures of the polled request end the waiting as they are.
 */
export async function wakeVendor(
  context: FetchContext,
  clock: Pick<Clock, 'sleep'>,
  what: string,
): Promise<boolean> {
  const { wake } = context.client;
  if (!wake) return false;
  await isAnswered(context, prepareRequest(wake.request, context.scope), what);
  const poll = prepareRequest(wake.poll, context.scope);
  for (let waitedMs = 0; waitedMs < wake.maxWaitMs; waitedMs += wake.pollEveryMs) {
    await clock.sleep(wake.pollEveryMs, context.signal);
    if (await isAnswered(context, poll, what)) return true;
  }
  return false;
}

async function isAnswered(context: FetchContext, request: PreparedRequest, what: string): Promise<boolean> {
  const response = await context.send.send(request, context.signal);
  const host = hostOf(response.url) ?? 'the vendor';
  // Accepted without a body is an answer too.
  if (response.status >= 200 && response.status < 300 && response.text.trim() === '') return true;
  try {
    classifyResponse(context.client, response, { what, host });
    return true;
  } catch (err) {
    if (isAppError(err) && err.code === 'CONNECTOR_ASLEEP') return false;
    throw err;
  }
}
