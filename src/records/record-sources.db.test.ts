/** Where records come from: filtered, shown and exported; what two integrations of one tenant send stands there once. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeReadyWorld, type ReadyWorld, usersMapping } from '../../test/helpers/muster-world.ts';
import { exportCommand } from '../cli/export.ts';
import { parseConfig } from '../config.ts';
import { makeLogger } from '../logger.ts';

interface Page {
  items: { id: number; values: Record<string, unknown> }[];
  total: { count: number };
}

let world: ReadyWorld;
let secondId: number;

const list = (object: string, query = '') => world.client.call<Page>('GET', `/api/records/${object}${query}`);
const countOf = async (query: string) => (await list('people', query)).total.count;

async function addIntegration(streamId: string, change: object): Promise<number> {
  const { id } = await world.client.call<{ id: number }>('POST', '/api/integrations', {
    connectorId: 'ninjaone',
    streamId,
  });
  const path = `/api/integrations/${id}`;
  await world.client.call('PATCH', path, {
    credentialId: world.credentialId,
    schedule: { kind: 'manual' },
    ...change,
  });
  const mapping =
    streamId === 'users'
      ? usersMapping
      : {
          rows: [
            {
              target: 'serialNumber',
              source: { kind: 'path', path: 'system.serialNumber' },
              writeRule: 'always',
              syncKeyPriority: 1,
            },
            { target: 'deviceName', source: { kind: 'path', path: 'systemName' }, writeRule: 'always' },
          ],
        };
  await world.client.call('PUT', `${path}/mapping`, { version: 0, mapping });
  await world.client.call('POST', `${path}/launch`);
  return id;
}

async function run(id: number): Promise<void> {
  const { sessionId } = await world.client.call<{ sessionId: number }>('POST', `/api/integrations/${id}/run`);
  const { status } = await world.finish(sessionId);
  expect(status).toMatch(/^succeeded/);
}

beforeAll(async () => {
  world = await makeReadyWorld({ simulator: { users: 12, devices: 6 } });
  await world.client.call('PATCH', `/api/integrations/${world.integrationId}`, {
    name: 'First',
    integrationUser: 'loader, one',
    userSelection: 'user_plus_saas',
  });
  await world.run();
  secondId = await addIntegration('users', {
    name: 'Second',
    integrationUser: 'loader two',
    userSelection: 'user_plus_saas',
  });
});
afterAll(() => world?.close());

describe('where records come from', () => {
  it('narrows the list by connector, integration and integration user', async () => {
    const all = await countOf('');
    expect(all).toBeGreaterThan(5);
    expect(await countOf(`?filter=integrationId:in:${world.integrationId}`)).toBe(all);
    expect(await countOf(`?filter=integrationId:eq:${secondId}`)).toBe(0);
    expect(await countOf(`?filter=integrationId:ne:${secondId}`)).toBe(all);
    expect(await countOf('?filter=connectorId:eq:ninjaone')).toBe(all);
    expect(await countOf('?filter=connectorId:ne:ninjaone')).toBe(0);
    expect(await countOf('?filter=integrationUser:in:loader%5C, one,nobody')).toBe(all);
    expect(await countOf('?filter=integrationUser:contains:LOADER')).toBe(all);
    expect(await countOf('?filter=integrationUser:eq:loader two')).toBe(0);
    expect(await countOf('?filter=integrationId:empty')).toBe(0);
    expect(await countOf('?filter=integrationId:notEmpty&q=example')).toBeLessThanOrEqual(all);
  });

  it('is shown and exported when asked for', async () => {
    const [plain] = (await list('people')).items;
    expect(plain?.values).not.toHaveProperty('sourceIntegrations');
    const [row] = (await list('people', '?sources=true')).items;
    expect(row?.values).toMatchObject({
      sourceConnectors: ['NinjaOne MSP'],
      sourceIntegrations: ['First'],
      sourceIntegrationUsers: ['loader, one'],
    });
    const text = await (await exported('people', 'sources=true&bom=false')).text();
    const [header, first] = text.split('\r\n');
    expect(header).toContain('Sources,Integrations,Integration users');
    expect(first).toContain('First');
  });

  it('is exported by the command when asked for', async () => {
    const config = parseConfig(world.environment, world.dataDir);
    const log = makeLogger({ level: 'silent', destination: new PassThrough() });
    const header = async (...flags: string[]) => {
      const file = join(world.dataDir, `people${flags.join('')}.csv`);
      expect(await exportCommand.run({ args: ['people', '--out', file, ...flags], config, log })).toBe(0);
      return (await readFile(file, 'utf8')).split('\r\n')[0];
    };
    expect(await header('--sources')).toContain('Sources,Integrations,Integration users');
    expect(await header()).not.toContain('Sources');
  });
});

const exported = async (object: string, query: string) => {
  const answer = await fetch(`${world.url}/api/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'admin@example.com', password: 'correct horse battery' }),
  });
  const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  return fetch(`${world.url}/api/records/${object}/export?${query}`, { headers: { cookie } });
};

describe('two integrations on one tenant', () => {
  it('show every account once, and it stays when the first integration goes', async () => {
    const before = (await list('saas_accounts')).total.count;
    expect(before).toBeGreaterThan(5);
    await run(secondId);
    expect((await list('saas_accounts')).total.count).toBe(before);
    const [app] = (await list('saas')).items;
    expect(app?.values.accountCount).toBe(before);
    const [account] = (await list('saas_accounts', '?sources=true')).items;
    expect(account?.values).toMatchObject({
      sourceConnectors: ['NinjaOne MSP'],
      sourceIntegrations: ['First', 'Second'],
      sourceIntegrationUsers: expect.arrayContaining(['loader two', 'loader, one']),
    });
    expect(await (await exported('saas_accounts', 'sources=true')).text()).toContain('"First; Second"');
    expect((await list('saas_accounts')).items[0]?.values).not.toHaveProperty('sourceIntegrations');
    const both = (await list('people', `?sources=true&filter=integrationId:eq:${secondId}`)).items[0];
    expect(both?.values.sourceIntegrations).toEqual(['First', 'Second']);
    // A second run changes nothing of it.
    await run(secondId);
    expect((await list('saas_accounts')).total.count).toBe(before);
    await world.test.db.query('DELETE FROM sessions WHERE integration_id = $1', [world.integrationId]);
    await world.muster.integrations.delete({ source: 'system', name: 'Test' }, world.integrationId);
    const left = await list('saas_accounts', '?sources=true');
    expect(left.total.count).toBe(before);
    expect(left.items[0]?.values.sourceIntegrations).toEqual(['Second']);
  });

  it('show every program of an asset once, with both as its sources', async () => {
    const first = await addIntegration('devices', { name: 'Devices one' });
    await run(first);
    const [asset] = (await list('assets')).items;
    const software = () =>
      world.client.call<{
        items: { installedName: string; sources: { integrationName: string }[] }[];
        total: { count: number };
      }>('GET', `/api/records/assets/${asset?.id}/software?limit=200`);
    const before = (await software()).total.count;
    expect(before).toBeGreaterThan(2);
    await run(await addIntegration('devices', { name: 'Devices two' }));
    const after = await software();
    expect(after.total.count).toBe(before);
    expect(after.items[0]?.sources.map(({ integrationName }) => integrationName)).toEqual([
      'Devices one',
      'Devices two',
    ]);
  });
});
