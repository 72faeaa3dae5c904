/** The list of values that identify nothing, as its page and other programs use it. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeTestApp, type TestApp } from '../../../test/helpers/with-app.ts';
import { makeTestDb, type TestDb } from '../../../test/helpers/with-db.ts';
import { makeTestIntegrations } from '../../../test/helpers/with-integrations.ts';
import { makePlaceholderService } from '../../records/placeholder-service.ts';

let world: TestDb;
let muster: Awaited<ReturnType<typeof makeTestIntegrations>>;
let api: TestApp;
let headers: Record<string, string>;
const audited: { action: string; targetName?: string | undefined }[] = [];

beforeAll(async () => {
  world = await makeTestDb();
  muster = await makeTestIntegrations(world.db);
  const placeholders = makePlaceholderService({
    db: world.db,
    clock: muster.clock,
    listFields: muster.fields.listFields,
    audit: {
      record: async (_tx, { action, targetName }) => void audited.push({ action, targetName }),
    },
  });
  api = await makeTestApp(world.db, { services: { placeholders } });
  headers = (await api.signInAs('operator')).headers;
});
afterAll(async () => {
  await api.app.close();
  await muster.close();
  await world.drop();
});
beforeEach(async () => {
  audited.length = 0;
  await world.db.query(`DELETE FROM placeholder_values WHERE created_by <> 'Muster'`);
  await world.db.query('DELETE FROM assets');
});

async function call(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, payload?: object) {
  const answer = await api.app.inject({ method, url, headers, ...(payload ? { payload } : {}) });
  return { status: answer.statusCode, body: answer.json() };
}
const addAsset = (serialNumber: string | null, externalId: string | null = null) =>
  world.db.query(
    `INSERT INTO assets (serial_number, external_id, device_name, created_at, created_by, updated_at, updated_by)
     VALUES ($1, $2, 'D', now(), 'x', now(), 'x')`,
    [serialNumber, externalId],
  );

describe('an entry', () => {
  test('is added, changed and removed, each time with an entry of the audit log', async () => {
    const made = await call('POST', '/api/placeholders', { value: '  Shelf *  ', isPattern: true });
    expect(made).toMatchObject({
      status: 201,
      body: { value: 'Shelf *', isPattern: true, field: null, note: '' },
    });
    const path = `/api/placeholders/${made.body.id}`;
    const changed = await call('PATCH', path, {
      value: 'Shelf #',
      isPattern: true,
      field: 'serialNumber',
      note: 'ours',
    });
    expect(changed).toMatchObject({
      status: 200,
      body: { value: 'Shelf #', field: 'serialNumber', note: 'ours' },
    });
    expect((await call('GET', '/api/placeholders?q=shelf')).body.items).toMatchObject([{ value: 'Shelf #' }]);
    expect((await call('DELETE', path)).status).toBe(200);
    expect((await call('GET', '/api/placeholders?q=shelf')).body.items).toEqual([]);
    expect((await call('DELETE', path)).status).toBe(404);
    expect((await call('PATCH', path, { value: 'x' })).status).toBe(404);
    expect(audited).toEqual([
      { action: 'placeholder.created', targetName: 'Shelf *' },
      { action: 'placeholder.updated', targetName: 'Shelf #' },
      { action: 'placeholder.deleted', targetName: 'Shelf #' },
    ]);
  });

  test.each([
    [{ value: '   ' }, 'PLACEHOLDER_INVALID', 'value'],
    [{ value: '\u200b' }, 'PLACEHOLDER_INVALID', 'value'],
    [{ value: '*', isPattern: true }, 'PLACEHOLDER_INVALID', 'value'],
    [{ value: '**-*', isPattern: true }, 'PLACEHOLDER_INVALID', 'value'],
    [{ value: 'x'.repeat(257) }, 'PLACEHOLDER_INVALID', 'value'],
    [{ value: 'x', note: 'n'.repeat(1_001) }, 'PLACEHOLDER_INVALID', 'note'],
    [{ value: 'x', field: 'deviceName' }, 'PLACEHOLDER_INVALID', 'field'],
    [{ value: 'x', field: 'nothing' }, 'PLACEHOLDER_INVALID', 'field'],
    [{ value: 'DEFAULT string' }, 'PLACEHOLDER_EXISTS', 'value'],
  ])(
    '%j is refused, naming the field, as an addition, a change and (but for what exists) a preview',
    async (body, code, field) => {
      const refused = { error: { code, field } };
      expect((await call('POST', '/api/placeholders', body)).body).toMatchObject(refused);
      const { id } = (await call('POST', '/api/placeholders', { value: 'another' })).body;
      expect((await call('PATCH', `/api/placeholders/${id}`, body)).body).toMatchObject(refused);
      if (code === 'PLACEHOLDER_EXISTS') return;
      expect((await call('POST', '/api/placeholders/preview', body)).body).toMatchObject(refused);
    },
  );

  test('may be the same in two fields', async () => {
    for (const field of [null, 'serialNumber', 'externalId'])
      expect((await call('POST', '/api/placeholders', { value: 'Twice', field })).status).toBe(201);
  });

  test('is read by everybody and changed by operators', async () => {
    const viewer = (await api.signInAs('viewer')).headers;
    const asViewer = async (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, payload?: object) =>
      (await api.app.inject({ method, url, headers: viewer, ...(payload ? { payload } : {}) })).statusCode;
    const { id } = (await call('POST', '/api/placeholders', { value: 'Kept' })).body;
    expect(await asViewer('GET', '/api/placeholders')).toBe(200);
    expect(await asViewer('GET', '/api/placeholders/fields')).toBe(200);
    expect(await asViewer('POST', '/api/placeholders', { value: 'x' })).toBe(403);
    expect(await asViewer('PATCH', `/api/placeholders/${id}`, { value: 'x' })).toBe(403);
    expect(await asViewer('DELETE', `/api/placeholders/${id}`)).toBe(403);
    expect(await asViewer('POST', '/api/placeholders/preview', { value: 'x' })).toBe(403);
  });

  test('may be about the unique text fields', async () => {
    const { items } = (await call('GET', '/api/placeholders/fields')).body;
    const names = items.map(({ object, name }: { object: string; name: string }) => `${object}.${name}`);
    expect(names).toEqual(expect.arrayContaining(['people.email', 'assets.serialNumber', 'software.name']));
    expect(names).not.toContain('assets.deviceName');
  });
});

describe('what saving would change', () => {
  const preview = async (body: object) => (await call('POST', '/api/placeholders/preview', body)).body;

  test('names the records that hold such a value, however it is written', async () => {
    await addAsset('Cabinet 7', 'cabinet-7');
    await addAsset('CABINET  8');
    await addAsset('Other');
    const effect = await preview({ value: 'cabinet #', isPattern: true });
    expect(effect).toMatchObject({ count: 2, isExact: true });
    expect(effect.holders).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ object: 'assets', field: 'serialNumber', value: 'Cabinet 7' }),
        expect.objectContaining({ object: 'assets', field: 'serialNumber', value: 'CABINET  8' }),
      ]),
    );
    expect(await preview({ value: 'cabinet-7', field: 'externalId' })).toMatchObject({
      count: 1,
      holders: [{ field: 'externalId', fieldLabel: 'External Id' }],
    });
    expect(await preview({ value: 'nobody has it' })).toEqual({ count: 0, isExact: true, holders: [] });
  });

  test('shows the first hundred and counts them all', async () => {
    for (let at = 0; at < 103; at += 1) await addAsset(`Rack ${at}`);
    const effect = await preview({ value: 'rack *', isPattern: true });
    expect(effect.count).toBe(103);
    expect(effect.holders).toHaveLength(100);
  });

  test('saves nothing', async () => {
    await preview({ value: 'Only looked at' });
    expect((await call('GET', '/api/placeholders?q=Only')).body.items).toEqual([]);
    expect(audited).toEqual([]);
  });
});
