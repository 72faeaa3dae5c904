import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testMapping } from '../../../test/helpers/sync-world.ts';
import { makeTestApp, type TestApp } from '../../../test/helpers/with-app.ts';
import { makeTestDb, type TestDb } from '../../../test/helpers/with-db.ts';
import { makeTestIntegrations, settingsDefinition } from '../../../test/helpers/with-integrations.ts';

type Who = { headers: Record<string, string> };
type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';

let test: TestDb;
let world: Awaited<ReturnType<typeof makeTestIntegrations>>;
let server: TestApp;
let viewer: Who;
let operator: Who;
let administrator: Who;

beforeAll(async () => {
  test = await makeTestDb();
  world = await makeTestIntegrations(test.db);
  server = await makeTestApp(test.db, {
    services: {
      integrations: world.integrations,
      sessions: world.sessions,
      fields: world.fields,
      cancelSession: world.requests.cancelSession,
      clock: world.clock,
      connectors: {
        find: (id) => (id === settingsDefinition.id ? settingsDefinition : undefined),
        list: () => [settingsDefinition],
      },
      getRedirectUrl: () => 'http://localhost/oauth2/redirect',
    },
  });
  viewer = await server.signInAs('viewer');
  operator = await server.signInAs('operator');
  administrator = await server.signInAs('administrator');
});
afterAll(async () => {
  await server.app.close();
  await world.close();
  await test.drop();
});

async function call(who: Who, method: Method, url: string, payload?: object) {
  const answer = await server.app.inject({
    method,
    url,
    headers: who.headers,
    ...(payload ? { payload } : {}),
  });
  return { status: answer.statusCode, body: answer.json() };
}

describe('from the catalog to the outcomes', () => {
  it('creates, completes, launches, runs and shows everything about the session', async () => {
    const card = (await call(viewer, 'GET', '/api/connectors?q=test%20users')).body.items[0];
    const created = await call(operator, 'POST', '/api/integrations', {
      connectorId: card.id,
      streamId: card.streams[0].id,
    });
    expect(created.status).toBe(201);
    const url = `/api/integrations/${created.body.id}`;
    const early = await call(operator, 'POST', `${url}/launch`);
    expect(early).toMatchObject({
      status: 422,
      body: { error: { code: 'INTEGRATION_NOT_READY', details: { missing: expect.any(Array) } } },
    });
    const credentialId = await world.addCredential();
    await call(operator, 'PATCH', url, { credentialId, settings: { url: 'https://acme.example.com/' } });
    const saved = await call(operator, 'PUT', `${url}/mapping`, { version: 0, mapping: testMapping });
    expect(saved).toMatchObject({ status: 200, body: { version: 1 } });
    const launched = await call(operator, 'POST', `${url}/launch`);
    expect(launched.body).toMatchObject({
      status: 'active',
      missing: [],
      settings: { url: 'https://acme.example.com' },
    });

    world.users.push(
      { id: 1, email: 'ann@example.com', firstName: 'Ann' },
      { id: 2, email: 'bob@example.com', firstName: 'Bob' },
      { id: 3, email: '', firstName: 'Nobody' },
    );
    const started = await call(operator, 'POST', `${url}/test-run`);
    expect(started.status).toBe(202);
    await world.runNext(started.body.sessionId);
    const payload = await call(operator, 'GET', `/api/sessions/${started.body.sessionId}/payload`);
    expect(JSON.parse(payload.body.text)[0]).toMatchObject({
      raw: { email: 'ann@example.com' },
      mapped: { email: 'ann@example.com', role: 'Employee' },
    });

    const first = (await call(operator, 'POST', `${url}/run`)).body.sessionId;
    await world.runNext(first);
    (world.users[0] as { firstName: string }).firstName = 'Anna';
    const second = (await call(operator, 'POST', `${url}/run`)).body.sessionId;
    await world.runNext(second);

    expect((await call(viewer, 'GET', `/api/sessions/${second}`)).body).toMatchObject({
      kind: 'manual',
      status: 'succeeded',
      requestedByName: 'operator',
      counts: { read: 3, created: 0, updated: 1, unchanged: 1, skipped: 1 },
      recordsPerSecond: expect.any(Number),
      remainingMs: null,
      hasPayload: false,
    });
    const outcomes = async (id: number, outcome: string, query = '') =>
      (await call(operator, 'GET', `/api/sessions/${id}/outcomes?outcome=${outcome}${query}`)).body;
    const page = await outcomes(first, 'created', '&limit=1');
    expect(page.items).toMatchObject([
      { label: 'ann@example.com', nativeId: '1', recordId: expect.any(Number) },
    ]);
    const next = await outcomes(first, 'created', `&limit=1&after=${page.nextAfter}`);
    expect(next).toMatchObject({ items: [{ label: 'bob@example.com' }], nextAfter: null });
    expect((await outcomes(second, 'updated')).items).toMatchObject([
      { label: 'ann@example.com', nativeId: '1', details: { firstName: ['Ann', 'Anna'] } },
    ]);
    expect((await outcomes(second, 'skipped')).items).toMatchObject([
      { reasonCode: 'NO_SYNC_KEY', reason: expect.stringContaining('Email') },
    ]);
    const log = (await call(operator, 'GET', `/api/sessions/${second}/log`)).body.items;
    expect(log.at(-1).message).toContain('1 updated');

    const list = await call(
      operator,
      'GET',
      `/api/sessions?filter=integrationId:eq:${created.body.id}&limit=2`,
    );
    expect(list.body.items.map((session: { id: number }) => session.id)).toEqual([second, first]);
    expect(list.body).toMatchObject({ total: { count: 3, isExact: true }, nextCursor: expect.any(String) });
    const rest = await call(
      operator,
      'GET',
      `/api/sessions?filter=integrationId:eq:${created.body.id}&limit=2&cursor=${list.body.nextCursor}`,
    );
    expect(rest.body.items).toMatchObject([{ kind: 'test' }]);
  });

  it('previews, applies the plan, and cancels', async () => {
    const { id } = await world.addActive('Second');
    world.users.push({ id: 9, email: 'cyd@example.com', firstName: 'Cyd' });
    const preview = (await call(operator, 'POST', `/api/integrations/${id}/preview`)).body.sessionId;
    await world.runNext(preview);
    const planned = await call(operator, 'GET', `/api/sessions/${preview}/outcomes?outcome=created`);
    expect(planned.body.items.at(-1)).toMatchObject({
      label: 'cyd@example.com',
      details: { email: [null, 'cyd@example.com'] },
    });
    const applied = await call(operator, 'POST', `/api/sessions/${preview}/apply`);
    expect(applied.status).toBe(202);
    expect((await call(operator, 'POST', `/api/integrations/${id}/cancel`)).status).toBe(200);
    const again = await call(operator, 'POST', `/api/sessions/${applied.body.sessionId}/cancel`);
    expect(again).toMatchObject({ status: 409, body: { error: { code: 'SESSION_ENDED' } } });
  });
});

describe('who may do what', () => {
  it('lets viewers read, operators run and edit, administrators delete', async () => {
    const { id } = await world.addActive('Guarded');
    const url = `/api/integrations/${id}`;
    expect((await call(viewer, 'GET', url)).status).toBe(200);
    for (const [method, path] of [
      ['PATCH', url],
      ['POST', `${url}/run`],
      ['POST', `${url}/pause`],
      ['PUT', `${url}/mapping`],
      ['DELETE', url],
    ] as const) {
      expect((await call(viewer, method, path, {})).status).toBe(403);
    }
    expect((await call(operator, 'DELETE', url)).status).toBe(403);
    expect((await call(administrator, 'DELETE', url)).status).toBe(200);
    expect((await call(viewer, 'GET', url)).status).toBe(404);
  });
});

describe('lists', () => {
  it('search, filter, sort and page integrations', async () => {
    for (const name of ['List A', 'List B', 'List C']) await world.addActive(name);
    const names = (body: { items: { name: string }[] }) => body.items.map((item) => item.name);
    const first = await call(viewer, 'GET', '/api/integrations?q=list&sort=-name&limit=2');
    expect(names(first.body)).toEqual(['List C', 'List B']);
    const second = await call(
      viewer,
      'GET',
      `/api/integrations?q=list&sort=-name&limit=2&cursor=${first.body.nextCursor}`,
    );
    expect(names(second.body)).toEqual(['List A']);
    const drafts = await call(viewer, 'GET', '/api/integrations?q=list&filter=status:eq:draft');
    expect(drafts.body.total.count).toBe(0);
    expect((await call(viewer, 'GET', '/api/integrations?filter=colour:eq:red')).status).toBe(400);
  });
});

describe('schedules and objects', () => {
  it('says what a schedule means and when it runs', async () => {
    const schedule = { kind: 'weekly', days: ['monday'], timeOfDay: '03:00', timeZone: 'Europe/Berlin' };
    const { body } = await call(viewer, 'POST', '/api/schedules/preview', { schedule });
    expect(body.text).toBe('Every Monday at 03:00 (Europe/Berlin)');
    expect(body.nextRuns).toHaveLength(5);
    const bad = await call(viewer, 'POST', '/api/schedules/preview', {
      schedule: { kind: 'cron', expression: 'x', timeZone: 'UTC' },
    });
    expect(bad).toMatchObject({ status: 422, body: { error: { field: 'schedule.expression' } } });
  });

  it('adds a field and maps to it', async () => {
    const added = await call(operator, 'POST', '/api/objects/people/fields', {
      label: 'Badge',
      type: 'short_text',
      isUnique: true,
    });
    expect(added).toMatchObject({ status: 201, body: { name: 'x_badge', isUnique: true } });
    const { body } = await call(viewer, 'GET', '/api/objects/people');
    expect(body.fields.at(-1)).toMatchObject({ name: 'x_badge', isCustom: true });
    expect((await call(viewer, 'GET', '/api/objects/planets')).status).toBe(404);
  });
});
