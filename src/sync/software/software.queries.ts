/** Installed software: releases as vendors spell them, products, and one set per asset and integration. */
import type { Queryable, Tx } from '../../db/client.ts';
import { copyRows } from '../../db/copy-rows.ts';
import type { SyncRun } from '../run.ts';
import type { Normalization } from './software-names.ts';
import { type ReleaseSet, toSqlDay } from './software-set.ts';

export async function listNormalizations(db: Queryable): Promise<Normalization[]> {
  const { rows } = await db.query<Normalization>(
    'SELECT incoming_name AS "incomingName", standard_name AS "standardName" FROM software_normalizations',
  );
  return rows;
}

export async function findReleases(db: Queryable, keys: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await db.query<{ key: string; id: number }>(
    'SELECT key::text AS key, id FROM software_releases WHERE key = ANY ($1::uuid[])',
    [keys],
  );
  return new Map(rows.map((row) => [row.key, row.id]));
}

/** Makes the products that are missing; the answer has all of them by lower-cased name. */
export async function ensureProducts(
  tx: Tx,
  products: readonly { name: string; publisher: string }[],
  stamp: { at: Date; by: string; sessionId: number | null },
): Promise<Map<string, number>> {
  const names = products.map(({ name }) => name);
  await tx.query(
    `INSERT INTO software (name, publisher, created_at, created_by, created_by_session, updated_at, updated_by)
     SELECT name, nullif(publisher, ''), $3, $4, $5, $3, $4 FROM unnest($1::text[], $2::text[]) AS given (name, publisher)
     ON CONFLICT (lower(name)) DO NOTHING`,
    [names, products.map(({ publisher }) => publisher), stamp.at, stamp.by, stamp.sessionId],
  );
  const { rows } = await tx.query<{ name: string; id: number }>(
    `SELECT asked.name, s.id FROM unnest($1::text[]) AS asked (name) JOIN software s ON lower(s.name) = lower(asked.name)`,
    [names],
  );
  return new Map(rows.map((row) => [row.name, row.id]));
}

export interface NewRelease {
  key: string;
  name: string;
  version: string;
  publisher: string;
  softwareId: number;
}

export async function insertReleases(tx: Tx, releases: readonly NewRelease[]): Promise<void> {
  await tx.query(
    `INSERT INTO software_releases (key, name, version, publisher, software_id)
     SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::bigint[])
     ON CONFLICT (key) DO NOTHING`,
    [
      releases.map(({ key }) => key),
      releases.map(({ name }) => name),
      releases.map(({ version }) => version),
      releases.map(({ publisher }) => publisher),
      releases.map(({ softwareId }) => softwareId),
    ],
  );
}

export interface StoredSet {
  sourceId: number;
  assetId: number;
  isMissing: boolean;
  /** Null: nothing is known to be installed. */
  setHash: string | null;
}

/**
 * Which of these source ids are assets that this integration has loaded and the vendor still has, or that this session
 * has put off and may load yet.
 */
export async function findLoadedAssets(
  db: Queryable,
  { integrationId, sessionId }: { integrationId: number; sessionId: number },
  nativeIds: readonly string[],
): Promise<Set<string>> {
  const { rows } = await db.query<{ nativeId: string }>(
    `SELECT native_id AS "nativeId" FROM source_records
      WHERE integration_id = $1 AND native_id = ANY($2::text[]) AND missing_since IS NULL
     UNION
     SELECT native_id FROM session_deferred WHERE session_id = $3 AND native_id = ANY($2::text[])`,
    [integrationId, nativeIds, sessionId],
  );
  return new Set(rows.map(({ nativeId }) => nativeId));
}

/** What is known about the assets with these native ids: one probe of two primary keys each. */
export async function findStoredSets(
  db: Queryable,
  integrationId: number,
  nativeIds: readonly string[],
): Promise<Map<string, StoredSet>> {
  const { rows } = await db.query<StoredSet & { nativeId: string }>(
    `SELECT s.native_id AS "nativeId", s.id AS "sourceId", s.record_id AS "assetId", s.is_missing AS "isMissing", i.set_hash AS "setHash"
       FROM unnest($2::text[]) AS asked (native_id)
      CROSS JOIN LATERAL (
       SELECT r.native_id, r.id, r.record_id, r.missing_since IS NOT NULL AS is_missing
         FROM source_records r WHERE r.integration_id = $1 AND r.native_id = asked.native_id OFFSET 0) s
       LEFT JOIN LATERAL (
       SELECT t.set_hash::text AS set_hash FROM software_installs t
        WHERE t.asset_id = s.record_id AND t.integration_id = $1 OFFSET 0) i ON true`,
    [integrationId, nativeIds],
  );
  return new Map(rows.map((row) => [row.nativeId, row]));
}

/** The sets of these assets, as they are stored: asset id → release ids and days (-1 = unknown). */
export async function readSets(
  db: Queryable,
  integrationId: number,
  assetIds: readonly number[],
): Promise<Map<number, { releaseId: number; day: number }[]>> {
  if (assetIds.length === 0) return new Map();
  const { rows } = await db.query<{ assetId: number; ids: number[]; days: number[] }>(
    `SELECT asset_id AS "assetId", release_ids AS ids,
            ARRAY(SELECT coalesce(d - date '1970-01-01', -1) FROM unnest(installed_on) WITH ORDINALITY u (d, at) ORDER BY at) AS days
       FROM software_installs WHERE integration_id = $1 AND asset_id = ANY ($2::bigint[])`,
    [integrationId, assetIds],
  );
  return new Map(
    rows.map((row) => [
      row.assetId,
      row.ids.map((releaseId, index) => ({ releaseId, day: row.days[index] ?? -1 })),
    ]),
  );
}

export interface WrittenSet {
  assetId: number;
  set: ReleaseSet;
  setHash: string;
  /** There is a row to be replaced. */
  isReplaced: boolean;
}

/** Replaces the sets; an empty one leaves no row. */
export async function writeSets(
  tx: Tx,
  { setup, session }: SyncRun,
  sets: readonly WrittenSet[],
): Promise<void> {
  const integrationId = setup.integration.id;
  const replaced = sets.filter(({ isReplaced }) => isReplaced).map(({ assetId }) => assetId);
  if (replaced.length > 0)
    await tx.query(
      'DELETE FROM software_installs WHERE integration_id = $1 AND asset_id = ANY ($2::bigint[])',
      [integrationId, replaced],
    );
  const at = session.at.toISOString();
  let lines = '';
  for (const { assetId, set, setHash } of sets) {
    if (set.ids.length === 0) continue;
    const days = Array.from(set.days, toSqlDay).join(',');
    lines += `${assetId}\t${integrationId}\t{${set.ids.join(',')}}\t{${days}}\t${setHash}\t${at}\t${session.id}\n`;
  }
  await copyRows(
    tx,
    'software_installs',
    ['asset_id', 'integration_id', 'release_ids', 'installed_on', 'set_hash', 'changed_at', 'session_id'],
    lines,
  );
}

/** Release ids as a person reads them: `Name 1.2`. */
export async function nameReleases(db: Queryable, ids: readonly number[]): Promise<Map<number, string>> {
  const { rows } = await db.query<{ id: number; name: string }>(
    `SELECT id, CASE WHEN version = '' THEN name ELSE name || ' ' || version END AS name
       FROM software_releases WHERE id = ANY ($1::integer[])`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row.name]));
}

/** Assets of the integration, live at the vendor, for which software is stored: 10,000 at a time, by asset id. */
export async function* findAssetsWithSoftware(
  db: Queryable,
  integrationId: number,
): AsyncGenerator<{ assetId: number; sourceId: number; nativeId: string }[]> {
  for (let after = 0; ; ) {
    const { rows } = await db.query<{ assetId: number; sourceId: number; nativeId: string }>(
      `SELECT i.asset_id AS "assetId", s.id AS "sourceId", s.native_id AS "nativeId" FROM software_installs i
         JOIN source_records s ON s.record_id = i.asset_id AND s.integration_id = i.integration_id AND s.missing_since IS NULL
        WHERE i.integration_id = $1 AND i.asset_id > $2 ORDER BY i.asset_id LIMIT 10000`,
      [integrationId, after],
    );
    if (rows.length > 0) yield rows;
    const last = rows.at(-1);
    if (!last || rows.length < 10_000) return;
    after = last.assetId;
  }
}

/**
 * Counts anew on how many assets each release and each product is installed. An asset counts once, however many
 * versions of a product it has and however many integrations say so; archived assets do not count.
 */
export async function recountSoftware(tx: Tx): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtext('muster.software-count'))`);
  // Each asset is met once, at the row of its lowest integration, and brings what the others say about it.
  const assets = `
    SELECT i.asset_id FROM software_installs i JOIN assets t ON t.id = i.asset_id AND t.archived_at IS NULL
     WHERE NOT EXISTS (SELECT FROM software_installs lower
                        WHERE lower.asset_id = i.asset_id AND lower.integration_id < i.integration_id)`;
  const releases =
    'SELECT unnest(o.release_ids) AS id FROM software_installs o WHERE o.asset_id = a.asset_id';
  await tx.query(`
    UPDATE software_releases r SET asset_count = coalesce(c.count, 0)
      FROM software_releases own
      LEFT JOIN (SELECT u.id, count(*) AS count FROM (${assets}) a
                  CROSS JOIN LATERAL (SELECT DISTINCT id FROM (${releases}) every) u GROUP BY u.id) c ON c.id = own.id
     WHERE r.id = own.id AND r.asset_count <> coalesce(c.count, 0)`);
  // The product of each release, as an array by release id: a join inside the lateral would be planned as a scan of all
  // releases for every asset.
  const products = `
    SELECT array_agg(coalesce(r.software_id, 0) ORDER BY n) AS ids
      FROM generate_series(1, (SELECT max(id) FROM software_releases)) n LEFT JOIN software_releases r ON r.id = n`;
  await tx.query(`
    WITH product AS MATERIALIZED (${products})
    UPDATE software s SET asset_count = coalesce(c.count, 0)
      FROM software own
      LEFT JOIN (SELECT p.software_id, count(*) AS count FROM (${assets}) a CROSS JOIN product
                  CROSS JOIN LATERAL (SELECT DISTINCT product.ids[id] AS software_id FROM (${releases}) every) p
                 GROUP BY p.software_id) c
        ON c.software_id = own.id
     WHERE s.id = own.id AND s.asset_count <> coalesce(c.count, 0)`);
}
