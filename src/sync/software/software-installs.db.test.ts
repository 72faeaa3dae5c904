import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeSyncWorld, type SyncWorld } from '../../../test/helpers/sync-world.ts';
import type { AssetSoftwareSet } from '../../connector-kit/index.ts';
import type { Mapping } from '../../mapping/mapping-types.ts';
import type { SourcePage, SourceReader } from '../read/source-reader.ts';

let world: SyncWorld;
beforeEach(async () => {
  world = await makeSyncWorld();
  await world.setIntegration('stream_id', 'devices');
  await world.setIntegration('object', 'assets');
  await world.setMapping(mapping);
});
afterEach(() => world.drop());

const path = (target: string, source = target) => ({
  target,
  source: { kind: 'path' as const, path: source },
  writeRule: 'always' as const,
});
const mapping: Mapping = {
  rows: [
    { ...path('serialNumber', 'serial'), syncKeyPriority: 1 },
    { ...path('externalId', 'vendor-{{ id }}'), syncKeyPriority: 2 },
    path('deviceName', 'name'),
    path('assignedTo', 'owner'),
  ],
};

type Page = { records?: object[]; software?: AssetSoftwareSet[]; isRestarted?: boolean };
const app = (name: string, version = '1', publisher = 'ACME', installedOnDay = 19_000) => ({
  name,
  version,
  publisher,
  installedOnDay,
});
const on = (assetId: string, ...entries: ReturnType<typeof app>[]): AssetSoftwareSet => ({
  assetId,
  titles: entries.map(({ name, version, publisher }) => ({ name, version, publisher })),
  days: entries.map(({ installedOnDay }) => installedOnDay),
});

/** Pages as the reader makes them; `cutAfter` ends the reading as a vendor's failure would. */
function source(pages: readonly Page[], cutAfter?: number): SourceReader {
  return {
    async *read({ startAt }): AsyncGenerator<SourcePage> {
      for (let at = typeof startAt === 'number' ? startAt : 0; at < pages.length; at += 1) {
        if (at === cutAfter) throw new Error('the vendor broke off');
        const page = pages[at] as Page;
        yield {
          records: page.records ?? [],
          ...(page.software ? { software: page.software } : {}),
          cursor: at + 1,
          total: undefined,
          isLast: at === pages.length - 1,
          byteCount: 1,
          isRestarted: page.isRestarted ?? false,
        };
      }
    },
  };
}

const devices = [
  { id: 1, serial: 'S1', name: 'one' },
  { id: 2, serial: 'S2', name: 'two' },
];
const run = (pages: readonly Page[]) => world.run('manual', { source: source(pages) });

/** `one: Word 1, Excel 2` per device, from the stored sets. */
async function installs(): Promise<string[]> {
  const { rows } = await world.db.query<{ line: string }>(
    `SELECT a.device_name || ': ' || string_agg(r.name || ' ' || r.version, ', ' ORDER BY r.name, r.version) AS line
       FROM software_installs i JOIN assets a ON a.id = i.asset_id CROSS JOIN LATERAL unnest(i.release_ids) u (id)
       JOIN software_releases r ON r.id = u.id GROUP BY a.id ORDER BY a.id`,
  );
  return rows.map(({ line }) => line);
}
const setRows = async () =>
  (
    await world.db.query(
      'SELECT asset_id, set_hash::text, xmin::text FROM software_installs ORDER BY asset_id',
    )
  ).rows;
const logLines = async (sessionId: unknown) =>
  (
    await world.db.query<{ message: string }>(
      'SELECT message FROM session_log WHERE session_id = $1 ORDER BY id',
      [sessionId],
    )
  ).rows.map(({ message }) => message);

const first: Page[] = [
  { records: devices },
  { software: [on('1', app('Word'), app('Excel', '2')), on('2', app('Word'))] },
];

describe('sets', () => {
  test('one row per asset, one release per spelling, one product per name with its numbers', async () => {
    const session = await run([
      { records: devices },
      { software: [on('1', app('Word'), app('word', '2'), app('Excel')), on('2', app('Word'))] },
    ]);
    expect(session).toMatchObject({ status: 'succeeded', install_read_count: 4, install_changed_count: 2 });
    expect(await installs()).toEqual(['one: Excel 1, Word 1, word 2', 'two: Word 1']);
    const { rows } = await world.db.query('SELECT name, publisher, asset_count FROM software ORDER BY name');
    expect(rows).toEqual([
      { name: 'Excel', publisher: 'ACME', asset_count: 1 },
      { name: 'Word', publisher: 'ACME', asset_count: 2 },
    ]);
    const releases = await world.db.query(
      'SELECT name, version, asset_count FROM software_releases ORDER BY name, version',
    );
    expect(releases.rows).toEqual([
      { name: 'Excel', version: '1', asset_count: 1 },
      { name: 'Word', version: '1', asset_count: 2 },
      { name: 'word', version: '2', asset_count: 1 },
    ]);
  });

  test('an unchanged set costs no write, whatever the order and however often an entry is repeated', async () => {
    await run(first);
    const before = await setRows();
    const again = await run([
      { records: devices },
      { software: [on('2', app('Word'), app('Word'))] },
      { software: [on('1', app('Excel', '2'), app('Word'))] },
    ]);
    expect(again).toMatchObject({ install_read_count: 4, install_changed_count: 0, unchanged_count: 2 });
    expect(await setRows()).toEqual(before);
  });

  test('a changed set is replaced as a whole, with what was removed and added in the history', async () => {
    await run(first);
    const second = await run([
      { records: devices },
      { software: [on('1', app('Word', '2'), app('Excel', '2')), on('2', app('Word'))] },
    ]);
    expect(second).toMatchObject({ install_changed_count: 1, updated_count: 0 });
    expect(await installs()).toEqual(['one: Excel 2, Word 2', 'two: Word 1']);
    const { rows } = await world.db.query('SELECT kind, session_id, changes FROM record_changes');
    expect(rows).toEqual([
      {
        kind: 'software',
        session_id: second['id'],
        changes: { installedSoftware: [['Word 1'], ['Word 2']] },
      },
    ]);
  });

  test('software of a device this integration has not loaded is left out', async () => {
    await run([
      { records: devices },
      { software: [on('1', app('Word')), on('99', app('Word'), app('Stranger'))] },
    ]);
    expect(await installs()).toEqual(['one: Word 1']);
    // What only such a device has makes no product.
    const { rows } = await world.db.query('SELECT name FROM software');
    expect(rows).toEqual([{ name: 'Word' }]);
  });

  test('software inside the records of devices that are left out makes no product either', async () => {
    await world.setMapping({ ...mapping, condition: '{{ id < 3 }}' });
    const session = await run([
      {
        records: [...devices, { id: 3, serial: 'S3', name: 'left out' }],
        software: [on('1', app('Word')), on('2'), on('3', app('Word'), app('Secret Tool'))],
      },
    ]);
    expect(session).toMatchObject({
      skipped_count: 1,
      install_read_count: 3,
      install_skipped_count: 2,
      install_changed_count: 1,
    });
    expect(await installs()).toEqual(['one: Word 1']);
    const { rows } = await world.db.query(
      'SELECT name FROM software UNION ALL SELECT name FROM software_releases',
    );
    expect(rows).toEqual([{ name: 'Word' }, { name: 'Word' }]);
  });

  test('a query that starts again counts the software of devices that are not loaded once', async () => {
    const session = await run([
      { records: devices },
      { software: [on('9', app('Word'), app('Excel')), on('1', app('Word'))] },
      { software: [on('9', app('Word'), app('Excel')), on('1', app('Word'))], isRestarted: true },
      { software: [on('2', app('Excel'))] },
    ]);
    expect(session).toMatchObject({
      install_read_count: 4,
      install_skipped_count: 2,
      install_changed_count: 2,
    });
    expect((await logLines(session['id'])).at(-1)).toMatch(
      /4 installs read \(2 of them on devices that are not loaded\), the software of 2 assets changed/,
    );
  });

  test('a device listed in two pieces keeps both', async () => {
    await run([
      { records: devices },
      { software: [on('1', app('Word')), on('2', app('Word'))] },
      { software: [on('1', app('Excel'))] },
    ]);
    expect(await installs()).toEqual(['one: Excel 1, Word 1', 'two: Word 1']);
  });

  test('after a restart whole sets come again and are not mixed with the old ones', async () => {
    await run(first);
    await run([
      { records: devices },
      { software: [on('1', app('Word'))] },
      { software: [on('1', app('Visio')), on('2', app('Word'))], isRestarted: true },
    ]);
    expect(await installs()).toEqual(['one: Visio 1', 'two: Word 1']);
  });

  test('two integrations each have their own set of one asset, and it counts once', async () => {
    await run(first);
    const { rows } = await world.db.query<{ id: number }>('SELECT id FROM assets ORDER BY id');
    await world.db.query(
      `INSERT INTO software_installs SELECT $1, 999, release_ids, installed_on, set_hash, changed_at, session_id
         FROM software_installs WHERE asset_id = $1`,
      [rows[0]?.id],
    );
    await run([{ records: devices }, { software: [on('1', app('Word')), on('2', app('Word'))] }]);
    const counted = await world.db.query('SELECT name, asset_count FROM software ORDER BY name');
    expect(counted.rows).toEqual([
      { name: 'Excel', asset_count: 1 },
      { name: 'Word', asset_count: 2 },
    ]);
  });
});

describe('what the database refuses costs nobody else anything', () => {
  const warnings = async (sessionId: unknown) =>
    (
      await world.db.query<{ native_id: string | null; label: string | null; reason_code: string }>(
        `SELECT native_id, label, reason_code FROM session_outcomes WHERE session_id = $1 AND outcome = 'warning' ORDER BY id`,
        [sessionId],
      )
    ).rows;

  test('a title is left out of every set, and said once', async () => {
    await world.db.query(`ALTER TABLE software_releases ADD CONSTRAINT no_bad CHECK (name NOT LIKE 'Bad%')`);
    const session = await run([
      { records: devices },
      { software: [on('1', app('Bad 1'), app('Word'), app('Bad 2')), on('2', app('Excel'), app('Bad 1'))] },
    ]);
    expect(session).toMatchObject({ status: 'succeeded', install_read_count: 5, warning_count: 2 });
    expect(await installs()).toEqual(['one: Word 1', 'two: Excel 1']);
    expect(await warnings(session['id'])).toEqual([
      { native_id: null, label: 'Bad 1', reason_code: 'SOFTWARE_LEFT_OUT' },
      { native_id: null, label: 'Bad 2', reason_code: 'SOFTWARE_LEFT_OUT' },
    ]);
  });

  test('a set is left out alone, and what was stored of it stays', async () => {
    await run(first);
    await world.db.query(
      'ALTER TABLE session_software ADD CONSTRAINT no_three CHECK (cardinality(release_ids) <> 3)',
    );
    const session = await run([
      { records: devices },
      { software: [on('1', app('Word'), app('Excel', '2'), app('Zip')), on('2', app('Word'), app('Zip'))] },
    ]);
    expect(session).toMatchObject({ status: 'succeeded', install_changed_count: 1, warning_count: 1 });
    expect(await installs()).toEqual(['one: Excel 2, Word 1', 'two: Word 1, Zip 1']);
    expect(await warnings(session['id'])).toEqual([
      { native_id: '1', label: null, reason_code: 'SOFTWARE_LEFT_OUT' },
    ]);
  });
});

describe('absence', () => {
  test('a device the whole query does not mention has no software any more', async () => {
    await world.setIntegration('retire_limit_percent', 60);
    await run(first);
    const session = await run([{ records: devices }, { software: [on('2', app('Word'))] }]);
    expect(await installs()).toEqual(['two: Word 1']);
    expect((await logLines(session['id'])).join()).toContain('1 assets have no software any more');
  });

  test('more than the limit is taken for a fault: everything stays, and the session says so', async () => {
    await run(first);
    const session = await run([{ records: devices }, { software: [] }]);
    expect(await installs()).toHaveLength(2);
    expect((await logLines(session['id'])).join()).toMatch(/no software for 2 of 2 assets.*kept/);
  });

  test('a query that breaks off removes nothing', async () => {
    await world.setIntegration('retire_limit_percent', 100);
    await run(first);
    const session = await world.run('manual', {
      source: source([{ records: devices }, { software: [on('2', app('Word'))] }, { software: [] }], 2),
    });
    expect(session['status']).toBe('failed');
    expect(await installs()).toHaveLength(2);
  });

  test('a preview writes no installs and says so', async () => {
    const session = await world.run('preview', { source: source(first) });
    expect(session).toMatchObject({ status: 'succeeded', install_read_count: 0 });
    expect(await setRows()).toEqual([]);
    expect((await logLines(session['id'])).join()).toContain('installed software follows with the next run');
  });
});

describe('resume', () => {
  test('after a crash between software pages nothing is lost, doubled or taken for gone', async () => {
    await world.setIntegration('retire_limit_percent', 100);
    const pages: Page[] = [
      { records: devices },
      { software: [on('1', app('Word'))] },
      { software: [on('2', app('Excel'))] },
    ];
    const controller = new AbortController();
    const sessionId = await world.openSession();
    const crashing: SourceReader = {
      async *read(options) {
        let count = 0;
        for await (const page of source(pages).read(options)) {
          if (count === 2)
            controller.abort(new (await import('../session/session-lease.ts')).LeaseEnd('lost'));
          count += 1;
          yield page;
        }
      },
    };
    await expect(
      world.runOpened(sessionId, { source: crashing, signal: controller.signal }),
    ).rejects.toBeDefined();
    await world.runOpened(sessionId, { source: source(pages) });
    expect(await world.session(sessionId)).toMatchObject({ status: 'succeeded', install_read_count: 2 });
    expect(await installs()).toEqual(['one: Word 1', 'two: Excel 1']);
  });
});

describe('assigned person', () => {
  const addPerson = (email: string, username: string) =>
    world.db.query(
      `INSERT INTO people (email, username, created_at, created_by, updated_at, updated_by)
       VALUES ($1, $2, now(), 'x', now(), 'x')`,
      [email, username],
    );
  const owners = async () =>
    (
      await world.db.query<{ email: string | null }>(
        'SELECT p.email FROM assets a LEFT JOIN people p ON p.id = a.assigned_to ORDER BY a.id',
      )
    ).rows.map(({ email }) => email);

  test('is found by e-mail address or username, with or without a domain, in any letter case', async () => {
    await addPerson('ann@example.com', 'ann');
    await run([
      {
        records: [
          { id: 1, serial: 'S1', owner: 'Ann@Example.com' },
          { id: 2, serial: 'S2', owner: 'CORP\\ANN' },
          { id: 3, serial: 'S3', owner: 'ann' },
          { id: 4, serial: 'S4' },
        ],
      },
    ]);
    expect(await owners()).toEqual(['ann@example.com', 'ann@example.com', 'ann@example.com', null]);
  });

  test('somebody unknown is reported, not invented, and found once the person is there', async () => {
    const pages = [{ records: [{ id: 1, serial: 'S1', owner: 'bob@example.com' }] }];
    const session = await run(pages);
    expect(session).toMatchObject({ status: 'succeeded', created_count: 1, warning_count: 1 });
    const { rows } = await world.db.query<{ outcome: string; reason: string }>(
      'SELECT outcome, reason FROM session_outcomes',
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]?.outcome).toBe('warning');
    expect(rows[0]?.reason).toMatch(
      /Assigned To: nobody in People has the e-mail address or username "bob@example.com"/,
    );
    expect((await world.people()).length).toBe(0);

    await addPerson('bob@example.com', 'bob');
    expect(await run(pages)).toMatchObject({ updated_count: 1, warning_count: 0 });
    expect(await owners()).toEqual(['bob@example.com']);
    expect(await run(pages)).toMatchObject({ unchanged_count: 1, updated_count: 0 });
  });

  test('an empty owner clears the assignment, and so does one whom nobody knows', async () => {
    await addPerson('ann@example.com', 'ann');
    await run([{ records: [{ id: 1, serial: 'S1', owner: 'ann' }] }]);
    const session = await run([{ records: [{ id: 1, serial: 'S1', owner: 'stranger' }] }]);
    expect(session).toMatchObject({ updated_count: 1, warning_count: 1 });
    expect(await owners()).toEqual([null]);
    await run([{ records: [{ id: 1, serial: 'S1', owner: 'ann' }] }]);
    expect(await owners()).toEqual(['ann@example.com']);
    await run([{ records: [{ id: 1, serial: 'S1', owner: null }] }]);
    expect(await owners()).toEqual([null]);
    await run([{ records: [{ id: 1, serial: 'S1' }] }]);
    expect(await owners()).toEqual([null]);
  });
});

describe('serial numbers that identify nothing', () => {
  test('devices that share one are told apart by the next sync key, and the number is not written', async () => {
    const clone = '1234-5678-9012-3456-7890-1234-56';
    const session = await run([
      {
        records: [
          { id: 1, serial: clone, name: 'one' },
          { id: 2, serial: clone, name: 'two' },
          { id: 3, serial: 'Default string', name: 'three' },
        ],
      },
    ]);
    expect(session).toMatchObject({ created_count: 3, ambiguous_count: 0 });
    const { rows } = await world.db.query('SELECT serial_number, external_id FROM assets ORDER BY id');
    expect(rows).toEqual([
      { serial_number: null, external_id: 'vendor-1' },
      { serial_number: null, external_id: 'vendor-2' },
      { serial_number: null, external_id: 'vendor-3' },
    ]);
  });

  test('two devices with one real serial number are not merged', async () => {
    const session = await run([
      {
        records: [
          { id: 1, serial: 'S1', name: 'one' },
          { id: 2, serial: 's1', name: 'two' },
        ],
      },
    ]);
    expect(session).toMatchObject({ created_count: 1, ambiguous_count: 1 });
  });
});
