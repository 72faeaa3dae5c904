import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeMemoryLog } from '../../test/helpers/silent-log.ts';
import { makeSyncWorld, type SyncWorld, testMapping } from '../../test/helpers/sync-world.ts';
import { makeTestApp, type TestApp } from '../../test/helpers/with-app.ts';
import { makeSystemClock } from '../clock.ts';
import type { Actor } from '../model/actor.ts';
import { fieldsOf } from '../model/objects.ts';
import { makeEnvelope } from '../vault/seal/envelope.ts';
import { openMasterKeyring } from '../vault/seal/master-key.ts';
import { type ErasedList, makeErasedList } from './erased-list.ts';
import { makeErasureKeys } from './erasure-keys.ts';
import { type ErasureService, makeErasureService } from './erasure-service.ts';
import { makeFindErased } from './find-erased.ts';
import { findNamingFields, makeTraces, toWordPattern } from './person-traces.ts';

const by: Actor = {
  kind: 'user',
  userId: 7,
  name: 'Admin',
  email: 'admin@example.com',
  role: 'administrator',
};
const clock = makeSystemClock();
const log = makeMemoryLog();
let folder: string;
let world: SyncWorld;
let erasures: ErasureService;
let list: ErasedList;
let app: TestApp;
let findErased: ReturnType<typeof makeFindErased>;

const ada = {
  id: 'ada-native-id-1',
  email: 'Ada.Lovelace@example.com',
  firstName: 'Ada',
  enabled: true,
  roles: ['Admin'],
};
const bob = { id: 2, email: 'bob@example.com', firstName: 'Bob', enabled: true };
const query = async <T extends Record<string, unknown>>(sql: string, values: unknown[] = []) =>
  (await world.db.query<T>(sql, values)).rows;
const idOf = async (email: string) =>
  (await query<{ id: number }>('SELECT id FROM people WHERE lower(email) = lower($1)', [email]))[0]?.id;
const sync = (kind?: 'manual' | 'test' | 'preview') => world.run(kind, { findErased });
const eraseAgain = (id: number, pseudonym: string) =>
  erasures.eraseAgain({ source: 'system', name: 'x' }, id, pseudonym);

async function open(file: string) {
  const keyring = await openMasterKeyring({
    setting: { from: 'file', path: join(folder, 'master.key') },
    clock,
    log,
    beforeCreate: async () => undefined,
  });
  const keys = makeErasureKeys({ envelope: makeEnvelope(keyring), clock });
  const listFields = async (object: keyof typeof fieldsOf) => fieldsOf[object];
  list = makeErasedList({ db: world.db, file, clock, log, keys, listFields });
  const { audit } = (await makeTestApp(world.db)).access;
  erasures = makeErasureService({ db: world.db, clock, log, audit, listFields, keys, storeList: list.store });
  app = await makeTestApp(world.db, { services: { erasures } });
  findErased = makeFindErased(keys);
}

/** Every row of every table that holds one of these texts. */
async function findAnywhere(texts: readonly string[]): Promise<string[]> {
  const tables = await query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace`,
  );
  const found: string[] = [];
  for (const { name } of tables)
    for (const text of texts) {
      const rows = await query(
        `SELECT t::text AS row FROM ${name} t WHERE position(lower($1) in lower(t::text)) > 0`,
        [text],
      );
      for (const { row } of rows) found.push(`${name}: ${String(row)}`);
    }
  return found;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-erasure-'));
  world = await makeSyncWorld();
  await world.setIntegration('user_selection', 'user_plus_saas');
  await world.setMapping(testMapping);
  await open(join(folder, 'erased-people.list'));
});
afterAll(async () => {
  await world.drop();
  await rm(folder, { recursive: true, force: true });
});

/** Devices that say in texts who works at them. */
async function seedDevices(): Promise<void> {
  await query(
    `INSERT INTO integrations (id, name, connector_id, stream_id, object, schedule) OVERRIDING SYSTEM VALUE
     VALUES (900, 'Devices', 'test', 'devices', 'assets', '{"kind":"manual"}')`,
  );
  await query(
    `INSERT INTO assets (id, device_name, current_user_name, created_at, created_by, updated_at, updated_by) OVERRIDING SYSTEM VALUE
     VALUES (901, 'Bob’s', 'bob@example.com', now(), 'x', now(), 'x'), (902, 'Her last', 'CORP\\ADA.Lovelace@example.com', now(), 'x', now(), 'x')`,
  );
  await query(
    `INSERT INTO record_changes (object, record_id, kind, actor, at, changes)
     VALUES ('assets', 902, 'updated', 'x', now(), '{"model": ["A", "B"], "currentUser": ["bob@example.com", "ada.lovelace@example.com"]}')`,
  );
  await query(
    `INSERT INTO source_records (integration_id, native_id, record_id, content_hash, payload, first_seen_at, first_session_id, last_changed_at, last_session_id)
     VALUES (900, 'dev-1', 901, gen_random_uuid(), '{"user": "bob@example.com"}', now(), 1, now(), 1),
            (900, 'dev-2', 902, gen_random_uuid(), '{"user": "ada.lovelace@example.com"}', now(), 1, now(), 1)`,
  );
}

test('own text fields of devices count only where they hold nothing else, and by what nobody else goes by', async () => {
  const traces = makeTraces(
    { id: 1, values: { email: 'ada@example.com', username: 'admin', fullName: 'Ada Lovelace' } },
    [],
    fieldsOf.people,
  );
  const own = (name: string, more: object) => ({
    ...fieldsOf.assets[0],
    name,
    column: name,
    isCustom: true,
    ...more,
  });
  const fields = findNamingFields(
    [
      ...fieldsOf.assets,
      own('keeper', { type: 'short_text', isUnique: false }),
      own('badge', { type: 'short_text', isUnique: true }),
      own('floor', { type: 'number', isUnique: false }),
    ] as typeof fieldsOf.assets,
    traces,
  );
  expect(fields.map(({ field }) => field)).toEqual(['currentUser', 'keeper']);
  const [loggedIn, keeper] = fields;
  const isFound = async (patterns: readonly string[] | undefined, text: string) =>
    (await query<{ is: boolean }>('SELECT lower($1) ~ ANY ($2::text[]) AS is', [text, patterns]))[0]?.is;
  for (const text of ['CORP\\admin', 'Ada Lovelace', 'ada@example.com'])
    expect(await isFound(loggedIn?.patterns, text), text).toBe(true);
  expect(await isFound(loggedIn?.patterns, 'administrator')).toBe(false);
  for (const text of ['Ada Lovelace', ' ADA@example.com '])
    expect(await isFound(keeper?.patterns, text), text).toBe(true);
  for (const text of ['admin', 'Next to Ada Lovelace'])
    expect(await isFound(keeper?.patterns, text), text).toBe(false);
});

describe('erasing a person', () => {
  test('takes every trace along, proves it without naming anybody, and the audit log keeps a pseudonym', async () => {
    world.users = [ada, bob];
    await sync();
    await sync('test');
    await sync('preview');
    const id = (await idOf(ada.email)) as number;
    await query(
      `INSERT INTO assets (device_name, assigned_to, created_at, created_by, updated_at, updated_by) VALUES ('PC', $1, now(), 'x', now(), 'x')`,
      [id],
    );
    await seedDevices();
    await query(
      `INSERT INTO session_log (session_id, at, level, message) SELECT min(id), now(), 'info', 'ada.lovelace@example.com was odd' FROM sessions`,
    );
    await query(
      `INSERT INTO session_outcomes (session_id, outcome, native_id, label) SELECT min(id), 'skipped', $1, 'Ada' FROM sessions`,
      [ada.id],
    );
    await query(
      `INSERT INTO audit_log (actor, source, action, target_type, target_id, target_name, details) VALUES ('x', 'ui', 'record.updated', 'people', $1, 'Ada', '{"note": "ADA.LOVELACE@example.com"}')`,
      [String(id)],
    );
    await query(
      `INSERT INTO parked_records (integration_id, native_id, object, label, reason_code, reason, mapped, first_session_id, last_session_id, first_seen_at, last_seen_at) VALUES ($1, 'other', 'people', 'Ada', 'X', 'x', '{"email": "ada.lovelace@example.com"}', 1, 1, now(), now())`,
      [world.integrationId],
    );
    await query(`INSERT INTO integration_samples VALUES ($1, now(), $2)`, [
      world.integrationId,
      JSON.stringify([ada]),
    ]);
    const { userId } = await app.signInAs('viewer', 'Vera');
    await query(
      `INSERT INTO notifications (user_id, level, title, message) VALUES ($1, 'info', 'x', 'ada.lovelace@example.com')`,
      [userId],
    );
    expect((await findAnywhere(['ada.lovelace', ada.id])).length).toBeGreaterThan(8);

    const proof = await erasures.erasePerson(by, id);
    expect(await findAnywhere(['ada.lovelace', ada.id])).toEqual([]);
    expect(proof.counts).toMatchObject({
      records: 1,
      sources: 1,
      accounts: 1,
      assigned: 1,
      outcomes: 2,
      logLines: 1,
      parked: 1,
      samples: 1,
      testRuns: 1,
      notifications: 1,
      auditEntries: 1,
      deviceTexts: 1,
      deviceHistory: 1,
      devicePayloads: 1,
    });
    // Of who else works at a device nothing is taken away.
    expect(await query('SELECT device_name, current_user_name FROM assets ORDER BY id')).toEqual([
      { device_name: 'PC', current_user_name: null },
      { device_name: 'Bob’s', current_user_name: 'bob@example.com' },
      { device_name: 'Her last', current_user_name: null },
    ]);
    expect(await query(`SELECT changes FROM record_changes WHERE object = 'assets' ORDER BY id`)).toEqual([
      { changes: { model: ['A', 'B'], currentUser: ['bob@example.com', '[erased]'] } },
      { changes: { assignedTo: [id, null] } },
      { changes: { currentUser: ['[erased]', null] } },
    ]);
    expect(
      await query(
        `SELECT native_id, payload, content_hash IS NOT NULL AS "isKnown" FROM source_records WHERE native_id LIKE 'dev-%' ORDER BY 1`,
      ),
    ).toEqual([
      { native_id: 'dev-1', payload: { user: 'bob@example.com' }, isKnown: true },
      { native_id: 'dev-2', payload: null, isKnown: true },
    ]);
    expect(JSON.stringify(proof)).not.toMatch(/ada|lovelace/i);
    const audited = await query(
      'SELECT action, target_id, target_name, details FROM audit_log WHERE target_type = $1 ORDER BY id',
      ['people'],
    );
    expect(audited).toMatchObject([
      {
        action: 'record.updated',
        target_id: proof.pseudonym,
        target_name: proof.pseudonym,
        details: { isErased: true },
      },
      { action: 'person.erased', target_id: proof.pseudonym, details: { records: 1 } },
    ]);
    expect(await query('SELECT assigned_to FROM assets WHERE assigned_to IS NOT NULL')).toEqual([]);
    expect(await idOf(bob.email)).toBeDefined();
    // What is kept of it is counted right.
    expect(await query(`SELECT live_source_count FROM integrations WHERE object = 'people'`)).toEqual([
      { live_source_count: 1 },
    ]);
  });

  test('the person does not come back with the next session, under another id neither, and nothing names them again', async () => {
    world.users = [ada, { ...ada, id: 77, roles: [] }, bob];
    const session = await sync();
    expect(session).toMatchObject({ created_count: 0, skipped_count: 2, failed_count: 0 });
    expect(await idOf(ada.email)).toBeUndefined();
    expect(
      await query('SELECT reason_code, native_id, label FROM session_outcomes WHERE reason_code IS NOT NULL'),
    ).toEqual([
      { reason_code: 'ERASED', native_id: null, label: null },
      { reason_code: 'ERASED', native_id: null, label: null },
    ]);
    expect(await findAnywhere(['ada.lovelace', ada.id])).toEqual([]);
  });

  test('nor with an older backup: the list outlives the database', async () => {
    expect((await stat(list.file)).mode & 0o777).toBe(0o600);
    // As it was before the erasure, and without a word of it.
    await query('DELETE FROM erasures');
    await query('DELETE FROM erasure_keys');
    await world.run();
    expect(await idOf(ada.email)).toBeDefined();
    await open(list.file);
    expect(await list.apply(eraseAgain)).toEqual({ isFound: true, erasedCount: 1 });
    expect(await findAnywhere(['ada.lovelace', ada.id])).toEqual([]);
    expect(await sync()).toMatchObject({ created_count: 0 });
    expect(await list.apply(eraseAgain)).toEqual({ isFound: true, erasedCount: 0 });
    expect(await list.apply(eraseAgain, join(folder, 'none'))).toEqual({ isFound: false, erasedCount: 0 });
  });

  test('a list nobody can read is said, and not written over', async () => {
    const file = join(folder, 'broken.list');
    await writeFile(file, '{');
    await expect(list.apply(eraseAgain, file)).rejects.toMatchObject({ code: 'ERASURE_LIST_INVALID' });
  });

  test('when asked, the person comes back; the proof stays', async () => {
    const { headers } = await app.signInAs('administrator', 'Anna');
    const operator = await app.signInAs('operator', 'Otto');
    const listed = await app.app.inject({ method: 'GET', url: '/api/erasures', headers });
    const [{ id }] = listed.json().items;
    const url = `/api/erasures/${id}/release`;
    expect((await app.app.inject({ method: 'POST', url, headers: operator.headers })).statusCode).toBe(403);
    expect((await app.app.inject({ method: 'POST', url, headers })).json()).toMatchObject({
      releasedBy: 'Anna',
    });
    world.users = [ada, bob];
    expect(await sync()).toMatchObject({ created_count: 1 });
    // The list knows of it, too: an older backup does not take the word back.
    expect(await list.apply(eraseAgain)).toEqual({ isFound: true, erasedCount: 0 });
  });

  test('texts are found as whole words, whatever signs are in them', async () => {
    const matches = async (text: string, within: string) =>
      (await query<{ is: boolean }>('SELECT lower($2) ~ $1 AS is', [toWordPattern(text), within]))[0]?.is;
    expect(await matches('ada@example.com', '{"mail":"ADA@example.com"}')).toBe(true);
    expect(await matches('ada@example.com', 'wada@example.com')).toBe(false);
    expect(await matches('ada@example.com', 'ada@examplexcom')).toBe(false);
    expect(await matches('a.(b)+[c]*\\d', 'x a.(b)+[c]*\\d y')).toBe(true);
  });
});

describe('deleting an archived record', () => {
  test('takes sources and history along; a source that still has it brings it back as a new one', async () => {
    const { headers } = await app.signInAs('administrator', 'Alma');
    const id = (await idOf(bob.email)) as number;
    const url = `/api/records/people/${id}`;
    const remove = () => app.app.inject({ method: 'DELETE', url, headers });
    expect((await remove()).json()).toMatchObject({ error: { code: 'RECORDS_NOT_ARCHIVED' } });
    await query('UPDATE people SET archived_at = now() WHERE id = $1', [id]);
    expect((await remove()).json()).toMatchObject({
      counts: { records: 1, sources: 1, detachedAccounts: 1 },
    });
    expect(await query('SELECT FROM source_records WHERE record_id = $1', [id])).toEqual([]);
    expect(
      await query(`SELECT FROM record_changes WHERE object = 'people' AND record_id = $1`, [id]),
    ).toEqual([]);
    await sync();
    expect(await idOf(bob.email)).not.toBe(id);
    expect(await idOf(bob.email)).toBeDefined();
  });

  test('a device goes with its software; a product only when it is installed nowhere', async () => {
    const [asset] = await query<{ id: number }>(
      `INSERT INTO assets (device_name, archived_at, created_at, created_by, updated_at, updated_by) VALUES ('Old', now(), now(), 'x', now(), 'x') RETURNING id`,
    );
    const [product] = await query<{ id: number }>(
      `INSERT INTO software (name, archived_at, created_at, created_by, updated_at, updated_by) VALUES ('Tool', now(), now(), 'x', now(), 'x') RETURNING id`,
    );
    await query(
      `INSERT INTO software_releases (id, key, name, version, publisher, software_id) VALUES (1, gen_random_uuid(), 'Tool', '1', '', $1)`,
      [product?.id],
    );
    await query(
      `INSERT INTO software_installs VALUES ($1, $2, '{1}', '{NULL}', gen_random_uuid(), now(), 1)`,
      [asset?.id, world.integrationId],
    );
    await expect(erasures.deleteRecord(by, 'software', product?.id as number)).rejects.toMatchObject({
      code: 'RECORDS_STILL_INSTALLED',
    });
    expect(await erasures.deleteRecord(by, 'assets', asset?.id as number)).toMatchObject({
      records: 1,
      installs: 1,
    });
    expect(await erasures.deleteRecord(by, 'software', product?.id as number)).toMatchObject({
      records: 1,
      spellings: 1,
    });
    await expect(erasures.deleteRecord(by, 'software', product?.id as number)).rejects.toMatchObject({
      code: 'API_NOT_FOUND',
    });
  });
});
