import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { counts } from '../../test/helpers/counts.ts';
import { type LocalServer, sendJson, startLocalServer } from '../../test/helpers/local-server.ts';
import { makeTestDb, type TestDb } from '../../test/helpers/with-db.ts';
import { makeTestConnector, makeTestVault, testActor } from '../../test/helpers/with-vault.ts';
import { runApply } from '../apply/run-apply.ts';
import type { ConnectorDefinition } from '../connector-kit/index.ts';
import { isAppError } from '../errors.ts';

/*
 * Whatever is done to addresses, in whatever order: no secret arrives at a server it was not entered for. Every secret
 * entered is a text of its own, and tokens and sessions are made of the secret they were given for, so that what a
 * server has received tells which secrets were there.
 */

const serverCount = 3;
const methods = ['key', 'key-query', 'basic', 'client', 'session', 'code'] as const;
type Method = (typeof methods)[number];
const secretKeys: Record<Method, string> = {
  key: 'apiKey',
  'key-query': 'apiKey',
  basic: 'password',
  client: 'clientSecret',
  session: 'password',
  code: 'clientSecret',
};

const plain = makeTestConnector();
const open: ConnectorDefinition = {
  ...plain,
  auth: plain.auth.map((method) => ({
    ...method,
    fields: method.fields.map((field) =>
      field.key === 'url' ? { ...field, globalVariable: 'Acme.Url' } : { ...field, isRequired: false },
    ),
  })),
};

let testDb: TestDb;
let opened: Awaited<ReturnType<typeof makeTestVault>>;
const servers: LocalServer[] = [];
const definitions = [open];

beforeAll(async () => {
  testDb = await makeTestDb();
  for (let index = 0; index < serverCount; index += 1) {
    const server = await startLocalServer((seen, response) => {
      const text = decodeURIComponent(JSON.stringify(seen));
      const [secret = 'none'] = /secret-\d+/.exec(text) ?? [];
      const code = /code=(\w+)/.exec(seen.body)?.[1];
      const tokens = { access_token: `token-of-${secret}`, refresh_token: `refresh-of-${secret}` };
      sendJson(response, 200, { ...tokens, expires_in: 3600, token: `session-of-${secret}`, code });
    });
    servers.push(server);
  }
  opened = await makeTestVault({ db: testDb.db, definitions });
});
afterAll(async () => {
  await Promise.all([opened.close(), ...servers.map((server) => server.close())]);
  await testDb.drop();
});

const urlOf = (index: number) => (servers[index] as LocalServer).url;
const hostAt = (index: number) => new URL(urlOf(index)).host;

type Step =
  | { do: 'edit'; url?: number | undefined; servers?: number[] | undefined; isEntered: boolean }
  | { do: 'clear' | 'test' | 'rotate' | 'bind' | 'save' | 'restore' | 'sign-in' | 'rename' }
  | {
      do: 'variable' | 'settings' | 'sql-url' | 'sql-servers' | 'definition' | 'next-page' | 'tamper';
      to: number;
    }
  | { do: 'apply'; to: number; isEntered: boolean; updatesSecrets: boolean };

const server = fc.nat({ max: serverCount - 1 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant('edit' as const),
    url: fc.option(server, { nil: undefined }),
    servers: fc.option(fc.uniqueArray(server, { maxLength: 2 }), { nil: undefined }),
    isEntered: fc.boolean(),
  }),
  fc.record({
    do: fc.constantFrom('clear', 'test', 'rotate', 'bind', 'save', 'restore', 'sign-in', 'rename'),
  }),
  fc.record({
    do: fc.constantFrom(
      'variable',
      'settings',
      'sql-url',
      'sql-servers',
      'definition',
      'next-page',
      'tamper',
    ),
    to: server,
  }),
  fc.record({
    do: fc.constant('apply' as const),
    to: server,
    isEntered: fc.boolean(),
    updatesSecrets: fc.boolean(),
  }),
);

interface Row {
  fields: Record<string, string>;
  other_servers: string[];
}

async function run(methodId: Method, steps: readonly Step[]): Promise<void> {
  const { vault, globalVariables, log } = opened;
  const { db } = testDb;
  const retention = { list: async () => [] };
  /** Of each secret: the servers the credential led to when it was entered. */
  const enteredFor = new Map<string, Set<string>>();
  let saved: Record<string, unknown> | undefined;
  let literal: number | undefined;
  const secretKey = secretKeys[methodId];
  const name = `Credential ${Math.random()}`;

  const readRow = async () =>
    (await db.query<Row>('SELECT fields, other_servers FROM credentials WHERE name = $1', [name]))
      .rows[0] as Row;
  const readVariable = async () =>
    (await globalVariables.list()).find(({ key }) => key === 'Acme.Url')?.value ?? undefined;
  const setVariable = async (to: number) => {
    const found = (await globalVariables.list()).find(({ key }) => key === 'Acme.Url');
    if (found) await globalVariables.update(testActor, found.id, { value: urlOf(to) });
    else await globalVariables.create(testActor, { key: 'Acme.Url', value: urlOf(to), isSecret: false });
  };
  const makeSecret = () => `secret-${Math.floor(Math.random() * 1e9)}`;
  /** What a person sees when entering it: the address in the form, the variable behind it, the other servers. */
  const noteEntered = async (secret: string) => {
    const row = await readRow();
    const own = row.fields.url ?? (await readVariable());
    const reached = new Set([...(own ? [new URL(own).host] : []), ...row.other_servers]);
    if (literal !== undefined) reached.add(hostAt(literal));
    enteredFor.set(secret, reached);
  };
  const tolerate = async (work: () => Promise<unknown>) => {
    try {
      await work();
      return true;
    } catch (err) {
      if (!isAppError(err)) throw err;
      return false;
    }
  };

  await setVariable(0);
  const first = makeSecret();
  const { id } = await vault.create(testActor, {
    connectorId: 'acme',
    methodId,
    name,
    fields: { url: urlOf(0), [secretKey]: first, ...(secretKey === 'password' ? { username: 'ada' } : {}) },
  });
  await noteEntered(first);
  const signIn = async () => {
    const { authorizeUrl } = await vault.authorize(testActor, id);
    const state = new URL(authorizeUrl).searchParams.get('state') as string;
    await vault.completeRedirect(testActor, { code: 'code', state });
  };
  if (methodId === 'code') await signIn();
  const enter = async (fields: Record<string, string>, more: object, isEntered: boolean) => {
    const secret = makeSecret();
    const all = { ...fields, ...(isEntered ? { [secretKey]: secret } : {}) };
    const isDone = await tolerate(() => vault.update(testActor, id, { fields: all, ...more }));
    if (isDone && isEntered) await noteEntered(secret);
  };
  const send = (to: number | undefined, path: string) =>
    tolerate(() =>
      vault
        .makeSendPort({
          credentialId: id,
          definition: definitions[0] as ConnectorDefinition,
          log,
          ...(to === undefined ? {} : { extraScope: { settings: { url: urlOf(to) } } }),
        })
        .send({ method: 'GET', path, query: {}, headers: {} }),
    );

  for (const one of steps) {
    switch (one.do) {
      case 'edit':
        await enter(
          one.url === undefined ? {} : { url: urlOf(one.url) },
          one.servers ? { otherServers: one.servers.map(hostAt) } : {},
          one.isEntered,
        );
        break;
      case 'clear':
        await enter({ url: '' }, {}, false);
        break;
      case 'rename':
        await vault.update(testActor, id, { description: `${Math.random()}` });
        break;
      case 'variable':
        await setVariable(one.to);
        break;
      case 'definition':
        literal = literal === undefined ? one.to : undefined;
        definitions[0] =
          literal === undefined ? open : { ...open, client: { ...open.client, baseUrl: urlOf(literal) } };
        break;
      case 'sql-url':
        await db.query('UPDATE credentials SET fields = fields || $2 WHERE id = $1', [
          id,
          JSON.stringify({ url: urlOf(one.to) }),
        ]);
        break;
      case 'sql-servers':
        await db.query('UPDATE credentials SET other_servers = $2 WHERE id = $1', [id, [hostAt(one.to)]]);
        break;
      case 'save':
        saved = (await db.query('SELECT to_jsonb(c) AS row FROM credentials c WHERE id = $1', [id])).rows[0]
          ?.row as Record<string, unknown>;
        break;
      case 'restore':
      case 'tamper': {
        if (!saved) break;
        const fields = saved.fields as Record<string, string>;
        const row =
          one.do === 'tamper'
            ? { ...saved, fields: { ...fields, url: urlOf(one.to) }, is_binding_pending: true }
            : saved;
        await db.query('DELETE FROM credentials WHERE id = $1', [id]);
        await db.query(
          'INSERT INTO credentials OVERRIDING SYSTEM VALUE SELECT * FROM jsonb_populate_record(NULL::credentials, $1)',
          [JSON.stringify(row)],
        );
        break;
      }
      case 'bind':
        await vault.bindOldSecrets();
        await vault.refreshBindings();
        break;
      case 'rotate':
        await vault.rotateMasterKey();
        break;
      case 'sign-in':
        if (methodId === 'code') await tolerate(signIn);
        break;
      case 'apply': {
        const secret = makeSecret();
        const fields = { url: urlOf(one.to), ...(one.isEntered ? { [secretKey]: secret } : {}) };
        const isDone = await tolerate(() =>
          runApply({ vault, globalVariables, retention, findDefinition: () => definitions[0] } as never, {
            wanted: {
              variables: [],
              softwareNames: [],
              placeholders: [],
              integrations: [],
              retention: {},
              credentials: [{ name, connector: 'acme', method: methodId, fields }],
            } as never,
            secrets: new Map([[name, fields]]),
            variables: new Map(),
            isDryRun: false,
            updatesSecrets: one.updatesSecrets,
          }),
        );
        if (isDone && one.isEntered) await noteEntered(secret);
        break;
      }
      case 'test':
        await vault.testCredential(id);
        break;
      case 'settings':
        await send(one.to, '/list');
        break;
      case 'next-page':
        await send(undefined, `${urlOf(one.to)}/list`);
        break;
    }
    await vault.testCredential(id);
    await send(undefined, '/list');
    for (let to = 0; to < serverCount; to += 1) await send(to, '/list');
  }
  for (const [index, { seen }] of servers.entries()) {
    const text = seen.map((entry) => decode(JSON.stringify(entry))).join('\n');
    for (const [secret, reached] of enteredFor)
      if (!reached.has(hostAt(index)) && text.includes(secret))
        expect.fail(`${secret}, entered for ${[...reached].join(', ')}, arrived at ${hostAt(index)}`);
  }
}

/** Basic authentication made readable. */
const decode = (text: string) =>
  decodeURIComponent(text).replace(/Basic ([\w+/=]+)/g, (_, packed: string) =>
    Buffer.from(packed, 'base64').toString(),
  );

test('no sequence of changes makes a secret arrive at a server it was not entered for', async () => {
  let arrivedCount = 0;
  await fc.assert(
    fc
      .asyncProperty(
        fc.constantFrom(...methods),
        fc.array(step, { minLength: 1, maxLength: 10 }),
        async (methodId, steps) => {
          await run(methodId, steps);
          arrivedCount += servers.filter(({ seen }) => JSON.stringify(seen).length > 2).length;
        },
      )
      .afterEach(async () => {
        definitions[0] = open;
        for (const one of servers) one.seen.length = 0;
        await testDb.db.query('DELETE FROM credentials');
      }),
    { numRuns: counts(30, 500) },
  );
  // Secrets did arrive where they may: the test looks at something.
  expect(arrivedCount).toBeGreaterThan(0);
}, 300_000);
