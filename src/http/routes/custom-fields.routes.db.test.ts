/** A custom field of a type with a form of its own, all the way: from its creation over sessions to lists and exports. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeTestApp, type TestApp } from '../../../test/helpers/with-app.ts';
import { makeTestDb, type TestDb } from '../../../test/helpers/with-db.ts';
import { makeTestIntegrations } from '../../../test/helpers/with-integrations.ts';
import { makeRecordService } from '../../records/record-service.ts';

let world: TestDb;
let muster: Awaited<ReturnType<typeof makeTestIntegrations>>;
let api: TestApp;
let headers: Record<string, string>;

beforeAll(async () => {
  world = await makeTestDb();
  muster = await makeTestIntegrations(world.db);
  const records = makeRecordService({
    db: world.db,
    clock: muster.clock,
    listFields: muster.fields.listFields,
    findDefinition: () => undefined,
    audit: { record: async () => undefined },
  });
  api = await makeTestApp(world.db, {
    services: { records, fields: muster.fields, integrations: muster.integrations },
  });
  headers = (await api.signInAs('operator')).headers;
});
afterAll(async () => {
  await api.app.close();
  await muster.close();
  await world.drop();
});

async function call(method: 'GET' | 'POST' | 'PUT' | 'PATCH', url: string, payload?: object) {
  const answer = await api.app.inject({ method, url, headers, ...(payload ? { payload } : {}) });
  return { status: answer.statusCode, body: answer.json() };
}

const emails = async (query: string) =>
  (await call('GET', `/api/records/people?${query}`)).body.items.map(
    (item: { values: { email: string } }) => item.values.email,
  );

test('a duration is made, mapped, loaded, listed, sorted, filtered, edited, kept in the history and exported', async () => {
  const made = await call('POST', '/api/objects/people/fields', { label: 'Notice Period', type: 'duration' });
  expect(made).toMatchObject({ status: 201, body: { name: 'x_notice_period', type: 'duration' } });

  const { id } = await muster.addActive();
  const { mapping, version } = await muster.integrations.getMapping(id);
  const row = (path: string) => ({
    target: 'x_notice_period',
    source: { kind: 'path', path },
    writeRule: 'always',
  });
  const saved = await call('PUT', `/api/integrations/${id}/mapping`, {
    version,
    mapping: { rows: [...mapping.rows, row('notice')] },
  });
  expect(saved.status).toBe(200);
  muster.users.push(
    { id: 1, email: 'ann@example.com', notice: 'P4W' },
    { id: 2, email: 'bob@example.com', notice: '26:00:00' },
    { id: 3, email: 'cyd@example.com', notice: 90 },
    { id: 4, email: 'dan@example.com', notice: 'P3M' },
    { id: 5, email: 'eve@example.com' },
  );
  const { sessionId } = await muster.requests.requestSession({
    integrationId: id,
    kind: 'manual',
    requestedBy: null,
    requestedByName: 'Test',
  });
  await muster.runNext(sessionId);

  const field = 'x_notice_period';
  expect(await emails(`sort=${field}`)).toEqual(
    ['dan', 'eve', 'cyd', 'bob', 'ann'].map((name) => `${name}@example.com`),
  );
  expect(await emails(`filter=${field}:gte:1d 2h`)).toEqual(['ann@example.com', 'bob@example.com']);
  expect(await emails(`filter=${field}:eq:00:01:30`)).toEqual(['cyd@example.com']);
  expect(await emails(`filter=${field}:empty`)).toEqual(['dan@example.com', 'eve@example.com']);
  const refused = await call('GET', `/api/records/people?filter=${field}:lt:soon`);
  expect(refused).toMatchObject({
    status: 400,
    body: { error: { message: expect.stringContaining('a duration: seconds') } },
  });

  const [ann] = (await call('GET', '/api/records/people?filter=email:eq:ann@example.com')).body.items;
  expect(ann.values[field]).toBe(2_419_200);
  const url = `/api/records/people/${ann.id}`;
  const edit = (value: unknown) => call('PATCH', url, { version: 1, values: { [field]: value } });
  expect(await edit('a while')).toMatchObject({
    status: 422,
    body: { error: { field, message: expect.stringContaining('ISO 8601') } },
  });
  expect(await edit('2w')).toMatchObject({ status: 200, body: { values: { [field]: 1_209_600 } } });
  expect((await call('GET', `${url}/history`)).body.items[0].changes[field]).toEqual([2_419_200, 1_209_600]);

  const csv = (await api.app.inject({ url: '/api/records/people/export?sort=email', headers })).body;
  const [head = '', first = ''] = csv.split('\r\n');
  expect(first.split(',')[head.split(',').indexOf('Notice Period')]).toBe('14d');
  const ndjson = (
    await api.app.inject({ url: '/api/records/people/export?sort=email&format=ndjson', headers })
  ).body;
  expect(JSON.parse(ndjson.split('\n')[1] ?? '')).toMatchObject({
    email: 'bob@example.com',
    [field]: 93_600,
  });
});
