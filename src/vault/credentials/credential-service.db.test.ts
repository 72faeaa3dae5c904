import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeTestDb, type TestDb } from '../../../test/helpers/with-db.ts';
import {
  makeMovableClock,
  makeTestConnector,
  makeTestVault,
  testActor,
} from '../../../test/helpers/with-vault.ts';
import type { RawListQuery } from '../../model/list-query.ts';
import type { Vault } from '../vault.ts';
import type { CredentialInput } from './credential-input.ts';

let testDb: TestDb;
let opened: Awaited<ReturnType<typeof makeTestVault>>;
let vault: Vault;
const clock = makeMovableClock();
const day = 24 * 60 * 60_000;
const definitions = [makeTestConnector(), makeTestConnector({ id: 'zeta', name: 'Zeta Desk' })];

beforeAll(async () => {
  testDb = await makeTestDb();
  opened = await makeTestVault({ db: testDb.db, definitions, clock });
  vault = opened.vault;
});
afterAll(async () => {
  await opened.close();
  await testDb.drop();
});
beforeEach(async () => {
  await testDb.db.query('DELETE FROM integrations');
  await testDb.db.query('DELETE FROM credentials');
  await testDb.db.query('DELETE FROM audit_log');
});

const secret = 'planted-api-key';
const input = (more: Partial<CredentialInput> = {}): CredentialInput => ({
  connectorId: 'acme',
  methodId: 'key',
  name: 'Acme read-only',
  fields: { url: 'https://acme.example.com/', apiKey: secret },
  ...more,
});
const oauthInput = (more: Partial<CredentialInput> = {}): CredentialInput =>
  input({
    methodId: 'code',
    fields: { clientId: 'c', clientSecret: secret, url: 'https://acme.example.com' },
    ...more,
  });
const list = (raw: Partial<RawListQuery> = {}) => vault.list({ limit: 50, ...raw });
const useIn = (credentialId: number, name: string) =>
  testDb.db.query(
    `INSERT INTO integrations (name, connector_id, stream_id, object, credential_id, schedule)
     VALUES ($1, 'acme', 's', 'people', $2, '{"kind":"manual"}')`,
    [name, credentialId],
  );
const audited = async () => {
  const { rows } = await testDb.db.query<{
    action: string;
    details: unknown;
    actor: string;
    target_name: string;
  }>('SELECT action, details, actor, target_name FROM audit_log ORDER BY id');
  return rows;
};

describe('creating and changing', () => {
  it('stores, seals, and never gives the secret back', async () => {
    const created = await vault.create(
      testActor,
      input({ owner: ' IT ', expiresAt: new Date(clock.now().getTime() + 90 * day) }),
    );
    expect(created).toMatchObject({
      connectorName: 'Acme',
      methodTitle: 'API key',
      kind: 'api_key',
      grant: null,
      owner: 'IT',
      status: 'not_authenticated',
      isUsable: true,
      fields: { url: 'https://acme.example.com' },
      secretsSet: ['apiKey'],
      usedBy: [],
    });
    expect(JSON.stringify([created, await list(), await audited()])).not.toContain(secret);
    const { rows } = await testDb.db.query<{ row: string }>(
      'SELECT credentials::text AS row FROM credentials',
    );
    expect(rows[0]?.row).not.toContain(secret);
    expect(rows[0]?.row).not.toContain(Buffer.from(secret).toString('hex'));
    expect(await audited()).toEqual([
      {
        action: 'credential.created',
        actor: 'Ada',
        target_name: 'Acme read-only',
        details: { connectorId: 'acme' },
      },
    ]);
  });

  it.each([
    ['an unknown connector', input({ connectorId: 'nope' }), 'API_NOT_FOUND', 'connectorId'],
    ['an unknown method', input({ methodId: 'nope' }), 'VAULT_METHOD_UNKNOWN', 'methodId'],
    ['no name', input({ name: ' ' }), 'VAULT_FIELD_INVALID', 'name'],
    ['a bad value', input({ fields: { url: 'acme', apiKey: secret } }), 'VAULT_FIELD_INVALID', 'fields.url'],
    [
      'a bad secret',
      input({ fields: { url: 'https://a.example', apiKey: 'x' } }),
      'VAULT_FIELD_INVALID',
      'fields.apiKey',
    ],
    ['scopes where there are none', input({ scopes: ['read'] }), 'VAULT_FIELD_INVALID', 'scopes'],
    [
      'an entered end where the vendor says it',
      oauthInput({ expiresAt: new Date() }),
      'VAULT_FIELD_INVALID',
      'expiresAt',
    ],
  ])('refuses %s, naming the field', async (_, bad, code, field) => {
    await expect(vault.create(testActor, bad)).rejects.toMatchObject({ code, field });
  });

  it('refuses a name twice, whatever its case, also when both come at once', async () => {
    const both = await Promise.allSettled([
      vault.create(testActor, input()),
      vault.create(testActor, input({ name: 'ACME read-only' })),
    ]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'VAULT_NAME_TAKEN', field: 'name' },
    });
  });

  it('keeps what is absent and audits the names of what changed', async () => {
    const { id } = await vault.create(testActor, input());
    const changed = await vault.update(testActor, id, {
      description: 'For the sync',
      fields: { apiKey: 'another-key' },
    });
    expect(changed).toMatchObject({
      name: 'Acme read-only',
      description: 'For the sync',
      fields: { url: 'https://acme.example.com' },
    });
    const entries = await audited();
    expect(entries.at(-1)).toMatchObject({
      action: 'credential.updated',
      details: { changed: ['apiKey', 'description'] },
    });
    expect(JSON.stringify(entries)).not.toContain('another-key');
    await expect(vault.update(testActor, id, { fields: { apiKey: '' } })).rejects.toMatchObject({
      field: 'fields.apiKey',
    });
    await expect(vault.update(testActor, id, { connectorId: 'zeta' })).rejects.toMatchObject({
      field: 'connectorId',
    });
    await expect(vault.update(testActor, 999_999, {})).rejects.toMatchObject({ code: 'API_NOT_FOUND' });
  });

  it('tokens do not follow to another host or application', async () => {
    const { id } = await vault.create(testActor, oauthInput());
    await testDb.db.query(
      `UPDATE credentials SET status = 'authenticated', access_token_expires_at = now() WHERE id = $1`,
      [id],
    );
    const fields = { url: 'https://other.example.com', clientSecret: 'entered again' };
    const moved = await vault.update(testActor, id, { fields });
    expect(moved).toMatchObject({
      status: 'not_authenticated',
      accessTokenExpiresAt: null,
      secretsSet: ['clientSecret'],
    });
    expect(moved.statusReason).toContain('press Authenticate');
    expect(moved.isUsable).toBe(false);
  });

  it('with a new client secret nothing counts as authenticated before the vendor has said so', async () => {
    const { id } = await vault.create(testActor, oauthInput());
    await testDb.db.query(`UPDATE credentials SET status = 'authenticated' WHERE id = $1`, [id]);
    expect(await vault.update(testActor, id, { fields: { clientSecret: 'next' } })).toMatchObject({
      status: 'not_authenticated',
    });
  });

  it('takes the default scopes, or those given', async () => {
    expect((await vault.create(testActor, oauthInput())).scopes).toEqual(['read', 'offline_access']);
    const own = await vault.create(testActor, oauthInput({ name: 'Own', scopes: ['write', ' read '] }));
    expect(own.scopes).toEqual(['write', 'read']);
  });

  it('takes scopes from a form field called scopes', async () => {
    const [first] = definitions[0]?.auth ?? [];
    if (first?.kind !== 'oauth2') throw new Error('not OAuth');
    const scopesField = {
      key: 'scopes',
      title: 'Scopes',
      help: '',
      type: 'text' as const,
      isRequired: true,
      defaultValue: 'monitoring',
    };
    const typed = makeTestConnector({
      id: 'typed',
      auth: [{ ...first, fields: [...first.fields, scopesField] }],
    });
    const own = await makeTestVault({ db: testDb.db, definitions: [typed], clock });
    try {
      const created = await own.vault.create(testActor, oauthInput({ connectorId: 'typed' }));
      expect(created.scopes).toEqual(['monitoring']);
      const changed = await own.vault.update(testActor, created.id, {
        fields: { scopes: 'monitoring management' },
      });
      expect(changed.scopes).toEqual(['monitoring', 'management']);
      const { authorizeUrl } = await own.vault.authorize(testActor, created.id);
      expect(new URL(authorizeUrl).searchParams.get('scope')).toBe('monitoring management');
    } finally {
      await own.close();
    }
  });
});

describe('drafts', () => {
  it('may be incomplete and nameless, are not listed or audited, and become credentials', async () => {
    const draft = await vault.create(
      testActor,
      oauthInput({ name: '', isDraft: true, fields: { clientId: 'c' } }),
    );
    expect(draft.isDraft).toBe(true);
    expect((await list()).items).toEqual([]);
    await expect(vault.update(testActor, draft.id, { isDraft: false, name: 'Done' })).rejects.toMatchObject({
      field: 'fields.clientSecret',
    });
    const fields = { clientId: 'c', clientSecret: secret, url: 'https://acme.example.com' };
    await vault.update(testActor, draft.id, { fields, isDraft: true });
    await expect(vault.update(testActor, draft.id, { isDraft: false })).rejects.toMatchObject({
      field: 'name',
    });
    expect(await vault.update(testActor, draft.id, { isDraft: false, name: 'Done' })).toMatchObject({
      isDraft: false,
    });
    expect((await list()).items.map(({ name }) => name)).toEqual(['Done']);
    expect((await audited()).map(({ action }) => action)).toEqual(['credential.created']);
  });

  it('may change the method, which drops what belonged to the other one', async () => {
    const draft = await vault.create(testActor, oauthInput({ isDraft: true }));
    const other = await vault.update(testActor, draft.id, {
      methodId: 'key',
      scopes: [],
      fields: { apiKey: secret },
    });
    expect(other).toMatchObject({
      methodId: 'key',
      kind: 'api_key',
      scopes: [],
      fields: { url: 'https://acme.example.com' },
      secretsSet: ['apiKey'],
    });
  });

  it('go after a day, finished ones stay', async () => {
    await vault.create(testActor, oauthInput({ name: '', isDraft: true }));
    await vault.create(testActor, oauthInput({ name: 'Kept' }));
    expect((await vault.purgeStale()).draftCount).toBe(0);
    clock.advance(day + 1);
    expect((await vault.purgeStale()).draftCount).toBe(1);
    expect((await list()).total.count).toBe(1);
  });
});

describe('deleting', () => {
  it('is refused while in use, saying by what', async () => {
    const { id } = await vault.create(testActor, input());
    for (let at = 1; at <= 7; at += 1) await useIn(id, `Users ${at}`);
    await expect(vault.delete(testActor, id)).rejects.toMatchObject({
      code: 'VAULT_CREDENTIAL_IN_USE',
      message: expect.stringContaining(
        'the integrations "Users 1", "Users 2", "Users 3", "Users 4", "Users 5" and 2 more',
      ),
      details: { integrations: expect.arrayContaining([{ id: expect.any(Number), name: 'Users 7' }]) },
    });
    expect((await vault.get(id)).usedBy).toHaveLength(7);
    await testDb.db.query('DELETE FROM integrations');
    await vault.delete(testActor, id);
    await expect(vault.get(id)).rejects.toMatchObject({ code: 'API_NOT_FOUND' });
    expect((await audited()).at(-1)?.action).toBe('credential.deleted');
  });
});

describe('list', () => {
  const makeMany = async () => {
    const soon = new Date(clock.now().getTime() + 3 * day);
    const late = new Date(clock.now().getTime() + 300 * day);
    const names: [string, string, Date | null][] = [
      ['Delta', 'acme', soon],
      ['alpha', 'zeta', null],
      ['Charlie', 'acme', late],
      ['bravo', 'zeta', soon],
    ];
    for (const [name, connectorId, expiresAt] of names)
      await vault.create(testActor, input({ name, connectorId, expiresAt }));
    await testDb.db.query(
      `UPDATE credentials SET status = 'authenticated' WHERE name IN ('Delta', 'alpha', 'Charlie')`,
    );
  };
  const names = async (raw: Partial<RawListQuery>) => (await list(raw)).items.map(({ name }) => name);

  it('sorts, filters and searches on the server', async () => {
    await makeMany();
    expect(await names({})).toEqual(['alpha', 'bravo', 'Charlie', 'Delta']);
    expect(await names({ sort: '-name' })).toEqual(['Delta', 'Charlie', 'bravo', 'alpha']);
    expect(await names({ sort: ['connectorName', 'name'] })).toEqual(['Charlie', 'Delta', 'alpha', 'bravo']);
    expect(await names({ sort: 'expiresAt' })).toEqual(['Delta', 'bravo', 'Charlie', 'alpha']);
    expect(await names({ filter: 'connectorId:eq:zeta' })).toEqual(['alpha', 'bravo']);
    expect(await names({ filter: 'status:eq:expiring' })).toEqual(['Delta']);
    expect(await names({ filter: 'status:in:authenticated,not_authenticated' })).toEqual([
      'alpha',
      'bravo',
      'Charlie',
    ]);
    expect(await names({ filter: 'expiresAt:empty' })).toEqual(['alpha']);
    expect(await names({ q: 'zeta desk' })).toEqual(['alpha', 'bravo']);
    expect(await names({ q: 'HARL' })).toEqual(['Charlie']);
    await expect(list({ sort: 'sealed' })).rejects.toThrow('sealed');
  });

  it('pages without gaps or doubles in every order, and counts', async () => {
    await makeMany();
    for (const sort of [
      'name',
      '-name',
      'expiresAt',
      '-expiresAt',
      '-createdAt',
      'usedByCount',
      'status',
      '-lastUsedAt',
    ]) {
      const whole = await names({ sort });
      const paged: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await list({ sort, limit: 1, ...(cursor ? { cursor } : {}) });
        expect(page.total).toEqual({ count: 4, isExact: true });
        paged.push(...page.items.map(({ name }) => name));
        cursor = page.nextCursor ?? undefined;
      } while (cursor);
      expect([sort, ...paged]).toEqual([sort, ...whole]);
    }
  });

  it('shows who uses it and what ends soon', async () => {
    await makeMany();
    const delta = (await list({ filter: 'name:eq:delta' })).items[0];
    await useIn(delta?.id as number, 'Acme users');
    expect((await list({ filter: 'usedByCount:gt:0' })).items).toMatchObject([
      {
        name: 'Delta',
        status: 'expiring',
        statusReason: expect.stringMatching(/^Ends on \d{4}-\d\d-\d\d\./),
        usedBy: [{ name: 'Acme users' }],
      },
    ]);
    const warnings = await vault.listWarnings();
    expect(warnings.map(({ name }) => name)).toEqual(['bravo', 'Delta']);
  });
});

describe('a connector that is gone', () => {
  it('leaves its credentials listed by their ids, not usable, and deletable', async () => {
    const { id } = await vault.create(testActor, input({ connectorId: 'zeta' }));
    const without = await makeTestVault({ db: testDb.db, definitions: [], clock });
    try {
      expect(await without.vault.get(id)).toMatchObject({
        connectorName: 'zeta',
        methodTitle: 'key',
        kind: null,
        isUsable: false,
      });
      await without.vault.delete(testActor, id);
    } finally {
      await without.close();
    }
  });
});
