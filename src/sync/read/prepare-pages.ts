import type { RunPlan, SourceItem } from '../run.ts';
import { type InstalledSet, type ReleaseMemory, resolveKnown } from '../software/resolve-software.ts';
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

/** Whether records are mapped before it is known that they must be decided; worth it while most of them are new. */
export interface AheadHint {
  mapsAhead: boolean;
}

/**
 * Prepares pages while the consumer waits for the database: behind `readAhead` this is where one core works for the
 * next batch while the other writes the present one.
 */
export async function* preparePages(
  pages: AsyncGenerator<SourcePage>,
  options: {
    maker: ItemMaker;
    run: RunPlan;
    batchSize: number;
    syncTime: Date;
    hint: AheadHint;
    releases: ReleaseMemory;
  },
): AsyncGenerator<PreparedPage> {
  const { maker, run, batchSize, syncTime, hint, releases } = options;
  for await (const { software: sets, ...page } of pages) {
    const software = sets ? { software: resolveKnown(releases, sets) } : {};
    if (page.records.length > batchSize) {
      yield { page, ...software, pageCount: 1, items: undefined };
      continue;
    }
    const items = page.records.map((record) => maker.make(record));
    if (hint.mapsAhead) for (const item of items) item.mapped = run.compiled.map(item.raw, { syncTime });
    yield { page, ...software, pageCount: 1, items };
  }
}
