import type { Queryable } from '../db/client.ts';
import type { Clock } from '../model/clock.ts';
import type { ListQuery } from '../model/list-query.ts';
import type { Logger } from '../model/logger.ts';
import type { ObjectName } from '../model/objects.ts';
import { storeOrderWish } from './index-requests.queries.ts';
import { isSeldomSorted, listIndexThreshold } from './list-indexes.queries.ts';

export interface LearnedOrdersDeps {
  db: Queryable;
  clock: Clock;
  log: Logger;
  /** Has the indexes of an object looked after in the background, soon. */
  lookAfterIndexes(object: ObjectName): Promise<void>;
  /** Records from which on a list is long. */
  threshold?: number;
}

export interface LearnedOrders {
  /**
   * Notes the order of a list that was asked for; when it is a long one by a field without an index, stores the wish
   * and asks for the index. `recordCount` is undefined where the list took too long to be counted. Never throws:
   * what goes wrong here is logged, and the list is answered all the same.
   */
  note(object: ObjectName, query: ListQuery, recordCount: number | undefined): Promise<void>;
}

/** Lists learn their order: what people sort by gets an index (decision 0007). */
export function makeLearnedOrders(deps: LearnedOrdersDeps): LearnedOrders {
  const threshold = deps.threshold ?? listIndexThreshold;
  return {
    async note(object, query, recordCount) {
      // Only the first field has its order from an index. The records a filter leaves of a long list are few to sort.
      const field = query.sort[0]?.field;
      if (field === undefined || !isSeldomSorted(object, field)) return;
      if (recordCount !== undefined && recordCount < threshold) return;
      try {
        const wish = { object, field, at: deps.clock.now(), minRowCount: threshold };
        // Two statements, not one transaction: a job that waits already must find the wish when it starts.
        if (await storeOrderWish(deps.db, wish)) await deps.lookAfterIndexes(object);
      } catch (err) {
        deps.log.warn({ err, object, field }, 'that a list was sorted by this field could not be noted');
      }
    },
  };
}
