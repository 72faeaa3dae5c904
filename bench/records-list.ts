/**
 * List pages over a million people: fills a database, makes the list indexes, and times the first page of many
 * sorts, filters and searches at the service (query and count). Usage: node bench/records-list.ts [records]
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeSystemClock } from '../src/clock.ts';
import { makeDb } from '../src/db/client.ts';
import { startEmbeddedPostgres } from '../src/db/embedded/embedded-postgres.ts';
import { migrate } from '../src/db/migrate.ts';
import { makeLogger } from '../src/logger.ts';
import { peopleFields } from '../src/model/objects.ts';
import { exportToFile } from '../src/records/export-to-file.ts';
import { ensureListIndexes } from '../src/records/list-indexes.queries.ts';
import { makeRecordService } from '../src/records/record-service.ts';

const count = Number(process.argv[2] ?? 1_000_000);
const log = makeLogger({ level: 'warn', destination: process.stderr });
const folder = await mkdtemp(join(tmpdir(), 'muster-lists-'));
const postgres = await startEmbeddedPostgres({ dataDir: folder, clock: makeSystemClock(), log });
const db = makeDb({ url: postgres.url, log });
await migrate(db, log);
await db.query(
  `INSERT INTO people (username, email, full_name, first_name, last_name, department, company, is_active, last_login_at, role, created_at, created_by, updated_at, updated_by)
   SELECT 'user' || n, 'person.' || n || '@example.com', f || ' ' || l || ' ' || n, f, l, 'Department ' || (n % 40), CASE WHEN n % 50000 = 0 THEN 'Rare Ltd' ELSE 'Example' END,
          n % 9 <> 0, timestamptz '2026-01-01' + (n * 37 % 300000) * interval '1 minute', 'Employee', now(), 'bench', now(), 'bench'
     FROM (SELECT n, (ARRAY['Ada','Bruno','Chiara','Dilan','Elif','Femi','Greta'])[1 + n % 7] AS f, (ARRAY['Abadi','Berg','Costa','Duarte','Fischer'])[1 + n * 3 % 5] AS l FROM generate_series(1, ${count}) n) made`,
);
await db.query('ANALYZE people');
const startedAt = performance.now();
await ensureListIndexes(db, 'people', peopleFields, log);
console.log(
  `list indexes of ${count.toLocaleString('en')} people: ${((performance.now() - startedAt) / 1_000).toFixed(1)} s`,
);
const records = makeRecordService({
  db,
  clock: makeSystemClock(),
  listFields: async () => peopleFields,
  findDefinition: () => undefined,
  audit: { record: async () => undefined },
});

const cases: [string, Parameters<typeof records.list>[1]][] = [
  ['no filter, by name', { sort: 'fullName' }],
  ['by email, descending', { sort: '-email' }],
  ['by last login', { sort: '-lastLoginAt' }],
  ['by department, then by last login', { sort: ['department', 'lastLoginAt'] }],
  ['search, common word "example"', { q: 'example' }],
  ['search, common word, by last login', { q: 'example', sort: '-lastLoginAt' }],
  ['search, one person', { q: `person.${count - 7}@` }],
  ['search, a first name, by email', { q: 'chiara', sort: 'email' }],
  ['search, two words of one name in 35, by name', { q: 'greta costa', sort: 'fullName' }],
  ['search, nothing found', { q: 'zzqqxx' }],
  ['search, two letters, by email', { q: 'ch', sort: 'email' }],
  ['search, two letters that no word starts with', { q: 'zq' }],
  ['search, two letters, by name, far from its start', { q: 'ch', sort: 'fullName' }],
  ['search, one letter, by name, far from its start', { q: 'e', sort: 'fullName' }],
  ['search, one letter outside ASCII, nothing found', { q: 'ö' }],
  ['filter inactive, by name', { filter: 'isActive:eq:false', sort: 'fullName' }],
  ['filter a department, by last login', { filter: 'department:eq:Department 7', sort: '-lastLoginAt' }],
  ['filter a rare company, by email', { filter: 'company:eq:Rare Ltd', sort: 'email' }],
  ['filter a rare company, by department', { filter: 'company:eq:Rare Ltd', sort: 'department' }],
  ['filter company contains "rare", by name', { filter: 'company:contains:rare', sort: 'fullName' }],
  ['filter all but the common company, by name', { filter: 'company:ne:Example', sort: 'fullName' }],
  ['filter email starts with, by name', { filter: 'email:starts:person.77777', sort: 'fullName' }],
  ['filter email nobody has, by name', { filter: 'email:eq:nobody', sort: 'fullName' }],
  ['filter logged in before, by name', { filter: 'lastLoginAt:lt:2026-01-01T01:00:00Z', sort: 'fullName' }],
  ['filter a field that is empty throughout, by name', { filter: 'location:notEmpty:', sort: 'fullName' }],
  ['filter a long text, nothing found, by name', { filter: 'notes:contains:vip', sort: 'fullName' }],
  ['archived ones, by name', { filter: 'archived:eq:true', sort: 'fullName' }],
  ['filter and search', { filter: 'isActive:eq:true', q: 'greta costa', sort: '-fullName' }],
  [
    'filter two ways and search',
    { filter: ['isActive:eq:false', 'department:eq:Department 7'], q: 'example', sort: 'email' },
  ],
];
console.log('| page | first time, ms | again, ms |\n|---|---|---|');
for (const [name, query] of cases) {
  const times: number[] = [];
  for (let run = 0; run < 4; run += 1) {
    const at = performance.now();
    await records.list('people', { limit: 50, ...query });
    times.push(performance.now() - at);
  }
  console.log(`| ${name} | ${times[0]?.toFixed(0)} | ${Math.min(...times.slice(1)).toFixed(0)} |`);
}
let cursor: string | undefined;
let slowest = 0;
for (let page = 0; page < 40; page += 1) {
  const at = performance.now();
  const answer = await records.list('people', {
    sort: 'fullName',
    limit: 500,
    ...(cursor ? { cursor } : {}),
  });
  slowest = Math.max(slowest, performance.now() - at);
  cursor = answer.nextCursor ?? undefined;
}
console.log(`slowest of 40 pages of 500: ${slowest.toFixed(0)} ms`);
const exportedAt = performance.now();
let largestRss = 0;
const sampler = setInterval(() => {
  largestRss = Math.max(largestRss, process.memoryUsage.rss());
}, 50);
const { rowCount } = await exportToFile({
  records,
  object: 'people',
  format: 'csv',
  query: { sort: 'lastLoginAt' },
  file: join(folder, 'people.csv'),
});
clearInterval(sampler);
console.log(
  `CSV of all ${rowCount.toLocaleString('en')}: ${((performance.now() - exportedAt) / 1_000).toFixed(1)} s, at most ${(largestRss / 2 ** 20).toFixed(0)} MB of memory`,
);
await db.close();
await postgres.stop();
await rm(folder, { recursive: true, force: true });
