/**
 * The lists around a large fleet: assets, what is installed on one, who has a product. Fills a database with a million
 * assets of 15 installs each, and times the first page at the services (query and count).
 * Usage: node bench/asset-lists.ts [assets]
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeSystemClock } from '../src/clock.ts';
import { makeDb } from '../src/db/client.ts';
import { startEmbeddedPostgres } from '../src/db/embedded/embedded-postgres.ts';
import { migrate } from '../src/db/migrate.ts';
import { makeLogger } from '../src/logger.ts';
import { assetFields, peopleFields, softwareFields } from '../src/model/objects.ts';
import { ensureListIndexes } from '../src/records/list-indexes.queries.ts';
import { makeOnDemandIndexes } from '../src/records/on-demand-indexes.ts';
import { makeRecordService } from '../src/records/record-service.ts';
import { makeSoftwareService } from '../src/software/software-service.ts';

const count = Number(process.argv[2] ?? 1_000_000);
const products = 20_000;
const installsEach = 15;
const log = makeLogger({ level: 'warn', destination: process.stderr });
const folder = await mkdtemp(join(tmpdir(), 'muster-asset-lists-'));
const postgres = await startEmbeddedPostgres({ dataDir: folder, clock: makeSystemClock(), log });
const db = makeDb({ url: postgres.url, log });
await migrate(db, log);
await db.query(`INSERT INTO people (username, email, full_name, role, created_at, created_by, updated_at, updated_by)
  SELECT 'user' || n, 'user' || n || '@example.com', 'User ' || n, 'Employee', now(), 'bench', now(), 'bench' FROM generate_series(1, 100000) n`);
await db.query(`INSERT INTO assets (serial_number, external_id, device_name, asset_type, status, manufacturer, model, operating_system, cpu, assigned_to, location, last_seen_at, created_at, created_by, updated_at, updated_by)
  SELECT 'SN' || lpad(n::text, 8, '0'), 'device-' || n, 'PC-' || lpad(n::text, 7, '0'), (ARRAY['Laptop','Desktop','Server','Virtual machine'])[1 + n % 4],
         CASE WHEN n % 7 = 0 THEN 'Offline' ELSE 'Online' END, (ARRAY['Dell Inc.','LENOVO','HP','Apple Inc.'])[1 + n * 3 % 4], 'Model ' || n % 300,
         CASE WHEN n % 40000 = 0 THEN 'Haiku' ELSE 'Windows 11 Pro' END, 'Processor ' || n * 37 % 301, CASE WHEN n % 3 = 0 THEN NULL ELSE 1 + n % 100000 END, 'Site ' || n % 50,
         timestamptz '2026-01-01' + (n * 37 % 300000) * interval '1 minute', now(), 'bench', now(), 'bench' FROM generate_series(1, ${count}) n`);
await db.query(`INSERT INTO software (id, name, publisher, created_at, created_by, updated_at, updated_by)
  SELECT n, 'Product ' || n, 'Publisher ' || n % 400, now(), 'bench', now(), 'bench' FROM generate_series(1, ${products}) n`);
await db.query(`INSERT INTO software_releases (id, key, name, version, publisher, software_id)
  SELECT n, gen_random_uuid(), 'Product ' || 1 + (n - 1) / 3, (n % 3) || '.0', 'Publisher ' || (n / 3) % 400, 1 + (n - 1) / 3 FROM generate_series(1, ${products * 3}) n`);
// Ten of the first products are everywhere, the rest is spread thin.
await db.query(`INSERT INTO software_installs (asset_id, integration_id, release_ids, installed_on, set_hash, changed_at, session_id)
  SELECT n, 1, (SELECT array_agg(r ORDER BY r) FROM (SELECT DISTINCT CASE WHEN k <= 10 THEN (k - 1) * 3 + 1 + n % 3 ELSE 40 + (n * 31 + k * 7919) % (${products * 3} - 40) END AS r FROM generate_series(1, ${installsEach}) k) d),
         array_fill(NULL::date, ARRAY[${installsEach}]), gen_random_uuid(), now(), 1 FROM generate_series(1, ${count}) n`);
await db.query(
  `UPDATE software_releases r SET asset_count = c.count FROM (SELECT u.id, count(*) FROM software_installs, unnest(release_ids) u(id) GROUP BY 1) c WHERE c.id = r.id`,
);
await db.query(
  `UPDATE software s SET asset_count = c.count FROM (SELECT software_id, sum(asset_count) AS count FROM software_releases GROUP BY 1) c WHERE c.software_id = s.id`,
);
await db.query('VACUUM (ANALYZE) software_installs');
await db.query('ANALYZE');
const fieldsOf = { people: peopleFields, assets: assetFields, software: softwareFields };
for (const object of ['people', 'assets', 'software'] as const) {
  const startedAt = performance.now();
  await ensureListIndexes(db, object, fieldsOf[object], log);
  console.log(`list indexes of ${object}: ${((performance.now() - startedAt) / 1_000).toFixed(1)} s`);
}
const clock = makeSystemClock();
const records = makeRecordService({
  db,
  clock,
  listFields: async (object) => fieldsOf[object as keyof typeof fieldsOf],
  findDefinition: () => undefined,
  audit: { record: async () => undefined },
  // The index is made below, between two measurements.
  onDemandIndexes: makeOnDemandIndexes({ db, clock, log, maintainIndexes: async () => undefined }),
});
const software = makeSoftwareService({
  db,
  listAssets: (query, within) => records.list('assets', query, within),
});

const cases: [string, () => Promise<unknown>][] = [
  ['assets by name', () => records.list('assets', { sort: 'deviceName' })],
  ['assets by last seen, latest first', () => records.list('assets', { sort: '-lastSeenAt' })],
  ['assets, search a serial number', () => records.list('assets', { q: 'SN00777777' })],
  ['assets, search part of a name', () => records.list('assets', { q: 'pc-00777', sort: 'deviceName' })],
  [
    'assets of one type, offline, by name',
    () =>
      records.list('assets', { filter: ['assetType:eq:Server', 'status:eq:Offline'], sort: 'deviceName' }),
  ],
  [
    'assets with a rare system, by name',
    () => records.list('assets', { filter: 'operatingSystem:eq:Haiku', sort: 'deviceName' }),
  ],
  ['assets of a person', () => records.list('assets', { filter: 'assignedTo:eq:4711', sort: 'deviceName' })],
  ['assets by processor, before it has an index', () => records.list('assets', { sort: 'cpu' })],
  ['an asset page', () => records.get('assets', Math.floor(count / 2))],
  ['the software of an asset', () => software.listInstalled(Math.floor(count / 2), { sort: 'softwareName' })],
  [
    'the software of an asset, search',
    () => software.listInstalled(Math.floor(count / 2), { q: 'product 1' }),
  ],
  ['products by number of assets', () => records.list('software', { sort: '-assetCount' })],
  ['products, search', () => records.list('software', { q: 'product 777' })],
  ['the versions of a product', () => software.listVersions(3, {})],
  [
    'the assets of a product that is everywhere, by name',
    () => software.listAssets(3, { sort: 'deviceName' }),
  ],
  ['the assets of a product that is everywhere, search', () => software.listAssets(3, { q: 'pc-0077777' })],
  ['the assets of a product few have, by name', () => software.listAssets(9_000, { sort: 'deviceName' })],
];
async function time([name, ask]: (typeof cases)[number]): Promise<void> {
  const times: number[] = [];
  for (let run = 0; run < 4; run += 1) {
    const at = performance.now();
    await ask();
    times.push(performance.now() - at);
  }
  console.log(`| ${name} | ${times[0]?.toFixed(0)} | ${Math.min(...times.slice(1)).toFixed(0)} |`);
}
console.log('| page | first time, ms | again, ms |\n|---|---|---|');
for (const found of cases) await time(found);
const askedAt = performance.now();
const { madeCount } = await ensureListIndexes(db, 'assets', assetFields, log, { now: clock.now() });
const madeInSeconds = ((performance.now() - askedAt) / 1_000).toFixed(1);
await time(['assets by processor, with its index on demand', () => records.list('assets', { sort: 'cpu' })]);
console.log(`indexes on demand: ${madeCount}, made in ${madeInSeconds} s`);
await db.close();
await postgres.stop();
await rm(folder, { recursive: true, force: true });
