/** What the vendor calls a record whose id is kept as a beginning and a hash: it stands in the record as it was last read. */
import type { Db, Queryable } from '../../db/client.ts';
import { toIdText } from '../../model/id-text.ts';
import { parseJson } from '../../model/json.ts';
import { compileTemplate } from '../../templates/compile-template.ts';
import type { SourceItem } from '../batch-run.ts';
import type { RunSetup } from '../run.ts';

/** Ids as the vendor writes them, by the ids that are kept; without those whose record no longer says so. */
export async function findVendorIds(
  db: Queryable,
  { integrationId, nativeIdPath }: { integrationId: number; nativeIdPath: string },
  nativeIds: readonly string[],
): Promise<Map<string, string>> {
  const stored = await readIds(db, { integrationId, nativeIdPath }, nativeIds);
  const kept = [...stored].filter(([nativeId, vendorId]) => toIdText(vendorId) === nativeId);
  return new Map(kept.map(([nativeId, vendorId]) => [nativeId, String(vendorId)]));
}

/**
 * Source records that were stored when ids were cut off get the id of the record they hold. Two records that begin alike
 * shared one such row; it stays with the one whose record it is.
 */
export async function renameCutIds(
  db: Db,
  { integration, stream }: Pick<RunSetup, 'integration' | 'stream'>,
  items: readonly SourceItem[],
): Promise<void> {
  const changed = items.filter(({ formerNativeId }) => formerNativeId !== undefined);
  if (changed.length === 0) return;
  const of = { integrationId: integration.id, nativeIdPath: stream.nativeIdPath };
  const formerIds = [...new Set(changed.map(({ formerNativeId }) => formerNativeId as string))];
  const stored = await readIds(db, of, formerIds);
  const renamed = changed.filter(
    ({ nativeId, formerNativeId }) => toIdText(stored.get(formerNativeId as string)) === nativeId,
  );
  if (renamed.length === 0) return;
  await db.query(
    `UPDATE source_records s SET native_id = u.new_id
       FROM (SELECT DISTINCT * FROM unnest($2::text[], $3::text[]) AS given (old_id, new_id)) u
      WHERE s.integration_id = $1 AND s.native_id = u.old_id
        AND NOT EXISTS (SELECT FROM source_records o WHERE o.integration_id = $1 AND o.native_id = u.new_id)`,
    [integration.id, renamed.map((item) => item.formerNativeId), renamed.map((item) => item.nativeId)],
  );
}

async function readIds(
  db: Queryable,
  { integrationId, nativeIdPath }: { integrationId: number; nativeIdPath: string },
  nativeIds: readonly string[],
): Promise<Map<string, unknown>> {
  const { rows } = await db.query<{ nativeId: string; payload: string }>(
    'SELECT native_id AS "nativeId", payload::text AS payload FROM source_records WHERE integration_id = $1 AND native_id = ANY ($2::text[])',
    [integrationId, nativeIds],
  );
  const idOf = compileTemplate(nativeIdPath);
  return new Map(
    rows.map(({ nativeId, payload }) => [
      nativeId,
      idOf.evaluate(parseJson(payload) as Record<string, unknown>),
    ]),
  );
}
