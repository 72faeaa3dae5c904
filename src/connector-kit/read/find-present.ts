import { isAppError, makeError } from '../../errors.ts';
import { toIdText } from '../../model/id-text.ts';
import { workThrough } from '../../model/work-through.ts';
import { addDiscovered } from '../ask/discover.ts';
import { fetchAnswer } from '../ask/fetch-answer.ts';
import type { FetchContext } from '../ask/fetch-context.ts';
import { prepareRequest } from '../ask/prepare-request.ts';
import { readPath } from '../ask/read-path.ts';
import { makeScope } from '../ask/template-scope.ts';
import type { PresenceCheck, StreamDefinition } from '../definition/definition.ts';
import { describeShape } from './fetch-page.ts';
import { tellsOfError } from './find-records.ts';
import type { ReadStreamOptions } from './stream-types.ts';

const maxConcurrent = 4;

/** How the stream asks for single records, or for the software of single assets; undefined where it cannot. */
export const presenceOf = (
  stream: StreamDefinition,
  of: 'records' | 'software',
): PresenceCheck | undefined =>
  of === 'records'
    ? stream.presence
    : stream.software?.from === 'query'
      ? stream.software.presence
      : undefined;

/**
 * Asks the vendor for records one by one, a few at a time, and returns the ids of those it has. Only a clear "there is
 * none" (404, 410, a rule that says `not_available` or `empty`, or an answer about another record) counts as gone.
 * @param ids native ids of the stream's records
 * @throws every other failure: it proves nothing
 */
export async function findPresent(
  options: Omit<ReadStreamOptions, 'startAt' | 'limit'>,
  check: PresenceCheck,
  ids: readonly string[],
): Promise<Set<string>> {
  const { definition, stream, send, clock } = options;
  const scope = makeScope({ ...(await addDiscovered(options)) });
  const what = `a single record of stream "${stream.name}"`;
  const present = new Set<string>();
  await workThrough(ids, maxConcurrent, options.signal, async (id, _index, signal) => {
    const context: FetchContext = { client: definition.client, send, signal, clock, scope };
    if (await isPresent(context, check, { ...scope, id }, what)) present.add(id);
  });
  return present;
}

async function isPresent(
  context: FetchContext,
  check: PresenceCheck,
  scope: { id: string },
  what: string,
): Promise<boolean> {
  try {
    const { verdict } = await fetchAnswer(context, prepareRequest(check.request, scope), what);
    if (verdict.kind !== 'ok') return false;
    const { json } = verdict;
    const found = readPath(json, 'idPath' in check ? check.idPath : check.listPath);
    if ('idPath' in check && toIdText(found) === toIdText(scope.id)) return true;
    // An error that came with success is no word about the record.
    if (tellsOfError(json))
      throw makeError('CONNECTOR_RECORDS_MISSING', {
        what,
        path: 'idPath' in check ? check.idPath : check.listPath,
        found: describeShape(json),
      });
    if ('idPath' in check) return false;
    // A single entry may come without a list around it.
    return Array.isArray(found) ? found.length > 0 : typeof found === 'object' && found !== null;
  } catch (err) {
    if (isAppError(err) && err.code === 'CONNECTOR_NOT_AVAILABLE') return false;
    throw err;
  }
}
