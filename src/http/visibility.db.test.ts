import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ninjaone } from '../../connectors/ninjaone/definition.ts';
import { type ApiDescription, listCalls, type RouteCall } from '../../test/helpers/every-route.ts';
import { admin, makeReadyWorld, type ReadyWorld, usersMapping } from '../../test/helpers/muster-world.ts';
import { type Role, roles } from '../model/actor.ts';
import { maySee, type Visible, visibility } from '../model/visibility.ts';

/**
 * The table of `visibility.ts`, cell by cell: a marked value of each kind is stored wherever Muster keeps such values,
 * then every route is called as every role, and each answer is searched for it, also what is said to somebody who changes
 * what has changed meanwhile.
 */
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
const kinds = Object.keys(visibility) as Visible[];
const markOf = (what: Visible) => `mark-${what.replaceAll('_', '-')}-q7`;

/** Called with an example they refuse; what they say then is searched too. */
const silentRoutes = [
  'GET /api/objects/{object}/fields/{name}',
  'GET /oauth2/redirect',
  'POST /api/erasures/{id}/release',
  'POST /api/integrations/{id}/cancel',
  'POST /api/integrations/{id}/launch',
  'POST /api/me/passkeys',
  'POST /api/me/passkeys/{id}/remove',
  'POST /api/me/password',
  'POST /api/me/recovery-codes',
  'POST /api/me/sessions/{id}/end',
  'POST /api/me/totp/confirm',
  'POST /api/sessions/{id}/cancel',
  'POST /api/sessions/{id}/drift/acknowledge',
  'POST /api/setup',
  'POST /api/sign-in',
  'POST /api/sign-in/second-factor',
  'POST /api/users/{id}/reset-second-factor',
];
/** Texts that quote nobody: of Muster itself, or only in answers to operators. */
const unmarkedTexts = [
  'Connector.reason',
  'ErrorResponse.message',
  'Integration.message',
  'Liveness.message',
  'Readiness.message',
];
/** Ends the session, or takes away whom the others look for. */
const leftOut = ['/api/sign-out', '/api/records/people/{id}/erase'];
const bodies: Record<string, unknown> = {
  '/api/credentials/{id}/change-check': {},
  '/api/global-variables/change-check': { key: 'Own.Variable', value: 'x' },
  '/api/credentials': { connectorId: 'ninjaone', methodId: ninjaone.auth[0]?.id, isDraft: true },
  '/api/global-variables': { key: 'Own.Variable', value: 'x' },
  '/api/integrations': { connectorId: 'ninjaone', streamId: 'users' },
  '/api/me/passkeys/options': { currentPassword: admin.password },
  '/api/me/totp': { currentPassword: admin.password },
  '/api/me/totp/remove': { currentPassword: admin.password },
  '/api/users': { email: 'new@example.com', name: 'New', role: 'viewer', password: admin.password },
};
/** Changes that leave the marks where they are. */
const changes: Record<string, () => unknown> = {
  'PATCH /api/credentials/{id}': () => ({ description: 'Changed' }),
  'PATCH /api/global-variables/{id}': () => ({}),
  'PATCH /api/integrations/{id}': () => ({ name: 'Renamed' }),
  'PATCH /api/objects/{object}/fields/{name}': () => ({ label: 'Own field too' }),
  'PATCH /api/placeholders/{id}': () => ({ value: 'none of them' }),
  'PATCH /api/records/{object}/{id}': () => ({ version: versions.record, values: { notes: 'Driver' } }),
  'PATCH /api/retention': () => ({ notifications: 30 }),
  'PATCH /api/software-normalizations/{id}': () => ({ incomingName: 'sample', standardName: 'Other sample' }),
  'PATCH /api/users/{id}': () => ({ name: 'Newer' }),
  'PUT /api/integrations/{id}/mapping': () => ({
    version: versions.mapping,
    mapping: { rows: usersMapping.rows, condition: `{{ email == "${markOf('templates')}" }}` },
  }),
  'PUT /api/sign-in-rules': () => ({ secondFactorRoles: [] }),
};
/** What nobody has read: every field that is there has changed since, and the answer says to what. */
const expected = Object.fromEntries(
  [
    'caBundlePem',
    'credential',
    'description',
    'fields',
    'health',
    'incomingName',
    'isSecret',
    'label',
    'lastName',
    'lastSession',
    'message',
    'name',
    'otherServers',
    'problem',
    'secret',
    'settings',
    'standardName',
    'statusReason',
    'value',
    'values',
  ].map((field) => [field, 'what nobody has read']),
);

/** Where operators or administrators meet each kind: without these the empty cells would prove nothing. */
const expectedPlaces: Partial<Record<Visible, string[]>> = {
  mapped_values: [
    'GET /api/parked-records',
    'GET /api/records/{object}',
    'GET /api/records/{object}/export',
    'GET /api/records/{object}/{id}',
    'GET /api/records/{object}/{id}/history',
    'GET /api/sessions/{id}/outcomes',
    'PATCH /api/records/{object}/{id}',
  ],
  settings: [
    'GET /api/credentials',
    'GET /api/credentials/{id}',
    'GET /api/integrations',
    'GET /api/integrations/{id}',
    'PATCH /api/credentials/{id}',
    'PATCH /api/integrations/{id}',
  ],
  templates: [
    'GET /api/integrations/{id}/mapping',
    'POST /api/integrations/{id}/mapping/preview',
    'PUT /api/integrations/{id}/mapping',
  ],
  global_values: [
    'GET /api/connectors/{id}/variables',
    'GET /api/global-variables',
    'PATCH /api/global-variables/{id}',
    'POST /api/integrations/{id}/mapping/preview',
  ],
  vendor_payload: [
    'GET /api/integrations/{id}/sample',
    'GET /api/records/{object}/{id}/sources/{sourceId}',
    'GET /api/sessions/{id}/payload',
    'POST /api/integrations/{id}/mapping/preview',
  ],
  log: [
    'GET /api/credentials',
    'GET /api/credentials/{id}',
    'GET /api/integrations',
    'GET /api/integrations/{id}',
    'GET /api/notifications',
    'GET /api/overview',
    'GET /api/parked-records',
    'GET /api/sessions',
    'GET /api/sessions/{id}',
    'GET /api/sessions/{id}/log',
    'GET /api/sessions/{id}/outcomes',
    'GET /api/sessions/{id}/payload',
  ],
  audit: ['GET /api/audit'],
};

let world: ReadyWorld;
let api: ApiDescription;
let mapping: unknown;
const headers = {} as Record<Role, Record<string, string>>;
/** Routes whose answers had the mark, by role and kind. */
const seen = {} as Record<Role, Record<Visible, Set<string>>>;
const answered = new Set<string>();
/** Changes of what has changed meanwhile, which are told to what. */
const conflicts = new Set<string>();
const ids: Record<string, string[]> = {};
/** Of what a change is made from. */
const versions = { mapping: 0, record: 0 };

beforeAll(async () => {
  world = await makeReadyWorld({ simulator: { users: 5 } });
  const sessionIds: string[] = [];
  for (const kind of ['run', 'test-run', 'preview'] as const)
    sessionIds.push(String((await world.run(kind)).id));
  await seedMarks(sessionIds.map(Number));
  for (const role of roles) {
    headers[role] = await signInAs(role);
    seen[role] = Object.fromEntries(kinds.map((what) => [what, new Set<string>()])) as never;
  }
  await seedNotifications();
  const person = await readId('SELECT min(id) AS id FROM people');
  const source = await readId(`SELECT min(id) AS id FROM source_records WHERE record_id = ${person}`);
  const field = await world.client.call<{ name: string }>('POST', '/api/objects/people/fields', {
    label: 'Own field',
    type: 'short_text',
  });
  Object.assign(ids, {
    fields: [field.name],
    integrations: [String(world.integrationId)],
    credentials: [String(world.credentialId)],
    sessions: sessionIds,
    connectors: ['ninjaone', 'citrix-endpoint-management'],
    records: [String(person)],
    sources: [String(source)],
    users: [await readId('SELECT min(id) AS id FROM users')].map(String),
  });
  api = (await (await fetch(`${world.url}/openapi.json`)).json()) as ApiDescription;
  // What is only read comes first: what is started later may write, and what is deleted is gone.
  for (const method of methods) {
    if (method === 'PUT') await prepareChanges();
    for (const role of roles) {
      await readVersions();
      for (const call of listEveryCall(method)) await search(role, call);
    }
  }
});
afterAll(() => world.close());

async function readId(text: string): Promise<number> {
  const { rows } = await world.test.db.query<{ id: number }>(text);
  return Number(rows[0]?.id);
}

/** What was made meanwhile may be changed and deleted beside what is marked. */
async function prepareChanges(): Promise<void> {
  const every = async (table: string, where = 'true') =>
    (
      await world.test.db.query<{ id: number }>(`SELECT id FROM ${table} WHERE ${where} ORDER BY id`)
    ).rows.map(({ id }) => String(id));
  await world.test.db.query('UPDATE people SET archived_at = now() WHERE id = (SELECT max(id) FROM people)');
  Object.assign(ids, {
    credentials: await every('credentials'),
    'global-variables': await every('global_variables'),
    placeholders: await every('placeholder_values', 'id = (SELECT max(id) FROM placeholder_values)'),
    records: [...(ids['records'] ?? []), ...(await every('people', 'archived_at IS NOT NULL'))],
    'software-normalizations': await every('software_normalizations'),
    users: await every('users', `email = 'new@example.com'`),
  });
}

async function readVersions(): Promise<void> {
  versions.mapping = await readId(
    `SELECT max(version) AS id FROM mappings WHERE integration_id = ${world.integrationId}`,
  );
  versions.record = await readId(`SELECT version AS id FROM people WHERE id = ${ids['records']?.[0]}`);
}

async function seedMarks(sessionIds: number[]): Promise<void> {
  const { db } = world.test;
  const [live = 0, test = 0, preview = 0] = sessionIds;
  const run = (text: string, values: unknown[] = []) => db.query(text, values);

  await run(`UPDATE people SET last_name = $1`, [markOf('mapped_values')]);
  await run(
    `INSERT INTO record_changes (object, record_id, kind, actor, at, session_id, integration_id, changes)
     SELECT 'people', id, 'updated', 'Vendor', now(), $2, $3, jsonb_build_object('lastName', jsonb_build_array(NULL, $1::text))
       FROM people`,
    [markOf('mapped_values'), live, world.integrationId],
  );
  await run(
    `INSERT INTO plan_items (session_id, seq, outcome, native_id, reason, details, payload)
     VALUES ($1, 1000, 'updated', '9', $2, $3::jsonb, $4::json)`,
    [
      preview,
      markOf('log'),
      JSON.stringify({ lastName: [null, markOf('mapped_values')] }),
      JSON.stringify({ unmapped: markOf('vendor_payload') }),
    ],
  );

  const payload = JSON.stringify({ id: 1, email: 'a@example.com', unmapped: markOf('vendor_payload') });
  await run('UPDATE source_records SET payload = $1::json', [payload]);
  await run(`UPDATE sessions SET test_payload = $1::json WHERE id = $2`, [
    JSON.stringify([{ outcome: 'created', raw: JSON.parse(payload), mapped: {}, reason: markOf('log') }]),
    test,
  ]);
  await run(
    `INSERT INTO integration_samples (integration_id, fetched_at, records) VALUES ($1, now(), $2::json)
     ON CONFLICT (integration_id) DO UPDATE SET records = EXCLUDED.records`,
    [world.integrationId, JSON.stringify([JSON.parse(payload)])],
  );

  const stored = await world.client.call<{ version: number }>(
    'GET',
    `/api/integrations/${world.integrationId}/mapping`,
  );
  mapping = {
    rows: [
      ...usersMapping.rows,
      { target: 'notes', source: { kind: 'path', path: '{{ Citrix.Hostname }}' }, writeRule: 'always' },
      { target: 'company', source: { kind: 'literal', value: markOf('templates') }, writeRule: 'always' },
    ],
  };
  await world.client.call('PUT', `/api/integrations/${world.integrationId}/mapping`, {
    version: stored.version,
    mapping: { rows: usersMapping.rows, condition: `{{ email == "${markOf('templates')}" }}` },
  });

  for (const [key, value, isSecret] of [
    ['Citrix.Hostname', markOf('global_values'), false],
    ['Ninja.Secret', markOf('secrets'), true],
  ] as const)
    await world.client.call('POST', '/api/global-variables', { key, value, isSecret });

  await run(`UPDATE integrations SET settings = jsonb_build_object('note', $1::text), ca_bundle_pem = $1`, [
    markOf('settings'),
  ]);
  await run(
    `UPDATE credentials SET fields = fields || jsonb_build_object('clientId', $1::text),
    other_servers = ARRAY[$1], status_reason = $2`,
    [markOf('settings'), markOf('log')],
  );

  await run(
    `INSERT INTO session_log (session_id, at, level, message) SELECT id, now(), 'warning', $1 FROM sessions`,
    [markOf('log')],
  );
  await run(`UPDATE sessions SET error_message = $1, drift = $1, error_code = 'VENDOR_HTTP'`, [
    markOf('log'),
  ]);
  await run(`UPDATE sessions SET status = 'failed' WHERE id = $1`, [live]);
  await run(
    `INSERT INTO session_outcomes (session_id, outcome, native_id, reason_code, reason)
     SELECT $1, outcome, '9', 'MAPPING_FAILED', $2 FROM unnest(ARRAY['skipped', 'failed', 'warning', 'ambiguous']) AS outcome`,
    [live, markOf('log')],
  );
  await run(
    `INSERT INTO parked_records (integration_id, native_id, object, reason_code, reason, candidates, mapped, first_session_id,
       last_session_id, first_seen_at, last_seen_at)
     SELECT $1, '9', 'people', 'KEYS_DISAGREE', $2, ARRAY[min(id)], jsonb_build_object('lastName', $3::text), $4, $4, now(), now()
       FROM people`,
    [world.integrationId, markOf('log'), markOf('mapped_values'), live],
  );

  await run(
    `INSERT INTO audit_log (actor, source, action, target_type, target_name, details)
     VALUES ($1, 'ui', 'thing.changed', 'thing', $1, jsonb_build_object('what', $1::text))`,
    [markOf('audit')],
  );
}

const seedNotifications = () =>
  world.test.db.query(
    `INSERT INTO notifications (user_id, at, level, title, message) SELECT id, now(), 'error', 'Failed', $1 FROM users`,
    [markOf('log')],
  );

async function signInAs(role: Role): Promise<Record<string, string>> {
  const email = role === 'administrator' ? admin.email : `${role}@example.com`;
  if (role !== 'administrator') {
    await world.client.call('POST', '/api/users', { email, name: role, role, password: admin.password });
  }
  const answer = await fetch(`${world.url}/api/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password: admin.password }),
  });
  const me = (await answer.json()) as { csrfToken: string };
  const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
  return { cookie, 'x-csrf-token': me.csrfToken };
}

function listEveryCall(method: string): RouteCall[] {
  const calls = listCalls(api, [method], fillParam, (_method, path) =>
    path.endsWith('/mapping/preview') ? { mapping } : (changes[`${method} ${path}`]?.() ?? bodies[path]),
  )
    .filter(({ path }) => !leftOut.includes(path))
    // A session settles what was parked: what starts one comes last.
    .toSorted(
      (left, right) => Number(startsSession.test(left.path)) - Number(startsSession.test(right.path)),
    );
  if (method !== 'PATCH') return calls;
  return calls.flatMap((one) => [{ ...one, body: { ...(one.body as object), expected } }, one]);
}

function fillParam(path: string, name: string, place: string): readonly string[] | undefined {
  const [, , area = ''] = path.split('/');
  if (place === 'query') return name === 'format' ? ['csv', 'ndjson'] : undefined;
  if (name === 'object') return area === 'records' || area === 'objects' ? ['people'] : undefined;
  if (name === 'sourceId') return ids.sources;
  if (name === 'name') return ids.fields;
  return name === 'id' ? ids[area] : undefined;
}

/** A stream of events is read for a moment; everything else to its end. */
async function readAnswer(answer: Response): Promise<string> {
  if (!answer.headers.get('content-type')?.includes('event-stream')) return answer.text();
  const reader = answer.body?.getReader();
  const ended = new Promise<{ value?: undefined }>((resolve) => setTimeout(() => resolve({}), 1_000));
  let text = '';
  for (;;) {
    const part = await Promise.race([reader?.read() ?? ended, ended]);
    if (!part.value) break;
    text += Buffer.from(part.value).toString('utf8');
  }
  await reader?.cancel();
  return text;
}

async function call(role: Role, { method, url, body }: RouteCall): Promise<{ status: number; text: string }> {
  const answer = await fetch(`${world.url}${url}`, {
    method,
    headers: { ...headers[role], 'content-type': 'application/json' },
    ...(method === 'GET' ? {} : { body: JSON.stringify(body ?? {}) }),
  });
  return { status: answer.status, text: await readAnswer(answer) };
}

/** Refused while another session of the integration is under way. */
const startsSession = /^\/api\/(integrations|sessions)\/\{id\}\/(run|test-run|preview|apply|resume)$/;

async function waitForSessions(): Promise<void> {
  const countOpen = () => readId(`SELECT count(*) AS id FROM sessions WHERE status IN ('queued', 'running')`);
  await vi.waitFor(async () => expect(await countOpen()).toBe(0), { timeout: 60_000, interval: 50 });
}

async function search(role: Role, route: RouteCall): Promise<void> {
  if (route.method === 'POST' && startsSession.test(route.path)) await waitForSessions();
  const { status, text } = await call(role, route);
  const name = `${route.method} ${route.path}`;
  if (status < 300) answered.add(name);
  if (status === 409 && text.includes('API_CHANGED_MEANWHILE')) conflicts.add(name);
  for (const what of kinds) if (text.includes(markOf(what))) seen[role][what].add(name);
}

describe('who sees what', () => {
  it('calls every route so that it answers, but for those that need more than an example', () => {
    const every = methods.flatMap(listEveryCall);
    const names = new Set(every.map(({ method, path }) => `${method} ${path}`));
    expect([...names].filter((name) => !answered.has(name) && !silentRoutes.includes(name))).toEqual([]);
  });

  it('changes what has changed meanwhile, and is told to what', () => {
    const every = Object.keys(changes).filter((name) => name.startsWith('PATCH ') && name.includes('{'));
    expect([...conflicts].sort()).toEqual(every.sort());
  });

  it('finds each kind in every place it is kept', () => {
    for (const [what, places] of Object.entries(expectedPlaces)) {
      const found = [...seen.operator[what as Visible], ...seen.administrator[what as Visible]];
      expect([what, found]).toEqual([what, expect.arrayContaining(places)]);
    }
  });

  it('marks every text that tells how something went, so that a new one is not forgotten', () => {
    const unmarked = new Set<string>();
    const look = (schema: Record<string, unknown>, where: string): void => {
      for (const [key, part] of Object.entries(schema)) {
        if (typeof part !== 'object' || part === null) continue;
        const inside = part as Record<string, unknown>;
        if (/^(error)?message$|reason$/i.test(key) && !('x-shows' in inside)) unmarked.add(`${where}.${key}`);
        if (!('x-shows' in inside)) look(inside, where);
      }
    };
    for (const [name, schema] of Object.entries(api.components?.schemas ?? {})) look({ ...schema }, name);
    expect([...unmarked].sort()).toEqual(unmarkedTexts);
  });

  describe.each(roles)('as %s', (role) => {
    it.each(kinds)('%s', (what) => {
      const found = [...seen[role][what]];
      if (maySee(role, what)) expect(found).not.toEqual([]);
      else expect(found).toEqual([]);
    });

    it('finds nothing by searching for what is hidden', async () => {
      for (const what of kinds.filter((kind) => !maySee(role, kind))) {
        for (const route of listEveryCall('GET')) {
          const takesQ = api.paths[route.path]?.get?.parameters?.some(({ name }) => name === 'q');
          if (!takesQ || route.url.includes('/export')) continue;
          const url = `${route.url}${route.url.includes('?') ? '&' : '?'}q=${markOf(what)}`;
          const { status, text } = await call(role, { ...route, url });
          if (status === 403) continue;
          const { total } = JSON.parse(text) as { total?: { count: number } };
          if (total) expect([what, route.path, total.count]).toEqual([what, route.path, 0]);
        }
      }
    });
  });
});
