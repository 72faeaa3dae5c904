import type { SourceItem } from '../batch-run.ts';
import type { SyncRun } from '../run.ts';
import { makeTurns } from '../session/take-turns.ts';
import { type InstalledSet, resolveKnown } from '../software/resolve-software.ts';
import type { ItemMaker } from './prepare-items.ts';
import type { SourcePage } from './source-reader.ts';

export interface PreparedPage {
  page: Omit<SourcePage, 'software'>;
  /** Installed software of assets, whole sets. */
  software?: InstalledSet[];
  /** Pages of the vendor in it. */
  pageCount: number;
  /** Undefined for a page larger than a batch: preparing it whole would hold its text in memory twice. */
  items: SourceItem[] | undefined;
}

/**
 * Prepares pages while the consumer waits for the database: behind `readAhead` this is where one core works for the
 * next batch while the other writes the present one.
 */
export async function* preparePages(
  pages: AsyncGenerator<SourcePage>,
  run: SyncRun,
  options: { maker: ItemMaker; batchSize: number },
): AsyncGenerator<PreparedPage> {
  const { maker, batchSize } = options;
  const { hint, releases } = run.memory;
  const { compiled } = run.setup;
  const context = { syncTime: run.session.at };
  const turns = makeTurns();
  for await (const { software: sets, ...page } of pages) {
    const software = sets ? { software: resolveKnown(releases, sets) } : {};
    if (page.records.length > batchSize) {
      yield { page, ...software, pageCount: 1, items: undefined };
      continue;
    }
    const items = page.records.map((record) => maker.make(record));
    if (hint.mapsAhead)
      for (const item of items) {
        if (!item.problem) item.mapped = compiled.map(item.raw, context);
        if (turns.isOver()) await turns.next();
      }
    yield { page, ...software, pageCount: 1, items };
  }
}
