import { makeError } from '../../errors.ts';
import { cutText } from '../../model/clean-text.ts';
import { hostOf } from '../../model/host-of.ts';
import { trimEndOf } from '../../model/trim-characters.ts';
import { classifyResponse, type ResponseSubject } from './classify-response.ts';
import type { FetchContext } from './fetch-context.ts';
import { readPath } from './read-path.ts';
import { type PreparedRequest, type PreparedResponse, readHeader, resolveNextUrl } from './send-port.ts';

/**
 * Follows "accepted, come back later" (202 with a `Location`) to the result, where the definition says how. Any other
 * answer comes back as it is. The `Location` must lead to the host that named it: secrets travel along.
 *
 * @throws CONNECTOR_JOB_FAILED, CONNECTOR_JOB_TIMEOUT, CONNECTOR_NEXT_URL_REFUSED, CONNECTOR_* of the polled answers.
 */
export async function followJob(
  context: FetchContext,
  request: PreparedRequest,
  response: PreparedResponse,
  subject: ResponseSubject,
): Promise<PreparedResponse> {
  const { job } = context.client;
  const location = readHeader(response, 'location');
  if (!job || response.status !== 202 || location === undefined) return response;
  const { clock } = context;
  const address = resolveNextUrl(location, response.url);
  if (address === undefined) {
    const target = hostOf(location, response.url) ?? 'an address that is not valid';
    throw makeError('CONNECTOR_NEXT_URL_REFUSED', { target, what: subject.what, host: subject.host });
  }
  const ask = (path: string) =>
    context.send.send(
      {
        method: 'GET',
        path,
        query: {},
        headers: request.headers,
        ...(request.baseUrl === undefined ? {} : { baseUrl: request.baseUrl }),
      },
      context.signal,
    );
  let pauseMs = job.firstPollMs;
  for (let waitedMs = 0; clock && waitedMs < job.maxWaitMs; waitedMs += pauseMs, pauseMs = job.pollEveryMs) {
    await clock.sleep(pauseMs, context.signal);
    const verdict = classifyResponse(context.client, await ask(address), subject);
    const json = verdict.kind === 'ok' ? verdict.json : undefined;
    const status = cutText(String(readPath(json, job.statusPath) ?? 'unknown'), 100);
    if (job.doneValues.includes(status)) return ask(addSuffix(address, job.resultSuffix));
    if (!job.failedValues.includes(status)) continue;
    const reason = job.errorPath === undefined ? undefined : readPath(json, job.errorPath);
    throw makeError('CONNECTOR_JOB_FAILED', {
      ...subject,
      status,
      reason: typeof reason === 'string' && reason !== '' ? `: ${cutText(reason, 500)}` : '',
      job: URL.parse(address)?.pathname.split('/').at(-1) ?? address,
    });
  }
  throw makeError('CONNECTOR_JOB_TIMEOUT', {
    ...subject,
    waited: `${Math.round(job.maxWaitMs / 60_000)} minutes`,
  });
}

function addSuffix(address: string, suffix: string): string {
  const url = new URL(address);
  url.pathname = `${trimEndOf(url.pathname, '/')}${suffix}`;
  return url.href;
}
