import { toIdText } from '../../model/id-text.ts';
import { compileTemplate } from '../../templates/compile-template.ts';
import type { StreamDefinition, StreamLookup } from '../definition/definition.ts';
import { readQuery } from './read-list.ts';
import { pickPaths } from './split-records.ts';
import type { ReadStreamOptions } from './stream-types.ts';

/**
 * Reads the lists whose records are joined to a stream's (an organisation's name for its id) and returns the join.
 * Only the kept values are held. A record whose id is null, or not in the list, has null under the lookup's name:
 * there is none, or none that is known. A record without the id, and any record of an empty list, has nothing there:
 * a list that holds nobody at all is no proof that an id it should hold is wrong.
 */
export async function readLookups(
  options: ReadStreamOptions,
): Promise<(records: readonly unknown[]) => unknown[]> {
  const { lookups = [] } = options.stream;
  if (lookups.length === 0) return (records) => [...records];
  const joins: { as: string; from: ReturnType<typeof compileTemplate>; byKey: Map<string, object> }[] = [];
  for (const lookup of lookups) {
    const byKey = await readLookup(options, lookup);
    joins.push({ as: lookup.as, from: compileTemplate(lookup.from), byKey });
  }
  return (records) =>
    records.map((record) => {
      if (typeof record !== 'object' || record === null) return record;
      const joined: Record<string, unknown> = { ...record };
      for (const { as, from, byKey } of joins) {
        const id = from.evaluate(record);
        if (id === undefined) continue;
        const match = byKey.get(toIdText(id) ?? '');
        if (match) joined[as] = match;
        else if (!Object.hasOwn(record, as) && (byKey.size > 0 || id === null || id === ''))
          joined[as] = null;
      }
      return joined;
    });
}

async function readLookup(options: ReadStreamOptions, lookup: StreamLookup): Promise<Map<string, object>> {
  const stream: StreamDefinition = {
    id: `${options.stream.id}-${lookup.as}`,
    name: `${options.stream.name}: ${lookup.as}`,
    description: options.stream.description,
    object: options.stream.object,
    request: lookup.request,
    recordsPath: lookup.recordsPath,
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
  const pages = readQuery({ ...options, stream, limit: undefined, startAt: undefined }, {}, undefined);
  for await (const page of pages) {
    for (const record of page.records) {
      if (typeof record !== 'object' || record === null) continue;
      const id = toIdText(key.evaluate(record));
      if (id !== undefined) byKey.set(id, pick(record));
    }
  }
  return byKey;
}
