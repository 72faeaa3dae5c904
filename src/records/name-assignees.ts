import type { Queryable } from '../db/client.ts';
import { fieldTypes } from '../model/field-types/field-types.ts';
import type { Field } from '../model/objects.ts';
import { recordNameSql } from '../model/record-name.ts';
import type { HistoryEntry } from './record-history.queries.ts';

/** Puts names for the ids in changes of fields that hold a person; somebody who is gone stays an id. */
export async function nameAssignees(
  db: Queryable,
  fields: readonly Field[],
  entries: HistoryEntry[],
): Promise<HistoryEntry[]> {
  const names = fields.filter(({ type }) => fieldTypes[type].refersTo === 'people').map(({ name }) => name);
  const ids = entries.flatMap(({ changes }) =>
    names.flatMap((name) => (changes[name] ?? []).filter((value) => typeof value === 'number')),
  );
  if (ids.length === 0) return entries;
  const { rows } = await db.query<{ id: number; name: string | null }>(
    `SELECT t.id, ${recordNameSql('people')} AS name FROM people t WHERE t.id = ANY ($1::bigint[])`,
    [ids],
  );
  const known = new Map(rows.map((row) => [row.id, row.name]));
  const nameOf = (value: unknown) =>
    typeof value === 'number' ? (known.get(value) ?? `person ${value}`) : value;
  return entries.map((entry) => {
    const changes = { ...entry.changes };
    for (const name of names) {
      const change = changes[name];
      if (change) changes[name] = [nameOf(change[0]), nameOf(change[1])];
    }
    return { ...entry, changes };
  });
}
