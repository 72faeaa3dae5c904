import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeTestDb, type TestDb } from '../../../test/helpers/with-db.ts';
import { makeTestConnector, makeTestVault, testActor } from '../../../test/helpers/with-vault.ts';
import type { Vault } from '../vault.ts';

let testDb: TestDb;
let opened: Awaited<ReturnType<typeof makeTestVault>>;
let vault: Vault;
let count = 0;
beforeAll(async () => {
  testDb = await makeTestDb();
  opened = await makeTestVault({ db: testDb.db, definitions: [makeTestConnector()] });
  vault = opened.vault;
});
afterAll(async () => {
  await opened.close();
  await testDb.drop();
});

const fields = { url: 'https://acme.example.com', apiKey: 'planted-api-key' };
const create = (otherServers?: string[], isDraft = false) => {
  count += 1;
  return vault.create(testActor, {
    connectorId: 'acme',
    methodId: 'key',
    name: `Credential ${count}`,
    fields,
    isDraft,
    ...(otherServers ? { otherServers } : {}),
  });
};
const auditOf = async (id: number) => {
  const { rows } = await testDb.db.query<{ action: string; details: unknown; actor: string }>(
    'SELECT action, details, actor FROM audit_log WHERE target_id = $1 ORDER BY id',
    [String(id)],
  );
  return rows;
};

describe('other servers of a credential', () => {
  it('there are none until somebody enters one', async () => {
    expect((await create()).otherServers).toEqual([]);
  });

  it('are stored as they are compared, shown in detail and list, and audited with what was entered', async () => {
    const { id, otherServers } = await create(['https://B.example:4443/x']);
    expect(otherServers).toEqual(['b.example:4443']);
    await vault.update(testActor, id, { otherServers: ['b.example:4443', 'c.example'], fields });
    expect((await vault.get(id)).otherServers).toEqual(['b.example:4443', 'c.example']);
    const page = await vault.list({ limit: 50 });
    expect(page.items.find((item) => item.id === id)?.otherServers).toEqual(['b.example:4443', 'c.example']);
    expect(await auditOf(id)).toEqual([
      {
        action: 'credential.created',
        actor: 'Ada',
        details: { connectorId: 'acme', otherServers: ['b.example:4443'] },
      },
      {
        action: 'credential.updated',
        actor: 'Ada',
        details: { changed: ['otherServers'], otherServers: ['b.example:4443', 'c.example'] },
      },
    ]);
  });

  it('stay when another value changes, leave tokens and status as they are, and can be cleared', async () => {
    const { id } = await create(['b.example']);
    await testDb.db.query(`UPDATE credentials SET status = 'authenticated' WHERE id = $1`, [id]);
    expect((await vault.update(testActor, id, { owner: 'IT' })).otherServers).toEqual(['b.example']);
    const cleared = await vault.update(testActor, id, { otherServers: [] });
    expect(cleared).toMatchObject({ otherServers: [], status: 'authenticated', secretsSet: ['apiKey'] });
  });

  it('of a draft are told when it is finished', async () => {
    const { id } = await create(['b.example'], true);
    await vault.update(testActor, id, { isDraft: false });
    expect(await auditOf(id)).toMatchObject([
      { action: 'credential.created', details: { otherServers: ['b.example'] } },
    ]);
  });

  it('a bad entry is a field error, and nothing is stored', async () => {
    await expect(create(['*.example.com'])).rejects.toMatchObject({
      code: 'VAULT_FIELD_INVALID',
      field: 'otherServers',
    });
    const { id } = await create(['b.example']);
    const changing = vault.update(testActor, id, { owner: 'IT', otherServers: ['b.example/path'] });
    await expect(changing).rejects.toThrow('"b.example/path"');
    expect(await vault.get(id)).toMatchObject({ owner: '', otherServers: ['b.example'] });
  });
});
