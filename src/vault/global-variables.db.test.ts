import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeTestConnector } from '../../test/helpers/test-vendor.ts';
import { makeTestDb, type TestDb } from '../../test/helpers/with-db.ts';
import { makeTestVault, testActor } from '../../test/helpers/with-vault.ts';
import type { Vault } from './vault.ts';

const vendor = makeTestConnector();
const connector = {
  ...vendor,
  settings: [
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
let close: () => Promise<void>;
beforeAll(async () => {
  world = await makeTestDb();
  ({ vault, close } = await makeTestVault({ db: world.db, definitions: [connector] }));
});
afterAll(async () => {
  await close();
  await world.drop();
});
beforeEach(async () => {
  await world.db.query('TRUNCATE global_variables; DELETE FROM integrations');
});

const add = (key: string, value: string, isSecret = false) =>
  vault.globals.create({ key, value, isSecret }, testActor);
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
  (await vault.globals.listPage(q === undefined ? {} : { q }, { mayReadValues })).items;

describe('where a variable is used', () => {
  test('by an empty field that falls back on it, by a text that names it; deleting is refused with the list', async () => {
    const port = await add('Acme.Port', '8443');
    const site = await add('Acme.Site', 'Berlin');
    const idle = await add('Acme.Idle', 'x');
    const id = await addIntegration({}, { rows: [{ source: { kind: 'path', path: '{{ Acme.Site }}' } }] });
    const found = new Map((await list()).map((item) => [item.key, item]));
    expect(found.get('Acme.Port')).toMatchObject({
      uses: [{ kind: 'integration', id, name: 'Acme devices' }],
      wantedBy: ['Test vendor'],
    });
    expect(found.get('Acme.Site')?.uses).toEqual([{ kind: 'mapping', id, name: 'Acme devices' }]);
    expect(found.get('Acme.Idle')?.uses).toEqual([]);
    await expect(vault.globals.delete(port.id, testActor)).rejects.toMatchObject({
      code: 'VAULT_VARIABLE_IN_USE',
      message: expect.stringContaining('integration "Acme devices"'),
    });
    await expect(vault.globals.delete(site.id, testActor)).rejects.toMatchObject({
      message: expect.stringContaining('the mapping of "Acme devices"'),
    });
    await vault.globals.delete(idle.id, testActor);
    await world.db.query(`UPDATE integrations SET settings = '{"port":"9"}'`);
    await vault.globals.delete(port.id, testActor);
    expect((await list()).map(({ key }) => key)).toEqual(['Acme.Site']);
  });
});

describe('the type a connector declares', () => {
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
    await expect(vault.globals.update(id, { value: 'x' }, testActor)).rejects.toMatchObject({
      field: 'value',
    });
    expect(await vault.globals.update(id, { value: '443' }, testActor)).toMatchObject({ value: '443' });
  });
});

describe('the list', () => {
  test('is searched, sorted and paged by the server', async () => {
    for (const name of ['C', 'A', 'B']) await add(`Acme.${name}`, `value ${name}`);
    const first = await vault.globals.listPage({ sort: '-key', limit: 2 }, { mayReadValues: true });
    expect(first.items.map(({ key }) => key)).toEqual(['Acme.C', 'Acme.B']);
    expect(first.total).toEqual({ count: 3, isExact: true });
    const second = await vault.globals.listPage(
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
