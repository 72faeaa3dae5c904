import { toIdText } from '../../model/id-text.ts';
import { compileTemplate } from '../../templates/compile-template.ts';
import type { StreamDefinition, StreamLookup } from '../definition/definition.ts';
import { readWholeList } from './read-list.ts';
import { RefusedRecord } from './refused-record.ts';
import { pickPaths } from './split-records.ts';
import type { ReadStreamOptions } from './stream-types.ts';

/** All of a look-up's records are held in memory. */
const maxLookupRecords = 1_000_000;

/** What is known of a look-up list. */
interface Lookup {
  byKey: Map<string, object>;
  /** It changed whenever it was read: who is not in it may be there all the same. */
  gap: string | undefined;
}

export interface Joined {
  records: unknown[];
  notes?: string[];
}

/**
 * Reads the lists whose records are joined to a stream's (an organisation's name for its id) and returns the join.
 * Only the kept values are held. A record whose id is null, or not in the list, has null under the lookup's name:
 * there is none, or none that is known. A record without the id, and any record of an empty list, has nothing there:
 * a list that holds nobody at all is no proof that an id it should hold is wrong, as little as one that changed while
 * it was read.
 */
export async function readLookups(
  options: ReadStreamOptions,
): Promise<(records: readonly unknown[]) => Joined> {
  const { lookups = [] } = options.stream;
  if (lookups.length === 0) return (records) => ({ records: [...records] });
  const joins: (Lookup & { as: string; from: ReturnType<typeof compileTemplate> })[] = [];
  for (const lookup of lookups) {
    const found = await readLookup(options, lookup);
    joins.push({ ...found, as: lookup.as, from: compileTemplate(lookup.from) });
  }
  // Said once, with the first page.
  let notes = joins.flatMap(({ gap }) =>
    gap === undefined ? [] : [`${gap} Who is not in it keeps what was known.`],
  );
  return (records) => {
    const said = notes;
    notes = [];
    return { records: records.map(joinAll), ...(said.length > 0 ? { notes: said } : {}) };
  };

  function joinAll(record: unknown): unknown {
    if (typeof record !== 'object' || record === null || record instanceof RefusedRecord) return record;
    const joined: Record<string, unknown> = { ...record };
    for (const { as, from, byKey, gap } of joins) {
      const id = from.evaluate(record);
      if (id === undefined) continue;
      const match = byKey.get(toIdText(id) ?? '');
      const isNone = id === null || id === '';
      if (match) joined[as] = match;
      else if (!Object.hasOwn(record, as) && (isNone || (byKey.size > 0 && gap === undefined)))
        joined[as] = null;
    }
    return joined;
  }
}

async function readLookup(options: ReadStreamOptions, lookup: StreamLookup): Promise<Lookup> {
  const stream: StreamDefinition = {
    id: `${options.stream.id}-${lookup.as}`,
    name: `${options.stream.name}: ${lookup.as}`,
    description: options.stream.description,
    object: options.stream.object,
    request: lookup.request,
    recordsPath: lookup.recordsPath,
    ...(lookup.listShape ? { listShape: lookup.listShape } : {}),
    nativeIdPath: lookup.keyPath,
    ...(lookup.paginator ? { paginator: lookup.paginator } : {}),
    noValues: [],
    fields: [],
    completeness: { kind: 'end_of_paging' },
    suggestedMapping: [],
  };
  const key = compileTemplate(lookup.keyPath);
  // A known owner without an address is not the former owner.
  const pick = pickPaths(lookup.keep, { missing: null });
  const byKey = new Map<string, object>();
  const take = (records: readonly unknown[]) => {
    for (const record of records) {
      if (typeof record !== 'object' || record === null) continue;
      const id = toIdText(key.evaluate(record));
      if (id !== undefined) byKey.set(id, pick(record));
    }
  };
  // Who is in one of the readings is there; who slipped through one of them is found by the other.
  const into = { take, maxRecords: maxLookupRecords };
  const first = await readWholeList({ ...options, stream }, into);
  if (first.gap === undefined && !first.mayMiss) return { byKey, gap: undefined };
  const second = await readWholeList({ ...options, stream }, into);
  return { byKey, gap: second.gap };
}
