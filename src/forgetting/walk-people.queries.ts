import type { Db } from '../db/client.ts';
import type { Field } from '../model/objects.ts';
import type { SourceRef } from './delete-records.queries.ts';

export interface WalkedPerson {
  id: number;
  keys: { field: string; value: string }[];
  sources: SourceRef[];
}

const pageSize = 2_000;

/** All people with their unique values and the ids their sources give them. */
export async function* walkPeople(db: Db, uniques: readonly Field[]): AsyncGenerator<WalkedPerson> {
  const pairs = uniques.map(({ name, column }) => `'${name}', t.${column}::text`).join(', ');
  for (let after = 0; ; ) {
    const { rows } = await db.query<{
      id: number;
      values: Record<string, string | null>;
      sources: SourceRef[];
    }>(
      `SELECT t.id, jsonb_build_object(${pairs}) AS values,
              coalesce((SELECT json_agg(json_build_object('integrationId', s.integration_id, 'nativeId', s.native_id))
                          FROM source_records s JOIN integrations i ON i.id = s.integration_id AND i.object = 'people'
                         WHERE s.record_id = t.id), '[]') AS sources
         FROM people t WHERE t.id > $1 ORDER BY t.id LIMIT ${pageSize}`,
      [after],
    );
    for (const { id, values, sources } of rows)
      yield {
        id,
        sources,
        keys: Object.entries(values).flatMap(([field, value]) => (value === null ? [] : [{ field, value }])),
      };
    const last = rows.at(-1);
    if (!last || rows.length < pageSize) return;
    after = last.id;
  }
}
