import type { Queryable } from '../db/client.ts';
import type { Clock } from '../model/clock.ts';
import type { ListQuery } from '../model/list-query.ts';
import type { Logger } from '../model/logger.ts';
import type { ObjectName } from '../model/objects.ts';
import { storeIndexRequest } from './index-requests.queries.ts';
import { isSeldomSorted, listIndexThreshold } from './list-indexes.queries.ts';

export interface OnDemandIndexesDeps {
  db: Queryable;
  clock: Clock;
  log: Logger;
  /** Has the indexes of an object maintained in the background, soon. */
  maintainIndexes(object: ObjectName): Promise<void>;
  /** Records from which on a list is long. */
  threshold?: number;
}

export interface OnDemandIndexes {
  /**
   * Notes the order of a list that was asked for; when it is a long one by a field without an index, stores the request
   * and has it seen to. `recordCount` is undefined where the list took too long to be counted. Never throws:
   * what goes wrong here is logged, and the list is answered all the same.
   */
  note(object: ObjectName, query: ListQuery, recordCount: number | undefined): Promise<void>;
}

/** Indexes on demand: what people sort by gets one (decision 0007). */
export function makeOnDemandIndexes(deps: OnDemandIndexesDeps): OnDemandIndexes {
  const threshold = deps.threshold ?? listIndexThreshold;
  return {
    async note(object, query, recordCount) {
      // Only the first field has its order from an index. The records a filter leaves of a long list are few to sort.
      const field = query.sort[0]?.field;
      if (field === undefined || !isSeldomSorted(object, field)) return;
      if (recordCount !== undefined && recordCount < threshold) return;
      try {
        const request = { object, field, at: deps.clock.now(), minRowCount: threshold };
        // Two statements, not one transaction: a job that waits already must find the request when it starts.
        if (await storeIndexRequest(deps.db, request)) await deps.maintainIndexes(object);
      } catch (err) {
        deps.log.warn({ err, object, field }, 'that a list was sorted by this field could not be noted');
      }
    },
  };
}
