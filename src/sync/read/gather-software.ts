import { joinDoubts } from '../../connector-kit/index.ts';
import type { Clock } from '../../model/clock.ts';
import { nativeIdOf } from '../software/resolve-software.ts';
import type { PreparedPage } from './prepare-pages.ts';

/** Sets of installed software in one batch. */
const maxSets = 500;
/** Entries of them that are not resolved yet, and as large as they were read. */
const maxOpenEntries = 20_000;
/** From a slow vendor a page waits for the next one at most, so that little is lost with the process. */
const maxWaitMs = 1_000;

/**
 * Puts pages that hold nothing but installed software together, so that a fleet of small pages does not cost a
 * transaction each. An asset stands in a gathered page once: what comes of it again begins the next one.
 */
export async function* gatherSoftware(
  pages: AsyncGenerator<PreparedPage>,
  clock: Pick<Clock, 'monotonicMs'>,
): AsyncGenerator<PreparedPage> {
  let gathered: PreparedPage | undefined;
  let assetIds = new Set<string>();
  let openEntries = 0;
  let startedAtMs = 0;
  try {
    for await (const prepared of pages) {
      const { page } = prepared;
      const sets = page.records.length === 0 ? prepared.software : undefined;
      const isContinued =
        gathered !== undefined &&
        sets !== undefined &&
        !page.isRestarted &&
        !sets.some((set) => assetIds.has(nativeIdOf(set)));
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
        openEntries = 0;
        startedAtMs = clock.monotonicMs();
      } else {
        gathered = join(gathered, prepared);
      }
      for (const set of sets) {
        assetIds.add(nativeIdOf(set));
        if ('titles' in set) openEntries += set.titles.length;
      }
      const isFull =
        assetIds.size >= maxSets ||
        openEntries >= maxOpenEntries ||
        clock.monotonicMs() - startedAtMs >= maxWaitMs;
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
function join(before: PreparedPage, { page, pageCount, software }: PreparedPage): PreparedPage {
  return {
    ...before,
    pageCount: before.pageCount + pageCount,
    software: [...(before.software ?? []), ...(software ?? [])],
    page: {
      ...page,
      byteCount: before.page.byteCount + page.byteCount,
      total: page.total ?? before.page.total,
      isRestarted: before.page.isRestarted,
      doubts: joinDoubts(before.page.doubts, page.doubts),
      notes: [...(before.page.notes ?? []), ...(page.notes ?? [])],
    },
  };
}
