import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeTestDb, type TestDb } from '../../test/helpers/with-db.ts';
import { makeTestIntegrations, settingsDefinition } from '../../test/helpers/with-integrations.ts';
import { makeTestConnector } from '../../test/helpers/with-vault.ts';

const by = { source: 'system', name: 'Test' } as const;
const settings = { url: 'https://other.example.com:8443' };
let test: TestDb;
let world: Awaited<ReturnType<typeof makeTestIntegrations>>;

beforeAll(async () => {
  // Here the address comes from the setting, else from the credential.
  const { auth, client } = makeTestConnector();
  Object.assign(settingsDefinition, { auth, client });
  test = await makeTestDb();
  world = await makeTestIntegrations(test.db);
});
afterAll(async () => {
  await world.close();
  await test.drop();
});

async function addActive() {
  const made = await world.addActive();
  await test.db.query(
    `UPDATE credentials SET name = 'Acme key ' || id, fields = '{"url":"https://acme.example.com"}' WHERE id = $1`,
    [made.credentialId],
  );
  return { ...made, credentialId: made.credentialId as number };
}
const list = (credentialId: number, servers: string[]) =>
  test.db.query('UPDATE credentials SET other_servers = $2 WHERE id = $1', [credentialId, servers]);

describe('settings that lead to another server than the credential', () => {
  it('are refused for an active integration until the credential lists the server', async () => {
    const { id, credentialId, missing } = await addActive();
    expect(missing).toEqual([]);
    await expect(world.integrations.update(by, id, { settings })).rejects.toMatchObject({
      code: 'INTEGRATION_NOT_READY',
      message: expect.stringContaining('adds other.example.com:8443 under "Other servers" of the credential'),
      details: { missing: [expect.objectContaining({ section: 'credentials', field: 'otherServers' })] },
    });
    await list(credentialId, ['other.example.com:8443']);
    expect(await world.integrations.update(by, id, { settings })).toMatchObject({ settings, missing: [] });
  });

  it('are shown, and no session starts, when the server is allowed no longer', async () => {
    const { id, credentialId } = await addActive();
    await list(credentialId, ['other.example.com:8443']);
    await world.integrations.update(by, id, { settings });
    await list(credentialId, []);
    expect((await world.integrations.get(id)).missing).toMatchObject([
      { section: 'credentials', field: 'otherServers' },
    ]);
    await expect(world.integrations.start(by, id, 'manual')).rejects.toMatchObject({
      code: 'INTEGRATION_NOT_READY',
    });
  });

  it('are saved in one that is not active, and keep it from being resumed', async () => {
    const { id } = await addActive();
    await world.integrations.pause(by, id);
    const changed = await world.integrations.update(by, id, { settings });
    expect(changed.missing).toMatchObject([{ field: 'otherServers' }]);
    await expect(world.integrations.resume(by, id)).rejects.toMatchObject({ code: 'INTEGRATION_NOT_READY' });
  });

  it('are judged by the credential that is chosen', async () => {
    const { id } = await addActive();
    const { credentialId } = await addActive();
    await test.db.query(
      `UPDATE credentials SET fields = '{"url":"https://acme2.example.com"}' WHERE id = $1`,
      [credentialId],
    );
    await expect(world.integrations.update(by, id, { credentialId })).rejects.toMatchObject({
      code: 'INTEGRATION_NOT_READY',
      message: expect.stringContaining('belongs to acme2.example.com'),
    });
  });
});
