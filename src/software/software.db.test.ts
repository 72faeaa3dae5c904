import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeTestRun } from '../../test/helpers/sync-run.ts';
import { makeTestDb, type TestDb } from '../../test/helpers/with-db.ts';
import { makeSystemClock } from '../clock.ts';
import type { Actor } from '../model/actor.ts';
import { assetFields } from '../model/objects.ts';
import { makeRecordService } from '../records/record-service.ts';
import { resolveSoftware } from '../sync/software/resolve-software.ts';
import { recountSoftware } from '../sync/software/software.queries.ts';
import { writeSoftware } from '../sync/software/write-software.ts';
import { makeNormalizationService } from './normalization-service.ts';
import { makeSoftwareService } from './software-service.ts';

const by: Actor = { kind: 'user', userId: 1, name: 'Ada', email: 'ada@example.com', role: 'operator' };
const audited: string[] = [];
let world: TestDb;
let normalizations: ReturnType<typeof makeNormalizationService>;
let software: ReturnType<typeof makeSoftwareService>;

beforeAll(async () => {
  world = await makeTestDb();
  normalizations = makeNormalizationService({
    db: world.db,
    clock: makeSystemClock(),
    audit: {
      record: async (_tx, entry) => {
        audited.push(entry.action);
      },
    },
  });
  const records = makeRecordService({
    db: world.db,
    clock: makeSystemClock(),
    listFields: async () => assetFields,
    findDefinition: () => undefined,
    audit: { record: async () => undefined },
  });
  software = makeSoftwareService({
    db: world.db,
    listAssets: (query, within) => records.list('assets', query, within),
  });
});
afterAll(() => world.drop());

const at = new Date('2026-01-02T03:04:05Z');
/** Device name → entries `Name@version`. */
async function install(devices: Record<string, string[]>): Promise<void> {
  const { db } = world;
  await db.query(
    'TRUNCATE software, software_releases, software_installs, software_normalizations, assets, source_records',
  );
  const names = Object.keys(devices);
  for (const [index, name] of names.entries()) {
    await db.query(
      `INSERT INTO assets (id, device_name, created_at, created_by, updated_at, updated_by) VALUES ($1, $2, $3, 'x', $3, 'x')`,
      [index + 1, name, at],
    );
    await db.query(
      `INSERT INTO source_records (integration_id, native_id, record_id, payload, first_seen_at, first_session_id, last_changed_at, last_session_id)
       VALUES (7, $1, $2, '{}', $3, 1, $3, 1)`,
      [name, index + 1, at],
    );
  }
  const run = makeTestRun({ integration: { id: 7, integrationUser: 'sync' }, session: { at } });
  const sets = await resolveSoftware(
    db,
    run,
    names.map((assetId) => ({
      assetId,
      titles: (devices[assetId] ?? []).map((text) => {
        const [name = '', version = ''] = text.split('@');
        return { name, version, publisher: 'ACME' };
      }),
      days: (devices[assetId] ?? []).map(() => 20_000),
    })),
  );
  await db.withTransaction(async (tx) => {
    await writeSoftware(tx, run, sets, { mayRepeat: false, isRestarted: false });
    await recountSoftware(tx);
  });
}

const productId = async (name: string) =>
  (await world.db.query<{ id: number }>('SELECT id FROM software WHERE name = $1', [name])).rows[0]?.id ?? 0;
const products = async () =>
  (
    await world.db.query<{ line: string }>(
      `SELECT name || ' ' || asset_count AS line FROM software ORDER BY name`,
    )
  ).rows.map(({ line }) => line);

describe('relations', () => {
  beforeEach(() => install({ alpha: ['Word@2', 'Excel@1'], beta: ['Word@1', 'Word@2'], gamma: [] }));

  test('a device lists its software, sorted, searched, filtered and paged by the server', async () => {
    const first = await software.listInstalled(1, { limit: 1 });
    expect(first).toMatchObject({
      items: [{ softwareName: 'Excel', version: '1', publisher: 'ACME', installedOn: '2024-10-04' }],
      total: { count: 2, isExact: true },
    });
    const second = await software.listInstalled(1, { limit: 1, cursor: first.nextCursor ?? '' });
    expect(second.items.map(({ softwareName }) => softwareName)).toEqual(['Word']);
    expect(second.nextCursor).toBeNull();
    expect((await software.listInstalled(1, { q: 'wor' })).items).toHaveLength(1);
    expect((await software.listInstalled(1, { filter: 'version:eq:1' })).items[0]?.softwareName).toBe(
      'Excel',
    );
    await expect(software.listInstalled(1, { sort: 'shoeSize' })).rejects.toMatchObject({
      code: 'API_BAD_REQUEST',
    });
  });

  test('a product lists its devices, each once with all its versions', async () => {
    const found = await software.listAssets(await productId('Word'), {});
    expect(found.items.map(({ deviceName, versions }) => [deviceName, versions])).toEqual([
      ['alpha', ['2']],
      ['beta', ['1', '2']],
    ]);
    expect(found.total).toEqual({ count: 2, isExact: true });
    const descending = await software.listAssets(await productId('Word'), { sort: '-deviceName', limit: 1 });
    expect(descending.items[0]?.deviceName).toBe('beta');
    const next = await software.listAssets(await productId('Word'), {
      sort: '-deviceName',
      limit: 1,
      cursor: descending.nextCursor ?? '',
    });
    expect(next.items[0]?.deviceName).toBe('alpha');
    expect(
      (await software.listAssets(await productId('Word'), { filter: 'version:contains:1' })).items,
    ).toHaveLength(1);
  });

  test('the devices of a product are searched and filtered like all devices, with their person', async () => {
    const { rows } = await world.db.query<{ id: number }>(
      `INSERT INTO people (username, email, full_name, role, created_at, created_by, updated_at, updated_by)
       VALUES ('ada', 'ada@example.com', 'Ada Berg', 'Employee', $1, 'x', $1, 'x') RETURNING id`,
      [at],
    );
    await world.db.query('UPDATE assets SET assigned_to = $1 WHERE id = 2', [rows[0]?.id]);
    const word = await productId('Word');
    const namesOf = async (query: object) =>
      (await software.listAssets(word, query)).items.map(({ deviceName, assignedToName }) => [
        deviceName,
        assignedToName,
      ]);
    expect(await namesOf({ q: 'alph' })).toEqual([['alpha', null]]);
    expect(await namesOf({ filter: 'assignedToName:contains:berg' })).toEqual([['beta', 'Ada Berg']]);
    expect(await namesOf({ filter: ['version:eq:1', 'deviceName:starts:be'] })).toEqual([
      ['beta', 'Ada Berg'],
    ]);
    expect(await namesOf({ filter: 'version:eq:99' })).toEqual([]);
    await expect(software.listAssets(word, { filter: 'shoeSize:eq:1' })).rejects.toMatchObject({
      code: 'API_BAD_REQUEST',
    });
  });

  test('a product lists its versions with their numbers', async () => {
    const found = await software.listVersions(await productId('Word'), {});
    expect(found.items.map(({ version, assetCount }) => [version, assetCount])).toEqual([
      ['2', 2],
      ['1', 1],
    ]);
  });

  test('archived devices count and show no more', async () => {
    await world.db.query('UPDATE assets SET archived_at = now() WHERE id = 2');
    await world.db.withTransaction(recountSoftware);
    expect(await products()).toEqual(['Excel 1', 'Word 1']);
    expect((await software.listAssets(await productId('Word'), {})).items).toHaveLength(1);
  });
});

describe('normalization list', () => {
  beforeEach(() =>
    install({ alpha: ['Acrobat Reader DC@1', 'Zip 9 (x64)@9'], beta: ['ACROBAT READER@2', 'Zip 8@8'] }),
  );

  test('applied, it joins products, removes empty ones and keeps the vendors’ spelling', async () => {
    await normalizations.create(by, { incomingName: 'acrobat reader*', standardName: 'Acrobat Reader' });
    await normalizations.create(by, { incomingName: 'Zip*', standardName: 'Zip' });
    await normalizations.create(by, { incomingName: 'Zip 8', standardName: 'Old Zip' });
    expect(await normalizations.apply(by)).toEqual({ movedCount: 3, removedCount: 3 });
    expect(await products()).toEqual(['ACROBAT READER 2', 'Old Zip 1', 'Zip 1']);
    const { rows } = await world.db.query('SELECT name FROM software_releases ORDER BY name');
    expect(rows.map(({ name }) => name)).toEqual([
      'ACROBAT READER',
      'Acrobat Reader DC',
      'Zip 8',
      'Zip 9 (x64)',
    ]);
    expect(await normalizations.apply(by)).toEqual({ movedCount: 0, removedCount: 0 });
  });

  test('removed entries are undone by applying again', async () => {
    const entry = await normalizations.create(by, { incomingName: 'zip*', standardName: 'Zip' });
    await normalizations.apply(by);
    await normalizations.delete(by, entry.id);
    await normalizations.apply(by);
    expect(await products()).toEqual(['ACROBAT READER 1', 'Acrobat Reader DC 1', 'Zip 8 1', 'Zip 9 (x64) 1']);
  });

  test('a product somebody edited, or that a stream loads, is not removed when it is empty', async () => {
    await world.db.query(`UPDATE software SET category = 'Tools', version = 2 WHERE name = 'Zip 8'`);
    await normalizations.create(by, { incomingName: 'zip *', standardName: 'Zip' });
    expect(await normalizations.apply(by)).toEqual({ movedCount: 2, removedCount: 1 });
    expect(await products()).toContain('Zip 8 0');
  });

  test.each([
    [{ incomingName: ' ', standardName: 'x' }, 'incomingName', 'SOFTWARE_NORMALIZATION_INVALID'],
    [{ incomingName: '*', standardName: 'x' }, 'incomingName', 'SOFTWARE_NORMALIZATION_INVALID'],
    [{ incomingName: 'a', standardName: 'x*' }, 'standardName', 'SOFTWARE_NORMALIZATION_INVALID'],
    [{ incomingName: 'a', standardName: 'x'.repeat(300) }, 'standardName', 'SOFTWARE_NORMALIZATION_INVALID'],
  ])('refuses %j, naming %s', async (input, field, code) => {
    await expect(normalizations.create(by, input)).rejects.toMatchObject({ code, field });
  });

  test('one name stands once, whatever its letter case, and every change is audited', async () => {
    const { id } = await normalizations.create(by, { incomingName: 'Zip', standardName: 'A' });
    await expect(
      normalizations.create(by, { incomingName: 'zip ', standardName: 'B' }),
    ).rejects.toMatchObject({
      code: 'SOFTWARE_NORMALIZATION_EXISTS',
      field: 'incomingName',
    });
    expect(await normalizations.update(by, id, { incomingName: 'Zip', standardName: 'C' })).toMatchObject({
      standardName: 'C',
    });
    expect((await normalizations.list({ q: 'zi' })).items).toHaveLength(1);
    expect(audited).toEqual(
      expect.arrayContaining(['software.normalization-created', 'software.normalization-updated']),
    );
  });
});
