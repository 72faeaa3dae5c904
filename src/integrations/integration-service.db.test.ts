import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeTestAuthority } from '../../test/helpers/make-certificates.ts';
import { testMapping } from '../../test/helpers/sync-world.ts';
import { makeTestDb, type TestDb } from '../../test/helpers/with-db.ts';
import { makeTestIntegrations, settingsDefinition } from '../../test/helpers/with-integrations.ts';
import { testActor } from '../../test/helpers/with-vault.ts';

const by = { source: 'system', name: 'Test' } as const;
const users = { connectorId: settingsDefinition.id, streamId: 'users' };
let test: TestDb;
let world: Awaited<ReturnType<typeof makeTestIntegrations>>;

beforeAll(async () => {
  test = await makeTestDb();
  world = await makeTestIntegrations(test.db);
});
afterEach(async () => {
  world.users.length = 0;
  await test.db.query('TRUNCATE integrations, credentials, people, source_records, record_changes CASCADE');
});
afterAll(async () => {
  await world.close();
  await test.drop();
});

const ann = { id: 1, email: 'ann@example.com', firstName: 'Ann', phone: '1', enabled: true, password: 'x' };
const bob = { id: 2, email: 'bob@example.com', firstName: 'Bob', phone: '2', enabled: true };

const codeOf = (result: PromiseSettledResult<unknown>) =>
  result.status === 'rejected' ? (result.reason as { code?: string }).code : 'ok';

describe('creating', () => {
  it('adds a draft with the name of the stream, daily at a quiet hour, and says what is missing', async () => {
    const made = await world.integrations.create(by, users);
    expect(made).toMatchObject({
      name: 'Test users',
      status: 'draft',
      health: 'ok',
      schedule: { kind: 'daily', timeZone: 'Europe/Berlin' },
      nextRunAt: null,
      preference: 'create_and_update',
    });
    expect(made.missing.map((part) => [part.section, part.field])).toEqual([
      ['details', 'settings.url'],
      ['credentials', 'credentialId'],
      ['mapping', 'mapping'],
    ]);
  });

  it('numbers the name when it is taken, also when several are added at once', async () => {
    const made = await Promise.all([1, 2, 3].map(() => world.integrations.create(by, users)));
    expect(made.map((one) => one.name).sort()).toEqual(['Test users', 'Test users 2', 'Test users 3']);
    const named = await Promise.allSettled(
      [1, 2].map(() => world.integrations.create(by, { ...users, name: 'HR' })),
    );
    expect(named.map(codeOf).sort()).toEqual(['INTEGRATION_NAME_TAKEN', 'ok']);
  });

  it('refuses a stream the connector does not have', async () => {
    const unknown = world.integrations.create(by, { ...users, streamId: 'moons' });
    await expect(unknown).rejects.toMatchObject({ code: 'INTEGRATION_STREAM_UNKNOWN' });
  });
});

describe('changing', () => {
  it.each([
    [{ settings: { url: 'ftp://x' } }, 'settings.url'],
    [{ settings: { colour: 'red' } }, 'settings.colour'],
    [{ caBundlePem: 'hello' }, 'caBundlePem'],
    [{ caBundlePem: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----' }, 'caBundlePem'],
    [{ caBundlePem: '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----' }, 'caBundlePem'],
    [{ contacts: [999_999] }, 'contacts'],
    [{ credentialId: 999_999 }, 'credentialId'],
    [{ name: ' ' }, 'name'],
  ])('refuses %o, naming the field', async (change, field) => {
    const { id } = await world.integrations.create(by, users);
    await expect(world.integrations.update(by, id, change)).rejects.toMatchObject({
      code: 'INTEGRATION_INVALID',
      field,
    });
  });

  it('refuses a credential of another connector and one not yet created', async () => {
    const { id } = await world.integrations.create(by, users);
    for (const options of [{ connectorId: 'other' }, { isDraft: true }]) {
      const credentialId = await world.addCredential(options);
      await expect(world.integrations.update(by, id, { credentialId })).rejects.toMatchObject({
        field: 'credentialId',
      });
    }
  });

  it('refuses SaaS users where the stream has none', async () => {
    const { id } = await world.integrations.create(by, { ...users, streamId: 'plain' });
    await expect(
      world.integrations.update(by, id, { userSelection: 'user_plus_saas' }),
    ).rejects.toMatchObject({
      field: 'userSelection',
    });
  });

  it('does not let an active integration lose what it needs, but lets a paused one', async () => {
    const { id } = await world.addActive();
    const rows = testMapping.rows.filter((row) => row.target !== 'role');
    const refused = { code: 'INTEGRATION_NOT_READY' };
    await expect(world.integrations.update(by, id, { credentialId: null })).rejects.toMatchObject(refused);
    await expect(world.integrations.update(by, id, { settings: {} })).rejects.toMatchObject(refused);
    await expect(
      world.integrations.saveMapping(by, id, { version: 1, mapping: { rows } }),
    ).rejects.toMatchObject(refused);
    await world.integrations.pause(by, id);
    const changed = await world.integrations.update(by, id, { credentialId: null });
    expect(changed.missing.map((part) => part.field)).toEqual(['credentialId']);
    await expect(world.integrations.resume(by, id)).rejects.toMatchObject(refused);
  });

  it('a CA certificate is added, and a credential put behind one, by administrators only', async () => {
    const { id } = await world.addActive();
    const { certificatePem } = await makeTestAuthority('Somebody');
    const asRole = (role: 'operator' | 'administrator') => ({ ...testActor, role });
    const forbidden = { code: 'ACCESS_FORBIDDEN', field: 'caBundlePem' };
    const trust = { caBundlePem: certificatePem };
    await expect(world.integrations.update(asRole('operator'), id, trust)).rejects.toMatchObject(forbidden);
    await world.integrations.update(asRole('administrator'), id, trust);
    const credentialId = await world.addCredential();
    await expect(world.integrations.update(asRole('operator'), id, { credentialId })).rejects.toMatchObject(
      forbidden,
    );
    const kept = await world.integrations.update(asRole('operator'), id, {
      ...trust,
      preference: 'update_only',
    });
    expect(kept.caBundlePem).toContain('BEGIN CERTIFICATE');
    await world.integrations.update(asRole('operator'), id, { caBundlePem: null });
  });

  it('is not OK while something is missing that it cannot run without', async () => {
    const { id, health } = await world.addActive();
    expect(health).toBe('ok');
    await test.db.query(`DELETE FROM mappings WHERE integration_id = $1`, [id]);
    expect((await world.integrations.get(id)).health).toBe('not_ready');
    expect(await world.integrations.findNotReady([id])).toEqual(
      new Map([[id, 'Map the fields; Smart Mapping makes a first proposal.']]),
    );
    await test.db.query(`UPDATE credentials SET status = 'needs_secret'`);
    const stopped = await world.integrations.get(id);
    expect(stopped.health).toBe('needs_secret');
    expect(stopped.missing[0]?.message).toContain('needs its secret again');
  });

  it('says when nothing follows from absence', async () => {
    const view = (streamId: string) =>
      world.integrations.create(by, { connectorId: settingsDefinition.id, streamId });
    expect(await view('users')).toMatchObject({ mayRetire: true });
    expect(await view('plain')).toMatchObject({ mayRetire: false });
  });

  it('is judged with as many queries whether there is one or many', async () => {
    let count = 0;
    const counted = {
      ...test.db,
      query: (...call: Parameters<typeof test.db.query>) => {
        count += 1;
        return test.db.query(...call);
      },
    } as typeof test.db;
    const { integrations, close } = await makeTestIntegrations(counted);
    const ids = [(await world.addActive()).id];
    const countFor = async (run: () => Promise<unknown>) => {
      count = 0;
      await run();
      return count;
    };
    const judge = () => integrations.findNotReady(ids);
    const list = () => integrations.list({ filter: [`id:in:${ids.join(',')}`] });
    const alone = [await countFor(judge), await countFor(list)];
    for (let index = 0; index < 5; index += 1) ids.push((await world.addActive()).id);
    await test.db.query(`UPDATE credentials SET status = 'needs_secret'`);
    expect((await judge()).size).toBe(6);
    expect([await countFor(judge), await countFor(list)]).toEqual(alone);
    await close();
  });

  it('can be renamed while its credential has to be authenticated again', async () => {
    const { id } = await world.addActive();
    await test.db.query(`UPDATE credentials SET status = 'needs_reauthentication'`);
    const changed = await world.integrations.update(by, id, { name: 'Renamed' });
    expect(changed).toMatchObject({ name: 'Renamed', health: 'needs_reauthentication' });
  });

  it('plans the next run anew when the schedule of an active integration changes', async () => {
    const { id } = await world.addActive();
    const schedule = { kind: 'interval', everyMinutes: 15 } as const;
    const beforeMs = Date.now();
    const changed = await world.integrations.update(by, id, { schedule });
    const nextRunAtMs = (changed.nextRunAt as Date).getTime();
    expect(nextRunAtMs).toBeGreaterThan(beforeMs + 14 * 60_000);
    expect(nextRunAtMs).toBeLessThanOrEqual(Date.now() + 15 * 60_000);
    expect((await world.integrations.update(by, id, { schedule: { kind: 'manual' } })).nextRunAt).toBeNull();
  });
});

describe('status', () => {
  it('goes draft → active ⇄ paused and no other way', async () => {
    const draft = await world.integrations.create(by, users);
    const { launch, pause, resume } = world.integrations;
    await expect(launch(by, draft.id)).rejects.toMatchObject({
      code: 'INTEGRATION_NOT_READY',
      details: { missing: expect.arrayContaining([expect.objectContaining({ section: 'mapping' })]) },
    });
    const conflict = { code: 'INTEGRATION_STATUS_CONFLICT' };
    await expect(pause(by, draft.id)).rejects.toMatchObject(conflict);
    await expect(resume(by, draft.id)).rejects.toMatchObject(conflict);
    const { id, nextRunAt } = await world.addActive('Other');
    expect(nextRunAt).toBeInstanceOf(Date);
    await expect(launch(by, id)).rejects.toMatchObject(conflict);
    expect(await pause(by, id)).toMatchObject({ status: 'paused', nextRunAt: null });
    const twice = await Promise.allSettled([resume(by, id), resume(by, id)]);
    expect(twice.map(codeOf).sort()).toEqual(['INTEGRATION_STATUS_CONFLICT', 'ok']);
  });
});

describe('mapping', () => {
  it('keeps every version and refuses another change of one field, also at the same moment', async () => {
    const { id } = await world.integrations.create(by, users);
    expect(await world.integrations.getMapping(id)).toEqual({ version: 0, mapping: { rows: [] } });
    const results = await Promise.allSettled(
      ['a', 'b', 'c'].map((path) => {
        const rows = testMapping.rows.map((row) => ({ ...row, source: { kind: 'path' as const, path } }));
        return world.integrations.saveMapping(by, id, { version: 0, mapping: { rows } });
      }),
    );
    expect(results.map(codeOf).sort()).toEqual(['API_CHANGED_MEANWHILE', 'API_CHANGED_MEANWHILE', 'ok']);
    const { version, mapping } = await world.integrations.getMapping(id);
    expect(version).toBe(1);
    await world.integrations.saveMapping(by, id, { version, mapping: testMapping });
    // The same once more, from a version that is old by now.
    const twice = await world.integrations.saveMapping(by, id, { version, mapping: testMapping });
    expect(twice.version).toBe(3);
    await expect(world.integrations.saveMapping(by, id, { version: 9, mapping })).rejects.toMatchObject({
      code: 'MAPPING_CHANGED',
    });
  });

  it.each([
    [[{ target: 'shoeSize', source: { kind: 'path', path: 'x' } }], 'MAPPING_TARGET_UNKNOWN'],
    [
      [
        { target: 'email', source: { kind: 'path', path: 'x' } },
        { target: 'email', source: { kind: 'path', path: 'y' } },
      ],
      'MAPPING_TARGET_TWICE',
    ],
    [
      [{ target: 'firstName', source: { kind: 'path', path: 'x' }, syncKeyPriority: 1 }],
      'MAPPING_SYNC_KEY_NOT_UNIQUE',
    ],
    [[{ target: 'role', source: { kind: 'literal', value: 'King' } }], 'MAPPING_LITERAL_INVALID'],
    [[{ target: 'email', source: { kind: 'path', path: '{{ a | nofilter }}' } }], 'MAPPING_SOURCE_INVALID'],
  ] as const)('refuses %o', async (rows, code) => {
    const { id } = await world.integrations.create(by, users);
    const mapping = { rows: rows.map((row) => ({ ...row, writeRule: 'always' as const })) };
    await expect(world.integrations.saveMapping(by, id, { version: 0, mapping })).rejects.toMatchObject({
      code,
    });
  });

  it('numbers the sync keys from 1 in their order', async () => {
    const { id } = await world.integrations.create(by, users);
    const rows = testMapping.rows.map((row) =>
      row.target === 'username' ? { ...row, syncKeyPriority: 3 } : { ...row },
    );
    for (const row of rows) if (row.target === 'email') row.syncKeyPriority = 7;
    const { mapping } = await world.integrations.saveMapping(by, id, { version: 0, mapping: { rows } });
    const keys = mapping.rows.filter((row) => row.syncKeyPriority !== undefined);
    expect(Object.fromEntries(keys.map((row) => [row.target, row.syncKeyPriority]))).toEqual({
      username: 1,
      email: 2,
    });
  });

  it('samples the source without its secrets, suggests and previews from it', async () => {
    const { id } = await world.addActive();
    world.users.push({ ...ann, employee: 9_007_199_254_740_993n }, { ...bob, enabled: 'perhaps' });
    const sample = await world.integrations.refreshSample(id, new AbortController().signal);
    expect(sample.records[0]).toMatchObject({ email: 'ann@example.com', employee: '9007199254740993' });
    expect(JSON.stringify(sample)).not.toContain('password');
    expect(sample.fields.find((field) => field.path === 'firstName')).toMatchObject({
      samples: ['Ann', 'Bob'],
    });

    const { proposals } = await world.integrations.suggest(id);
    expect(proposals).toContainEqual(expect.objectContaining({ target: 'email', source: 'email' }));

    const preview = await world.integrations.previewMapping(id, testMapping);
    expect(preview.records[0]?.mapped).toMatchObject({ email: 'ann@example.com', role: 'Employee' });
    expect(preview.records[1]?.issues[0]?.target).toBe('isActive');
  });
});

describe('sessions', () => {
  it('start only when the integration is complete, one at a time, and are audited', async () => {
    const draft = await world.integrations.create(by, { ...users, name: 'Draft' });
    await expect(world.integrations.start(by, draft.id, 'test')).rejects.toMatchObject({
      code: 'INTEGRATION_NOT_READY',
    });
    const { id } = await world.addActive();
    const { sessionId } = await world.integrations.start(by, id, 'manual');
    await expect(world.integrations.start(by, id, 'test')).rejects.toMatchObject({
      code: 'SYNC_ALREADY_RUNNING',
    });
    expect((await world.integrations.get(id)).openSession).toMatchObject({ id: sessionId, status: 'queued' });
    const { rows } = await test.db.query(
      `SELECT details FROM audit_log WHERE action = 'integration.session-requested'`,
    );
    expect(rows).toEqual([{ details: { kind: 'manual', sessionId } }]);
    await world.integrations.cancel(by, id);
    await expect(world.integrations.cancel(by, id)).rejects.toMatchObject({
      code: 'INTEGRATION_STATUS_CONFLICT',
    });
  });

  it('apply a plan once, and only that of a preview that succeeded', async () => {
    const { id } = await world.addActive();
    world.users.push(ann, bob);
    const test1 = await world.integrations.start(by, id, 'test');
    await world.runNext(test1.sessionId);
    const noPlan = { code: 'SESSION_NO_PLAN' };
    await expect(world.integrations.start(by, id, 'apply', test1.sessionId)).rejects.toMatchObject(noPlan);
    const preview = await world.integrations.start(by, id, 'preview');
    await world.runNext(preview.sessionId);
    const applied = await world.integrations.start(by, id, 'apply', preview.sessionId);
    await world.runNext(applied.sessionId);
    expect(await world.sessions.get(applied.sessionId)).toMatchObject({
      status: 'succeeded',
      counts: { created: 2 },
    });
    await expect(world.integrations.start(by, id, 'apply', preview.sessionId)).rejects.toMatchObject(noPlan);
  });

  it('show in the integration: last one, health', async () => {
    const { id } = await world.addActive();
    const { sessionId } = await world.integrations.start(by, id, 'manual');
    await test.db.query(
      `UPDATE sessions SET status = 'failed', ended_at = now(), error_message = 'No.' WHERE id = $1`,
      [sessionId],
    );
    expect(await world.integrations.get(id)).toMatchObject({
      health: 'failing',
      openSession: null,
      lastSession: { id: sessionId, status: 'failed', errorMessage: 'No.' },
    });
  });
});

describe('figures', () => {
  it('say what it brings, what its runs changed, and how full the mapped fields are', async () => {
    const { id } = await world.addActive();
    expect(await world.integrations.readFigures(id)).toMatchObject({
      liveRecordCount: 0,
      lastRun: null,
      driftSessionId: null,
      recent: { runCount: 0, readCount: 0 },
      coverage: { recordCount: 0, isWhole: true },
    });
    const { phone: _, ...silent } = bob;
    world.users.push(ann, silent);
    const first = await world.integrations.start(by, id, 'manual');
    await world.runNext(first.sessionId);
    world.users.splice(0, 1, { ...ann, phone: '3' });
    const second = await world.integrations.start(by, id, 'manual');
    await world.runNext(second.sessionId);
    const tried = await world.integrations.start(by, id, 'test');
    await world.runNext(tried.sessionId);
    const figures = await world.integrations.readFigures(id);
    expect(figures).toMatchObject({
      liveRecordCount: 2,
      missingRecordCount: 0,
      openParkedCount: 0,
      lastRun: { id: second.sessionId, status: 'succeeded', readCount: 2, updatedCount: 1, failedCount: 0 },
      recent: { days: 7, runCount: 2, failedRunCount: 0, readCount: 4, createdCount: 2, updatedCount: 1 },
      coverage: { recordCount: 2, isWhole: true },
    });
    expect(figures.lastRun?.endedAt).toBeInstanceOf(Date);
    const filled = Object.fromEntries(figures.coverage.fields.map((one) => [one.field, one.filledCount]));
    expect(filled).toEqual({ username: 2, email: 2, firstName: 2, role: 2, phoneNumber: 1, isActive: 2 });
  });

  it('name the run in which something fell silent until somebody says that it is right', async () => {
    const { id } = await world.addActive();
    world.users.push(ann);
    const { sessionId } = await world.integrations.start(by, id, 'manual');
    await world.runNext(sessionId);
    await test.db.query(`UPDATE sessions SET drift = 'Silent.' WHERE id = $1`, [sessionId]);
    expect(await world.integrations.readFigures(id)).toMatchObject({ driftSessionId: sessionId });
    await test.db.query('UPDATE sessions SET drift_acknowledged_at = now() WHERE id = $1', [sessionId]);
    expect(await world.integrations.readFigures(id)).toMatchObject({ driftSessionId: null });
    await expect(world.integrations.readFigures(id + 1_000)).rejects.toMatchObject({ code: 'API_NOT_FOUND' });
  });

  it('count what is parked, what is gone, and nothing of another integration', async () => {
    const { id } = await world.addActive();
    const other = await world.addActive('Other');
    world.users.push(ann, bob);
    const { sessionId } = await world.integrations.start(by, id, 'manual');
    await world.runNext(sessionId);
    await test.db.query(`UPDATE source_records SET missing_since = now() WHERE native_id = '2'`);
    await test.db.query(
      `INSERT INTO parked_records (integration_id, native_id, object, reason_code, reason, mapped, first_session_id,
         last_session_id, first_seen_at, last_seen_at, resolution)
       SELECT $1, n, 'people', 'X', 'x', '{}', $2, $2, now(), now(), r FROM (VALUES ('8', NULL), ('9', 'ignore')) v(n, r)`,
      [id, sessionId],
    );
    expect(await world.integrations.readFigures(id)).toMatchObject({
      missingRecordCount: 1,
      openParkedCount: 1,
      coverage: { recordCount: 1 },
    });
    expect(await world.integrations.readFigures(other.id)).toMatchObject({
      missingRecordCount: 0,
      openParkedCount: 0,
      recent: { runCount: 0 },
    });
  });
});

describe('deleting', () => {
  it('keeps the people and their history, and removes links and sessions', async () => {
    const { id } = await world.addActive();
    world.users.push(ann, bob);
    await world.runNext((await world.integrations.start(by, id, 'manual')).sessionId);
    await world.runNext((await world.integrations.start(by, id, 'manual')).sessionId);
    const open = await world.integrations.start(by, id, 'manual');
    await expect(world.integrations.delete(by, id)).rejects.toMatchObject({ code: 'INTEGRATION_BUSY' });
    await world.requests.cancelSession(by, open.sessionId);
    await world.integrations.delete(by, id);
    const { rows } = await test.db.query(
      `SELECT (SELECT count(*) FROM people) AS people, (SELECT count(*) FROM source_records) AS links,
              (SELECT count(*) FROM sessions) AS sessions`,
    );
    expect(rows).toEqual([{ people: 2, links: 0, sessions: 0 }]);
    await expect(world.integrations.get(id)).rejects.toMatchObject({ code: 'API_NOT_FOUND' });
    await expect(world.integrations.delete(by, id)).rejects.toMatchObject({ code: 'API_NOT_FOUND' });
  });
});
