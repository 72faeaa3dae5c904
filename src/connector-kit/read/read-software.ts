import { toIdText } from '../../model/id-text.ts';
import { withoutPaths } from '../../model/without-paths.ts';
import { compileTemplate } from '../../templates/compile-template.ts';
import type { AssetSoftware, StreamDefinition } from '../definition/definition.ts';
import { joinDoubts } from './list-watch.ts';
import { bareStream, makeIdReader, readQuery } from './read-list.ts';
import { describeRefused, RefusedRecord } from './refused-record.ts';
import { groupByAsset, makeEntryReader } from './software-sets.ts';
import type { AssetSoftwareSet, ReadStreamOptions, StreamPage } from './stream-types.ts';

/**
 * Takes the software out of a page's records, where a stream keeps it inside them: it is stored as installs, not as
 * part of the asset. A record without such a list says nothing about its software; an empty list, or null, says there
 * is none.
 */
export function takeSoftware(stream: StreamDefinition): (page: StreamPage) => StreamPage {
  const { software } = stream;
  if (software?.from !== 'record') return (page) => page;
  const list = compileTemplate(software.path);
  const steps = software.path.split('.');
  const idOf = makeIdReader(stream);
  const read = makeEntryReader(software, stream.noValues);
  return (page) => {
    const sets: AssetSoftwareSet[] = [];
    const records = page.records.map((record) => {
      const found = findList(record);
      if (!found) return record;
      const assetId = toIdText(idOf(record));
      if (assetId !== undefined) {
        const set: AssetSoftwareSet = { assetId, titles: [], days: [] };
        for (const entry of found) read(entry, set);
        sets.push(set);
      }
      return withoutPaths(record, [steps]);
    });
    return { ...page, records, software: sets };
  };

  function findList(record: unknown): unknown[] | undefined {
    if (typeof record !== 'object' || record === null || record instanceof RefusedRecord) return undefined;
    const found = list.evaluate(record);
    if (Array.isArray(found)) return found;
    if (found === undefined) return software?.listShape?.absentIsEmpty ? [] : undefined;
    if (found === null) return [];
    return software?.listShape?.singleIsList && typeof found === 'object' ? [found] : undefined;
  }
}

/**
 * Reads the query that lists the software of all assets. The set of the asset a page ends in is held back until the
 * next page shows where it ends, and kept in the cursor meanwhile. With a limit only the first page is read.
 */
export async function* readSoftwareQuery(
  options: ReadStreamOptions,
  software: Extract<AssetSoftware, { from: 'query' }>,
): AsyncGenerator<StreamPage> {
  const stream: StreamDefinition = {
    ...bareStream(options.stream),
    name: `${options.stream.name}: software`,
    request: software.request,
    recordsPath: software.recordsPath,
    ...(software.listShape ? { listShape: software.listShape } : {}),
    nativeIdPath: software.assetIdPath,
    mayRepeat: true,
    ...(software.paginator ? { paginator: software.paginator } : {}),
  };
  const read = makeEntryReader(software, options.stream.noValues);
  const paginator = stream.paginator ?? options.definition.client.paginator;
  // A query that starts again when resumed has no use for the half-read set.
  const isResumable = !(paginator.kind === 'cursor' && paginator.canRepeat);
  const { cursor, carry: stored } = options.startAt?.software ?? {};
  let carry = stored;
  const isWhole = options.limit === undefined;
  for await (const page of readQuery({ ...options, stream, limit: undefined }, {}, cursor, isWhole)) {
    if (page.isRestarted) carry = undefined;
    const entries = page.records.filter((entry) => !(entry instanceof RefusedRecord));
    const refusedCount = page.records.length - entries.length;
    const sets = joinCarry(carry, groupByAsset(entries, software.assetIdPath, read));
    carry = page.isLast ? undefined : sets.pop();
    // Not held while the next page is parsed; see readQuery.
    page.records.length = 0;
    const { doubts: listed, ...rest } = page;
    const doubts = joinDoubts(
      listed?.records && { software: listed.records },
      refusedCount > 0 ? { software: { gap: describeRefused(stream.name, refusedCount) } } : undefined,
    );
    yield {
      ...rest,
      ...(doubts ? { doubts } : {}),
      records: [],
      software: sets,
      total: undefined,
      cursor: page.isLast
        ? { state: null }
        : { state: null, software: { cursor: page.cursor, ...(carry && isResumable ? { carry } : {}) } },
    };
    if (!isWhole) return;
  }
}

function joinCarry(carry: AssetSoftwareSet | undefined, sets: AssetSoftwareSet[]): AssetSoftwareSet[] {
  if (!carry) return sets;
  const [first, ...others] = sets;
  if (first?.assetId !== carry.assetId) return [carry, ...sets];
  const { assetId } = carry;
  const titles = [...carry.titles, ...first.titles];
  return [{ assetId, titles, days: [...carry.days, ...first.days] }, ...others];
}
