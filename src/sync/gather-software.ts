import type { Clock } from '../model/clock.ts';
import type { PreparedPage } from './prepare-pages.ts';

/** Sets of installed software in one batch. */
const maxSets = 150;
/** From a slow vendor a page waits for the next one at most, so that little is lost with the process. */
const maxWaitMs = 1_000;

/**
 * Puts pages that hold nothing but installed software together, so that a fleet of small pages does not cost a
 * transaction each. An asset stands in a gathered page once: what comes of it again begins the next one.
 */
export async function* gatherSoftware(
  pages: AsyncGenerator<PreparedPage>,
  clock: Pick<Clock, 'now'>,
): AsyncGenerator<PreparedPage> {
  let gathered: PreparedPage | undefined;
  let assetIds = new Set<string>();
  let startedAtMs = 0;
  try {
    for await (const prepared of pages) {
      const { page } = prepared;
      const sets = page.records.length === 0 ? page.software : undefined;
      const isContinued =
        gathered !== undefined &&
        sets !== undefined &&
        !page.isRestarted &&
        !sets.some(({ assetId }) => assetIds.has(assetId));
      if (gathered && !isContinued) {
        yield gathered;
        gathered = undefined;
      }
      if (!sets) {
        yield prepared;
        continue;
      }
      if (!gathered) {
        gathered = prepared;
        assetIds = new Set();
        startedAtMs = clock.now().getTime();
      } else {
        gathered = join(gathered, prepared);
      }
      for (const { assetId } of sets) assetIds.add(assetId);
      const isFull = assetIds.size >= maxSets || clock.now().getTime() - startedAtMs >= maxWaitMs;
      if (page.isLast || isFull) {
        yield gathered;
        gathered = undefined;
      }
    }
  } catch (err) {
    // What came before a failure is stored, as it would be page by page.
    if (gathered) yield gathered;
    throw err;
  }
  if (gathered) yield gathered;
}

/** Where to go on from, and how much there is: the later page knows. */
function join(before: PreparedPage, { page, pageCount }: PreparedPage): PreparedPage {
  return {
    ...before,
    pageCount: before.pageCount + pageCount,
    page: {
      ...page,
      software: [...(before.page.software ?? []), ...(page.software ?? [])],
      byteCount: before.page.byteCount + page.byteCount,
      total: page.total ?? before.page.total,
      isRestarted: before.page.isRestarted,
    },
  };
}
