import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeTestConnector } from '../../test/helpers/test-vendor.ts';
import { makeTestDb, type TestDb } from '../../test/helpers/with-db.ts';
import { makeTestVault, testActor } from '../../test/helpers/with-vault.ts';
import type { Vault } from '../vault/vault.ts';
import type { GlobalVariablesService } from './global-variables-service.ts';

const vendor = makeTestConnector();
const connector = {
  ...vendor,
  auth: [
    ...vendor.auth,
    {
      id: 'key',
      kind: 'api_key' as const,
      title: 'Key and address',
      fields: [
        { key: 'url', title: 'URL', help: '', type: 'url' as const, isRequired: true },
        { key: 'apiKey', title: 'Key', help: '', type: 'text' as const, isRequired: true, isSecret: true },
      ],
      placement: { in: 'header' as const, name: 'x-key', value: '{{ fields.apiKey }}' },
    },
  ],
  client: { ...vendor.client, headers: { 'x-site': "{{ globals['Acme.Header'] }}" } },
  settings: [
    {
      key: 'host',
      title: 'Server',
      help: '',
      type: 'host' as const,
      isRequired: false,
      globalVariable: 'Acme.Server',
    },
    {
      key: 'port',
      title: 'Port',
      help: 'Of the server.',
      type: 'port' as const,
      isRequired: true,
      globalVariable: 'Acme.Port',
    },
  ],
};
let world: TestDb;
let vault: Vault;
let globalVariables: GlobalVariablesService;
let close: () => Promise<void>;
beforeAll(async () => {
  world = await makeTestDb();
  ({ vault, globalVariables, close } = await makeTestVault({ db: world.db, definitions: [connector] }));
});
afterAll(async () => {
  await close();
  await world.drop();
});
beforeEach(async () => {
  await world.db.query('TRUNCATE global_variables; DELETE FROM integrations');
});

const add = (key: string, value: string, isSecret = false) =>
  globalVariables.create(testActor, { key, value, isSecret });
async function addIntegration(settings: object, mapping?: object): Promise<number> {
  const { rows } = await world.db.query<{ id: number }>(
    `INSERT INTO integrations (name, connector_id, stream_id, object, schedule, settings)
     VALUES ('Acme devices', 'test-vendor', 'rows', 'people', '{"kind":"manual"}', $1) RETURNING id`,
    [JSON.stringify(settings)],
  );
  const id = rows[0]?.id as number;
  if (mapping)
    await world.db.query('INSERT INTO mappings (integration_id, version, mapping) VALUES ($1, 1, $2)', [
      id,
      JSON.stringify(mapping),
    ]);
  return id;
}
const list = async (mayReadValues = true, q?: string) =>
  (await globalVariables.listPage(q === undefined ? {} : { q }, { mayReadValues })).items;

describe('where a variable is used', () => {
  test('by an empty field that falls back on it, by a text that names it; deleting is refused with the list', async () => {
    const port = await add('Acme.Port', '8443');
    const site = await add('Acme.Site', 'Berlin');
    const idle = await add('Acme.Idle', 'x');
    const id = await addIntegration({}, { rows: [{ source: { kind: 'path', path: '{{ Acme.Site }}' } }] });
    const found = new Map((await list()).map((item) => [item.key, item]));
    expect(found.get('Acme.Port')).toMatchObject({
      uses: [{ kind: 'integration', id, name: 'Acme devices' }],
      wantedBy: [{ connectorId: 'test-vendor', connectorName: 'Test vendor', fields: ['Port'] }],
    });
    expect(found.get('Acme.Site')?.uses).toEqual([{ kind: 'mapping', id, name: 'Acme devices' }]);
    expect(found.get('Acme.Idle')?.uses).toEqual([]);
    await expect(globalVariables.delete(testActor, port.id)).rejects.toMatchObject({
      code: 'VAULT_VARIABLE_IN_USE',
      message: expect.stringContaining('integration "Acme devices"'),
    });
    await expect(globalVariables.delete(testActor, site.id)).rejects.toMatchObject({
      message: expect.stringContaining('the mapping of "Acme devices"'),
    });
    await globalVariables.delete(testActor, idle.id);
    await world.db.query(`UPDATE integrations SET settings = '{"port":"9"}'`);
    await globalVariables.delete(testActor, port.id);
    expect((await list()).map(({ key }) => key)).toEqual(['Acme.Site']);
  });
});

describe('what counts as a use', () => {
  test.each([
    ['{{ Acme.Site }}', true],
    ["{{ globals['Acme.Site'] | upper }}", true],
    ['{{ globals["Acme.Site"] }}', true],
    ['x {{ 1 }} {{ globals.Acme.Site }}', true],
    ["{{ Acme['Site'] }}", true],
    ['{{ Acme.Sites }}', false],
    ['{{ MyAcme.Site }}', false],
    ['{{ response.Acme.Site }}', false],
    ['https://Acme.Site/', false],
  ])('%s in a setting: %s', async (text, isUse) => {
    const { id } = await add('Acme.Site', 'Berlin');
    await addIntegration({ url: text });
    const [found] = await list();
    expect(found?.uses.length).toBe(isUse ? 1 : 0);
    if (isUse)
      await expect(globalVariables.delete(testActor, id)).rejects.toMatchObject({
        code: 'VAULT_VARIABLE_IN_USE',
        details: { uses: [expect.objectContaining({ kind: 'integration', name: 'Acme devices' })] },
      });
    else await globalVariables.delete(testActor, id);
  });

  test('an integration whose connector names it in its requests uses it', async () => {
    await add('Acme.Header', 'x');
    const wish = { connectorId: 'test-vendor', connectorName: 'Test vendor', fields: [] };
    expect(await list()).toMatchObject([{ uses: [], wantedBy: [wish] }]);
    await addIntegration({ host: 'h' });
    expect(await list()).toMatchObject([{ uses: [{ kind: 'integration' }] }]);
  });

  test('a credential whose value names it', async () => {
    await add('Acme.Account', 'main');
    const { id } = await vault.create(testActor, {
      name: 'Named',
      connectorId: connector.id,
      methodId: 'key',
      fields: { url: 'https://{{ Acme.Account }}.example.com', apiKey: 'k' },
    });
    expect((await vault.get(id)).fields['url']).toBe('https://{{ Acme.Account }}.example.com');
    expect((await vault.getReadScope(id)).fields['url']).toBe('https://main.example.com');
    expect(await list()).toMatchObject([{ uses: [{ kind: 'credential', id, name: 'Named' }] }]);
    await vault.delete(testActor, id);
  });
});

describe('a secret variable', () => {
  test('fills a credential, but not what requests and mappings may read', async () => {
    await add('Acme.Account', 'planted-account', true);
    const { id } = await vault.create(testActor, {
      name: 'Secret',
      connectorId: connector.id,
      methodId: 'key',
      fields: { url: 'https://{{ Acme.Account }}.example.com', apiKey: 'k' },
    });
    const seen = JSON.stringify([await vault.getReadScope(id), await vault.get(id), await list()]);
    expect(seen).not.toContain('planted');
    expect((await globalVariables.getScope())['Acme']).toEqual({ Account: 'planted-account' });
    await vault.delete(testActor, id);
  });

  test('stays unreadable: its value must be entered again to open it', async () => {
    const { id } = await add('Acme.Token', 'planted-token', true);
    await expect(globalVariables.update(testActor, id, { isSecret: false })).rejects.toMatchObject({
      field: 'value',
    });
    await globalVariables.update(testActor, id, { isSecret: false, value: 'open' });
    expect(await list()).toMatchObject([{ value: 'open', isSecret: false }]);
    const { rows } = await world.db.query<{ action: string; details: unknown }>(
      `SELECT action, details FROM audit_log WHERE target_name = 'Acme.Token' ORDER BY id`,
    );
    expect(rows.map(({ action }) => action)).toEqual(['global_variable.created', 'global_variable.updated']);
    expect(JSON.stringify(rows)).not.toMatch(/planted|open"/);
  });
});

describe('the key', () => {
  test.each(['Adobe.Organization Id', 'SentinelOne.SentinelOne URL', 'a_b.c-d'])('%s is one', async (key) => {
    expect(await add(key, 'x')).toMatchObject({ key });
    const [group = '', name = ''] = key.split('.');
    expect((await globalVariables.getOpenScope())[group]).toEqual({ [name]: 'x' });
  });

  test.each(['Citrix', 'Citrix.', 'A.b.c', 'A. b', '1.b', `A.b ${'c'.repeat(100)}`, 'A["b', '__proto__.x'])(
    '%s is none',
    async (key) => {
      await expect(add(key, 'x')).rejects.toMatchObject({ code: 'VAULT_FIELD_INVALID', field: 'key' });
    },
  );

  test.each(['settings.Url', 'Globals.x', 'page.Number', 'Id.x', 'if.X', 'none.X'])(
    '%s would mean something else in a template',
    async (key) => {
      await expect(add(key, 'x')).rejects.toMatchObject({
        field: 'key',
        message: expect.stringContaining('means something else'),
      });
    },
  );

  test('is taken in any letter case; an empty value is refused', async () => {
    await add('Acme.Site', 'x');
    await expect(add('ACME.site', 'y')).rejects.toMatchObject({ code: 'VAULT_NAME_TAKEN', field: 'key' });
    await expect(add('Acme.Other', '  ')).rejects.toMatchObject({ field: 'value' });
  });
});

describe('the type a connector declares', () => {
  test('a host is stored as the form would store it', async () => {
    expect(await add('Acme.Server', ' https://Server.Example.com/ ')).toMatchObject({
      value: 'server.example.com',
    });
    await expect(add('acme.Server2', 'x')).resolves.toMatchObject({ value: 'x' });
  });

  test.each(['', '0', '70000', 'https'])('a port "%s" is refused, naming the connector', async (value) => {
    if (value === '') return;
    await expect(add('Acme.Port', value)).rejects.toMatchObject({
      code: 'VAULT_FIELD_INVALID',
      field: 'value',
      message: expect.stringContaining('Test vendor'),
    });
  });

  test('also when it is changed, and in any letter case of the key', async () => {
    const { id } = await add('acme.PORT', '8443');
    await expect(globalVariables.update(testActor, id, { value: 'x' })).rejects.toMatchObject({
      field: 'value',
    });
    expect(await globalVariables.update(testActor, id, { value: '443' })).toMatchObject({ value: '443' });
  });
});

describe('the list', () => {
  test('is searched, sorted and paged by the server', async () => {
    for (const name of ['C', 'A', 'B']) await add(`Acme.${name}`, `value ${name}`);
    const first = await globalVariables.listPage({ sort: '-key', limit: 2 }, { mayReadValues: true });
    expect(first.items.map(({ key }) => key)).toEqual(['Acme.C', 'Acme.B']);
    expect(first.total).toEqual({ count: 3, isExact: true });
    const second = await globalVariables.listPage(
      { sort: '-key', limit: 2, cursor: first.nextCursor ?? '' },
      { mayReadValues: true },
    );
    expect(second.items.map(({ key }) => key)).toEqual(['Acme.A']);
    expect((await list(true, 'value b')).map(({ key }) => key)).toEqual(['Acme.B']);
  });

  test('shows no value to those who may only read names, and does not find by one either', async () => {
    await add('Acme.Host', 'hidden.example.com');
    await add('Acme.Token', 'planted-token', true);
    expect((await list(false)).map(({ value }) => value)).toEqual([null, null]);
    expect(await list(false, 'hidden')).toEqual([]);
    expect(JSON.stringify(await list(true))).not.toContain('planted-token');
    expect(await list(true, 'planted')).toEqual([]);
  });
});

describe('global variables', () => {
  test('fill empty fields, are readable for templates, and secret ones stay secret', async () => {
    const host = await globalVariables.create(testActor, {
      key: 'Citrix.Hostname',
      value: ' xms.example.com ',
      isSecret: false,
    });
    const token = await globalVariables.create(testActor, {
      key: 'Citrix.Token',
      value: 'planted-token',
      isSecret: true,
    });
    expect(host).toMatchObject({ key: 'Citrix.Hostname', value: 'xms.example.com', isSecret: false });
    expect(token).toMatchObject({ value: null, isSecret: true });
    expect(await globalVariables.getScope()).toEqual({
      Citrix: { Hostname: 'xms.example.com', Token: 'planted-token' },
    });
    expect(await globalVariables.getOpenScope()).toEqual({ Citrix: { Hostname: 'xms.example.com' } });
    expect(JSON.stringify(await globalVariables.list())).not.toContain('planted-token');
    const { rows } = await world.db.query<{ row: string }>(
      'SELECT global_variables::text AS row FROM global_variables',
    );
    expect(JSON.stringify(rows)).not.toContain('planted-token');

    await expect(
      globalVariables.create(testActor, { key: 'citrix.HOSTNAME', value: 'x', isSecret: false }),
    ).rejects.toMatchObject({ code: 'VAULT_NAME_TAKEN' });
    for (const key of ['Citrix', 'Citrix.Host.Name', '.Host', 'a b.c', '']) {
      await expect(
        globalVariables.create(testActor, { key, value: 'x', isSecret: false }),
      ).rejects.toMatchObject({
        code: 'VAULT_FIELD_INVALID',
        field: 'key',
      });
    }
    await expect(globalVariables.update(testActor, token.id, { isSecret: false })).rejects.toMatchObject({
      field: 'value',
    });
    await globalVariables.update(testActor, host.id, { isSecret: true });
    expect((await globalVariables.getScope()).Citrix?.Hostname).toBe('xms.example.com');
    expect(
      await globalVariables.update(testActor, token.id, { value: 'open', isSecret: false }),
    ).toMatchObject({
      value: 'open',
    });
    await globalVariables.delete(testActor, host.id);
    expect((await globalVariables.list()).map(({ key }) => key)).toEqual(['Citrix.Token']);
    const audit = await world.db.query<{ action: string; row: string }>(
      `SELECT action, audit_log::text AS row FROM audit_log WHERE target_type = 'global_variable' AND target_name LIKE 'Citrix.%' ORDER BY id`,
    );
    expect(audit.rows.map(({ action }) => action.split('.')[1])).toEqual([
      'created',
      'created',
      'updated',
      'updated',
      'deleted',
    ]);
    expect(JSON.stringify(audit.rows)).not.toContain('planted-token');
  });
});
