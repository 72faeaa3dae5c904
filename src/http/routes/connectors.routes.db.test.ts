import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeFormField } from '../../../test/helpers/form-field.ts';
import { testDefinition } from '../../../test/helpers/sync-world.ts';
import { makeTestApp, type TestApp } from '../../../test/helpers/with-app.ts';
import { makeTestDb, type TestDb } from '../../../test/helpers/with-db.ts';
import {
  makeTestConnector,
  makeTestVault,
  testActor,
  testOAuthMethod,
} from '../../../test/helpers/with-vault.ts';
import type { ConnectorDefinition } from '../../connector-kit/index.ts';
import { readGuide } from '../../read-guide.ts';

const [usersStream] = testDefinition.streams as [ConnectorDefinition['streams'][number]];
const { saas: _, ...plainStream } = usersStream;
const everyMethod = makeTestConnector().auth;
const methodsOf = (kind: string) => everyMethod.filter((method) => method.kind === kind);

/** Has the name of a real connector's folder, so that its guide is found. */
const ninja = makeTestConnector({
  id: 'ninjaone',
  name: 'Ninja',
  description: 'Remote monitoring of computers.',
  categories: ['RMM', 'Devices'],
  auth: [testOAuthMethod],
  streams: [
    { ...plainStream, id: 'devices', name: 'Ninja devices', object: 'assets' },
    { ...usersStream, id: 'users', name: 'Ninja technicians' },
  ],
});

const mobile = makeTestConnector({
  id: 'mobile',
  name: 'Mobile Manager',
  description: 'Phones 100% under control.',
  categories: ['Devices'],
  settings: [
    makeFormField('host', {
      title: 'Hostname',
      type: 'host',
      help: 'Of the server.',
      example: 'mdm.example.com',
      globalVariable: 'Mobile.Hostname',
      corrections: [{ from: 'mdm.exmaple.com', to: 'mdm.example.com', hint: 'Two letters were exchanged.' }],
    }),
    makeFormField('port', {
      title: 'Port',
      type: 'port',
      defaultValue: '443',
      globalVariable: 'Mobile.Port',
    }),
  ],
  auth: [
    ...methodsOf('basic').map((method) => ({
      ...method,
      fields: [
        makeFormField('server', { title: 'Server', type: 'host', globalVariable: 'Mobile.Hostname' }),
        makeFormField('key', {
          title: 'Key',
          isSecret: true,
          isRequired: false,
          globalVariable: 'Mobile.Key',
        }),
      ],
    })),
    ...methodsOf('session_login'),
  ],
  streams: [{ ...plainStream, id: 'phones', name: 'Phones', object: 'assets' }],
});

const outbound = makeTestConnector({
  id: 'outbound',
  name: 'Alerts',
  description: 'Carries alerts away.',
  categories: ['ITSM'],
  auth: methodsOf('api_key'),
  streams: [],
});

const definitions = [ninja, mobile, outbound];

let test: TestDb;
let opened: Awaited<ReturnType<typeof makeTestVault>>;
let server: TestApp;
const headersOf: Record<string, Record<string, string>> = {};
/** Ids whose guides were asked for. */
const guidesRead: string[] = [];

beforeAll(async () => {
  test = await makeTestDb();
  opened = await makeTestVault({ db: test.db, definitions });
  server = await makeTestApp(test.db, {
    services: {
      connectors: {
        find: (id) => definitions.find((one) => one.id === id),
        list: () => [...definitions],
      },
      getRedirectUrl: () => 'http://localhost/oauth2/redirect',
      readGuide: (id) => {
        guidesRead.push(id);
        return readGuide(id);
      },
      globalVariables: opened.globalVariables,
    },
  });
  for (const role of ['viewer', 'operator', 'administrator'] as const)
    headersOf[role] = (await server.signInAs(role)).headers;
});
afterAll(async () => {
  await server.app.close();
  await opened.close();
  await test.drop();
});

async function get(url: string, role = 'viewer') {
  const answer = await server.app.inject({ method: 'GET', url, headers: headersOf[role] ?? {} });
  return { status: answer.statusCode, text: answer.body, body: answer.json() };
}

async function findIds(query: Record<string, string>): Promise<string[]> {
  const { status, body } = await get(`/api/connectors?${new URLSearchParams(query)}`);
  expect(status).toBe(200);
  return body.items.map((item: { id: string }) => item.id);
}

describe('the catalog', () => {
  it('lists every connector by name, with what its card shows', async () => {
    const { body } = await get('/api/connectors');
    expect(body.items.map((item: { name: string }) => item.name)).toEqual([
      'Alerts',
      'Mobile Manager',
      'Ninja',
    ]);
    expect(body.items[2]).toMatchObject({
      id: 'ninjaone',
      categories: ['RMM', 'Devices'],
      objects: ['people', 'assets', 'saas'],
      directions: ['in'],
      auth: [{ id: 'code', title: 'OAuth 2.0', kind: 'oauth2' }],
      variables: [],
      streams: [
        { id: 'devices', name: 'Ninja devices', object: 'assets', fillsSoftware: false, mayFillSaas: false },
        { id: 'users', name: 'Ninja technicians', object: 'people', fillsSoftware: false, mayFillSaas: true },
      ],
    });
    expect(body.items[0]).toMatchObject({ objects: [], directions: [], streams: [] });
  });

  it.each([
    ['its name', 'ninja', ['ninjaone']],
    ['another case and spaces around', '  NINJA ', ['ninjaone']],
    ['a word of its description', 'monitoring', ['ninjaone']],
    ['a category', 'itsm', ['outbound']],
    ['the name of a stream', 'technicians', ['ninjaone']],
    ['words from several places', 'devices phones', ['mobile']],
    ['words that never stand together', 'ninja phones', []],
    ['what would be a wildcard elsewhere', '100%', ['mobile']],
    ['a wildcard', '%', ['mobile']],
    ['nothing', '', ['outbound', 'mobile', 'ninjaone']],
  ])('finds a connector by %s', async (_how, q, ids) => {
    expect(await findIds({ q })).toEqual(ids);
  });

  it.each<[Record<string, string>, string[]]>([
    [{ category: 'Devices' }, ['mobile', 'ninjaone']],
    [{ category: 'devices' }, []],
    [{ object: 'assets' }, ['mobile', 'ninjaone']],
    [{ object: 'people' }, ['ninjaone']],
    [{ object: 'saas' }, ['ninjaone']],
    [{ object: 'saas_accounts' }, []],
    [{ authKind: 'oauth2' }, ['ninjaone']],
    [{ authKind: 'basic' }, ['mobile']],
    [{ authKind: 'session_login' }, ['mobile']],
    [{ authKind: 'api_key' }, ['outbound']],
    [{ category: 'Devices', object: 'assets', authKind: 'basic', q: 'phone' }, ['mobile']],
    [{ category: 'Devices', object: 'people', authKind: 'basic' }, []],
  ])('narrowed by %j', async (query, ids) => {
    expect(await findIds(query)).toEqual(ids);
  });

  it('says what the whole catalog can be narrowed by, whatever is found', async () => {
    const facets = {
      categories: ['Devices', 'ITSM', 'RMM'],
      objects: ['people', 'assets', 'saas'],
      authKinds: ['oauth2', 'api_key', 'basic', 'session_login'],
    };
    expect((await get('/api/connectors')).body.facets).toEqual(facets);
    expect((await get('/api/connectors?q=nothing-like-it&category=RMM')).body).toEqual({ items: [], facets });
  });

  it.each(['object=cars', 'authKind=magic', 'unknown=1', `q=${'x'.repeat(101)}`])(
    'refuses %s',
    async (query) => {
      expect((await get(`/api/connectors?${query}`)).status).toBe(400);
    },
  );
});

describe('one connector', () => {
  it('has the forms with their corrections, the scopes with their reasons and the redirect URL', async () => {
    const { body } = await get('/api/connectors/mobile');
    expect(body.redirectUrl).toBe('http://localhost/oauth2/redirect');
    expect(body.settings[0]).toMatchObject({
      key: 'host',
      globalVariable: 'Mobile.Hostname',
      corrections: [{ from: 'mdm.exmaple.com', to: 'mdm.example.com', hint: 'Two letters were exchanged.' }],
    });
    expect((await get('/api/connectors/ninjaone')).body.auth[0]).toMatchObject({
      needsSignIn: true,
      scopes: [{ name: 'read', reason: 'To read', isDefault: true }, {}, { name: 'write', isDefault: false }],
    });
  });

  it('that does not exist is not found', async () => {
    const answer = await get('/api/connectors/nobody');
    expect(answer).toMatchObject({ status: 404, body: { error: { code: 'API_NOT_FOUND' } } });
  });
});

describe('the set-up guide', () => {
  it('comes as Markdown; a connector without one says so', async () => {
    const { status, body } = await get('/api/connectors/ninjaone/guide');
    expect(status).toBe(200);
    expect(body.markdown).toContain('## Set-up');
    expect(await get('/api/connectors/mobile/guide')).toMatchObject({
      status: 200,
      body: { markdown: null },
    });
  });

  it.each([
    'nobody',
    'citrix-cloud',
    '..',
    '..%2F..%2Fsrc',
    '%2e%2e%2f%2e%2e%2fetc%2fpasswd',
    '..%5C..%5Csrc',
    'ninjaone%2F..%2F..%2Fdocs',
    'NINJAONE',
  ])('of %s is not there, and no file is read for it', async (id) => {
    guidesRead.length = 0;
    const { status, text } = await get(`/api/connectors/${id}/guide`);
    expect(status).toBe(404);
    expect(text).not.toContain('markdown');
    expect(guidesRead).toEqual([]);
  });

  it('of a name with U+0000 is refused at the door', async () => {
    guidesRead.length = 0;
    expect((await get('/api/connectors/ninjaone%00/guide')).status).toBe(400);
    expect(guidesRead).toEqual([]);
  });
});

describe('the global variables a connector wants', () => {
  const list = async (role: string) => {
    const { status, body, text } = await get('/api/connectors/mobile/variables', role);
    expect(status).toBe(200);
    return { items: body.items as Record<string, unknown>[], text };
  };

  it('are named with what they are for, before they are set', async () => {
    expect((await list('viewer')).items).toEqual([
      {
        key: 'Mobile.Hostname',
        isSet: false,
        isSecret: false,
        value: null,
        fields: ['Hostname', 'Server'],
        help: 'Of the server.',
        example: 'mdm.example.com',
        isRequired: true,
      },
      expect.objectContaining({ key: 'Mobile.Port', isSet: false, isRequired: false }),
      expect.objectContaining({ key: 'Mobile.Key', isSet: false, isSecret: true, isRequired: false }),
    ]);
  });

  it('show values to operators, names to viewers and secrets to nobody', async () => {
    const { globalVariables } = opened;
    await globalVariables.create(testActor, {
      key: 'Mobile.Hostname',
      value: 'planted.example.com',
      isSecret: false,
    });
    await globalVariables.create(testActor, { key: 'Mobile.Key', value: 'planted-secret', isSecret: true });
    const entriesOf = (items: Record<string, unknown>[], key: string) =>
      items
        .filter((item) => item.key === key)
        .map(({ isSet, isSecret, value }) => ({ isSet, isSecret, value }));
    for (const role of ['viewer', 'operator', 'administrator']) {
      const { items, text } = await list(role);
      const value = role === 'viewer' ? null : 'planted.example.com';
      expect(entriesOf(items, 'Mobile.Hostname')).toEqual([{ isSet: true, isSecret: false, value }]);
      expect(entriesOf(items, 'Mobile.Key')).toEqual([{ isSet: true, isSecret: true, value: null }]);
      expect(text.includes('planted.example.com')).toBe(role !== 'viewer');
      expect(text).not.toContain('planted-secret');
    }
  });

  it('are none for a connector whose forms need none, and not found for an unknown one', async () => {
    expect((await get('/api/connectors/outbound/variables')).body).toEqual({ items: [] });
    expect((await get('/api/connectors/nobody/variables')).status).toBe(404);
  });

  it('are told to nobody who is not signed in', async () => {
    const answer = await server.app.inject({ method: 'GET', url: '/api/connectors/mobile/variables' });
    expect(answer.statusCode).toBe(401);
  });
});
