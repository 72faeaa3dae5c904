import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeMemoryLog } from '../../test/helpers/silent-log.ts';
import { makeTestDb, type TestDb } from '../../test/helpers/with-db.ts';
import type { Db } from '../db/client.ts';
import type { RawListQuery } from '../model/list-query.ts';
import { assetFields } from '../model/objects.ts';
import { onDemandIndexLimit } from './index-requests.queries.ts';
import { ensureListIndexes, listIndexThreshold } from './list-indexes.queries.ts';
import { makeOnDemandIndexes } from './on-demand-indexes.ts';
import { makeRecordService } from './record-service.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const log = makeMemoryLog();
let world: TestDb;
let now: Date;
/** Objects whose indexes were asked for. */
let asked: string[];

const later = (ms: number) => {
  now = new Date(now.getTime() + ms);
};

function makeRecords(options: { db?: Db; threshold?: number; maintainIndexes?: () => Promise<void> } = {}) {
  const db = options.db ?? world.db;
  const clock = { now: () => now, monotonicMs: () => now.getTime(), sleep: async () => undefined };
  return makeRecordService({
    db,
    clock,
    listFields: async () => assetFields,
    findDefinition: () => undefined,
    audit: { record: async () => undefined },
    onDemandIndexes: makeOnDemandIndexes({
      db,
      clock,
      log,
      maintainIndexes: options.maintainIndexes ?? (async (object) => void asked.push(object)),
      ...(options.threshold === undefined ? {} : { threshold: options.threshold }),
    }),
  });
}
const sort = (field: string, raw: RawListQuery = {}) => makeRecords().list('assets', { sort: field, ...raw });
const maintain = (signal?: AbortSignal) =>
  ensureListIndexes(world.db, 'assets', assetFields, log, { now, ...(signal ? { signal } : {}) });

async function listRequests(): Promise<{ field: string; at: Date }[]> {
  const { rows } = await world.db.query<{ field: string; at: Date }>(
    'SELECT field, last_requested_at AS at FROM list_index_requests ORDER BY last_requested_at, field',
  );
  return rows;
}
async function listSortIndexes(): Promise<string[]> {
  const { rows } = await world.db.query<{ name: string }>(
    `SELECT indexname AS name FROM pg_indexes WHERE tablename = 'assets' AND indexname LIKE 'assets\\_sort\\_%' ORDER BY 1`,
  );
  return rows.map((row) => row.name.replace('assets_sort_', ''));
}
/** How PostgreSQL makes the first page of a list: the very statement the service sends. */
async function explain(field: string): Promise<string> {
  const sent: { text: string; values: unknown[] | undefined }[] = [];
  const spying: Db = {
    ...world.db,
    withTransaction: (run) =>
      world.db.withTransaction((tx) =>
        run({
          ...tx,
          query: (text, values) => {
            sent.push({ text, values });
            return tx.query(text, values);
          },
        }),
      ),
  };
  await makeRecords({ db: spying }).list('assets', { sort: field });
  const page = sent.find(({ text }) => text.startsWith('SELECT') && text.includes('ORDER BY'));
  const { rows } = await world.db.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${page?.text}`, page?.values);
  return rows.map((row) => row['QUERY PLAN']).join('\n');
}

let usual: string[];
beforeAll(async () => {
  world = await makeTestDb();
  now = new Date('2026-03-01T10:00:00Z');
  await world.db.query(
    `INSERT INTO assets (serial_number, device_name, manufacturer, cpu, vendor, memory_bytes, created_at, created_by, updated_at, updated_by)
     SELECT 'SN' || n, 'PC-' || n, CASE WHEN n % 100 = 0 THEN 'Rare' ELSE 'Common' END, 'CPU ' || n * 7919 % 30011, 'Vendor ' || n % 9, n % 64,
            now(), 'x', now(), 'x' FROM generate_series(1, 30000) n`,
  );
  await world.db.query('ANALYZE assets');
  await maintain();
  usual = await listSortIndexes();
});
beforeEach(async () => {
  await world.db.query('DELETE FROM list_index_requests');
  await maintain();
  expect(await listSortIndexes()).toEqual(usual);
  now = new Date('2026-03-01T10:00:00Z');
  asked = [];
  log.lines.length = 0;
});
afterAll(() => world.drop());

describe('a long list sorted by a field without an index', () => {
  it('stores the request, and the index that comes of it gives the order', async () => {
    const before = await sort('-cpu');
    expect(before.items).toHaveLength(50);
    expect(await listRequests()).toEqual([{ field: 'cpu', at: now }]);
    expect(asked).toEqual(['assets']);
    expect(await explain('-cpu')).toMatch(/Sort Key/);

    expect(await maintain()).toEqual({ madeCount: 1, droppedCount: 0, isDone: true });
    expect(await listSortIndexes()).toEqual([...usual, 'cpu'].toSorted());
    const plan = await explain('-cpu');
    expect(plan).toMatch(/Index Scan Backward using assets_sort_cpu/);
    expect(plan).not.toMatch(/Sort Key/);
    const after = await sort('-cpu');
    expect(after.items.map(({ id }) => id)).toEqual(before.items.map(({ id }) => id));
    expect(await maintain()).toEqual({ madeCount: 0, droppedCount: 0, isDone: true });
  });

  it('writes at most once an hour, not even a lock', async () => {
    await sort('cpu');
    const getXmax = async () => (await world.db.query('SELECT xmin, xmax FROM list_index_requests')).rows;
    const first = await getXmax();
    const at = now;
    later(59 * minuteMs);
    await sort('cpu');
    expect(await getXmax()).toEqual(first);
    expect(await listRequests()).toEqual([{ field: 'cpu', at }]);
    expect(asked).toEqual(['assets']);
    later(minuteMs);
    await sort('cpu');
    expect(await listRequests()).toEqual([{ field: 'cpu', at: now }]);
    expect(asked).toEqual(['assets', 'assets']);
  });

  it('asks once, though many sort by it at the same moment', async () => {
    await Promise.all(Array.from({ length: 6 }, () => sort('cpu')));
    expect(asked).toEqual(['assets']);
  });

  it('also when it took too long to be answered', async () => {
    const db: Db = {
      ...world.db,
      withTransaction: () => Promise.reject(Object.assign(new Error('canceled'), { code: '57014' })),
    };
    const tooSlow = { code: 'RECORDS_LIST_TOO_SLOW' };
    const inShortTable = makeRecords({ db, threshold: 40_000 }).list('assets', { sort: 'cpu' });
    await expect(inShortTable).rejects.toMatchObject(tooSlow);
    expect(await listRequests()).toEqual([]);
    await expect(makeRecords({ db }).list('assets', { sort: 'cpu' })).rejects.toMatchObject(tooSlow);
    expect(await listRequests()).toEqual([{ field: 'cpu', at: now }]);
    expect(asked).toEqual(['assets']);
  });

  it('is answered all the same when the request cannot be stored or the job not be sent', async () => {
    await world.db.query('ALTER TABLE list_index_requests RENAME TO away');
    try {
      expect((await sort('cpu')).items).toHaveLength(50);
    } finally {
      await world.db.query('ALTER TABLE away RENAME TO list_index_requests');
    }
    const records = makeRecords({ maintainIndexes: () => Promise.reject(new Error('no queue')) });
    expect((await records.list('assets', { sort: 'cpu' })).items).toHaveLength(50);
    expect(log.lines).toMatchObject([
      { level: 'warn', fields: { object: 'assets', field: 'cpu', err: { code: '42P01' } } },
      { level: 'warn', fields: { object: 'assets', field: 'cpu', err: { message: 'no queue' } } },
    ]);
  });
});

describe('no index is requested', () => {
  it('from fields that have their index, second fields, few records or a short table', async () => {
    await sort('deviceName');
    await makeRecords().list('assets', { sort: ['deviceName', 'cpu'] });
    await makeRecords().list('assets', {});
    await sort('cpu', { filter: 'manufacturer:eq:Rare' });
    await sort('cpu', { q: 'PC-777' });
    await makeRecords({ threshold: 40_000 }).list('assets', { sort: 'cpu' });
    await world.queryAsSuperuser(
      `UPDATE pg_class SET reltuples = ${listIndexThreshold - 1} WHERE oid = 'assets'::regclass`,
    );
    await sort('cpu');
    await world.db.query('ANALYZE assets');
    expect(await listRequests()).toEqual([]);
    expect(asked).toEqual([]);
  });
});

describe('indexes on demand', () => {
  it(`are ${onDemandIndexLimit} at most: the one not used for longest gives way`, async () => {
    const fields = ['cpu', 'vendor', 'memoryBytes', 'imei', 'barcode', 'isVirtual'];
    for (const field of fields) {
      await sort(field);
      later(2 * 60 * minuteMs);
    }
    expect(await maintain()).toMatchObject({ madeCount: onDemandIndexLimit, droppedCount: 0 });
    await sort('cpu');
    later(minuteMs);
    await sort('osVersion');
    expect(await maintain()).toMatchObject({ madeCount: 1, droppedCount: 1 });
    expect(await listSortIndexes()).toEqual(
      [...usual, 'cpu', 'memory_bytes', 'imei', 'barcode', 'is_virtual', 'os_version'].toSorted(),
    );
  });

  it('are dropped when nobody has sorted by them for 90 days, and come back when somebody does', async () => {
    await sort('cpu');
    await sort('vendor');
    await maintain();
    later(60 * dayMs);
    await sort('vendor');
    later(30 * dayMs);
    expect(await maintain()).toEqual({ madeCount: 0, droppedCount: 1, isDone: true });
    expect(await listSortIndexes()).toEqual([...usual, 'vendor'].toSorted());
    await sort('cpu');
    expect(await maintain()).toMatchObject({ madeCount: 1, droppedCount: 0 });
  });

  it('are made by one of several that try at once; who comes meanwhile is told to come again', async () => {
    await sort('cpu');
    const outcomes = await Promise.all([maintain(), maintain(), maintain()]);
    expect(outcomes.reduce((sum, { madeCount }) => sum + madeCount, 0)).toBe(1);
    expect(await listSortIndexes()).toEqual([...usual, 'cpu'].toSorted());
    await sort('vendor');
    await world.db.withClient(async (client) => {
      await client.query(`SELECT pg_advisory_lock(hashtext('muster.list-indexes'), hashtext('assets'))`);
      expect(await maintain()).toEqual({ madeCount: 0, droppedCount: 0, isDone: false });
      await client.query(`SELECT pg_advisory_unlock(hashtext('muster.list-indexes'), hashtext('assets'))`);
    });
    expect(await maintain()).toEqual({ madeCount: 1, droppedCount: 0, isDone: true });
  });

  it('wait when the process is asked to stop, and a half-built one is made anew', async () => {
    await sort('cpu');
    expect(await maintain(AbortSignal.abort())).toEqual({ madeCount: 0, droppedCount: 0, isDone: false });
    await maintain();
    await world.queryAsSuperuser(
      `UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'assets_sort_cpu'::regclass`,
    );
    expect(await maintain()).toMatchObject({ madeCount: 1, isDone: true });
    expect(await explain('cpu')).toMatch(/assets_sort_cpu/);
  });

  it('stay as they are where no time is said', async () => {
    await sort('cpu');
    await maintain();
    await world.db.query('DELETE FROM list_index_requests');
    await ensureListIndexes(world.db, 'assets', assetFields, log);
    expect(await listSortIndexes()).toContain('cpu');
  });
});
