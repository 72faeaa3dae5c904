/** Where devices name a person in a text: who works at it, in the device, its history and what its source sent. */
import type { Queryable, Tx } from '../db/client.ts';
import { makeChangeWriter } from '../records/record-changes.queries.ts';
import type { ErasureCounts } from './erasures.queries.ts';
import type { PersonTraces } from './traces.queries.ts';

/** A text field of devices, and by which of the person's patterns a value of it is the person. */
export interface NamingField {
  field: string;
  column: string;
  patterns: readonly string[];
}

/** Stands in the history where the person's name was. */
const erasedValue = '[erased]';

/** Empties these fields where they name the person; what their sources sent of those devices goes, too. */
export async function emptyNamingFields(
  tx: Tx,
  fields: readonly NamingField[],
  by: { at: Date; actor: string; userId: number | null },
): Promise<ErasureCounts> {
  const { at, actor, userId } = by;
  const deviceIds = new Set<number>();
  const history = makeChangeWriter({ object: 'assets', at, actor, ...(userId === null ? {} : { userId }) });
  for (const { field, column, patterns } of fields) {
    if (patterns.length === 0) continue;
    const { rows } = await tx.query<{ id: number }>(
      `UPDATE assets SET ${column} = NULL, version = version + 1, updated_at = $2, updated_by = $3
        WHERE lower(${column}) ~ ANY ($1::text[]) RETURNING id`,
      [patterns, at, actor],
    );
    for (const { id } of rows) {
      deviceIds.add(id);
      history.add(id, 'updated', { [field]: [erasedValue, null] });
    }
  }
  await history.store(tx);
  // The hash stays where there is one: a device its source has not changed is not read into the field again.
  const { rowCount } = await tx.query(
    `UPDATE source_records s SET payload = 'null' FROM integrations i
      WHERE i.id = s.integration_id AND i.object = 'assets' AND s.record_id = ANY ($1::bigint[]) AND s.payload::text <> 'null'`,
    [[...deviceIds]],
  );
  return { deviceTexts: deviceIds.size, devicePayloads: rowCount ?? 0 };
}

/** Where looking through the history ends. */
export async function findLastChangeId(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ id: number | null }>('SELECT max(id) AS id FROM record_changes');
  return rows[0]?.id ?? 0;
}

/** Takes the person out of what these fields of devices once held. */
export async function cleanDeviceHistory(
  tx: Queryable,
  fields: readonly NamingField[],
  range: { afterId: number; upToId: number },
): Promise<number> {
  let cleanedCount = 0;
  for (const { field, patterns } of fields) {
    if (patterns.length === 0) continue;
    const { rowCount } = await tx.query(
      `UPDATE record_changes SET changes = jsonb_set(changes, ARRAY[$1], (
          SELECT jsonb_agg(CASE WHEN lower(value::text) ~ ANY ($2::text[]) THEN to_jsonb($5::text) ELSE value END ORDER BY n)
            FROM jsonb_array_elements(changes -> $1) WITH ORDINALITY AS parts (value, n)))
        WHERE id > $3 AND id <= $4 AND object = 'assets' AND jsonb_typeof(changes -> $1) = 'array'
          AND lower((changes -> $1)::text) ~ ANY ($2::text[])`,
      [field, patterns, range.afterId, range.upToId, erasedValue],
    );
    cleanedCount += rowCount ?? 0;
  }
  return cleanedCount;
}

/** Source records of devices that name the person anywhere lose their payload, until their source changes them. */
export async function forgetDevicePayloads(db: Queryable, traces: PersonTraces): Promise<number> {
  if (traces.plainPatterns.length === 0) return 0;
  const { rowCount } = await db.query(
    `UPDATE source_records s SET payload = 'null' FROM integrations i
      WHERE i.id = s.integration_id AND i.object = 'assets' AND lower(s.payload::text) ~ ANY ($1::text[])`,
    [traces.plainPatterns],
  );
  return rowCount ?? 0;
}
