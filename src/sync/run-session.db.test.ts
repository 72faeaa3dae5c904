import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeListSource, makeSyncWorld, type SyncWorld, testMapping } from '../../test/helpers/sync-world.ts';
import { LeaseEnd } from './session/session-lease.ts';

let world: SyncWorld;
beforeEach(async () => {
  world = await makeSyncWorld();
});
afterEach(async () => {
  await world.drop();
});

const ann = {
  id: 1,
  email: 'ann@example.com',
  firstName: 'Ann',
  phone: '1',
  enabled: true,
  roles: ['Admin'],
};
const bob = { id: 2, email: 'bob@example.com', firstName: 'Bob', phone: '2', enabled: true, roles: [] };
const cyd = { id: 3, email: 'cyd@example.com', firstName: 'Cyd', phone: null, enabled: false };
const counts = (session: Record<string, unknown>) =>
  Object.fromEntries(
    ['read', 'created', 'updated', 'unchanged', 'skipped', 'failed', 'ambiguous', 'canceled', 'retired']
      .map((name) => [name, session[`${name}_count`]])
      .filter(([, value]) => value !== 0),
  );
const writeCount = async () => {
  const { rows } = await world.db.query<{ total: number }>(
    `SELECT (SELECT count(*) FROM record_changes) + (SELECT coalesce(sum(version), 0) FROM people) + (SELECT count(*) FROM source_records) AS total`,
  );
  return Number(rows[0]?.total);
};

describe('loading', () => {
  test('first run creates, second run writes nothing, a change updates one field with its history', async () => {
    world.users = [ann, bob, cyd];
    expect(counts(await world.run())).toEqual({ read: 3, created: 3 });
    const people = await world.people();
    expect(
      people.map((person) => [person['email'], person['first_name'], person['role'], person['is_active']]),
    ).toEqual([
      ['ann@example.com', 'Ann', 'Employee', true],
      ['bob@example.com', 'Bob', 'Employee', true],
      ['cyd@example.com', 'Cyd', 'Employee', false],
    ]);
    expect(people[0]).toMatchObject({ created_by: 'sync user', version: 1 });

    const before = await writeCount();
    expect(counts(await world.run())).toEqual({ read: 3, unchanged: 3 });
    expect(await writeCount()).toBe(before);

    world.users = [ann, { ...bob, phone: '22' }, cyd];
    const third = await world.run();
    expect(counts(third)).toEqual({ read: 3, unchanged: 2, updated: 1 });
    const { rows } = await world.db.query(
      'SELECT kind, actor, session_id, native_id, changes FROM record_changes',
    );
    expect(rows).toEqual([
      {
        kind: 'updated',
        actor: 'sync user',
        session_id: third['id'],
        native_id: '2',
        changes: { phoneNumber: ['2', '22'] },
      },
    ]);
  });

  test('absent leaves a value alone, null and an empty text clear it', async () => {
    world.users = [{ ...ann }];
    await world.run();
    const { phone: _phone, ...withoutPhone } = ann;
    world.users = [withoutPhone];
    expect(counts(await world.run())).toEqual({ read: 1, unchanged: 1 });
    expect((await world.people())[0]).toMatchObject({ phone_number: '1' });
    world.users = [{ ...ann, phone: null, firstName: '' }];
    expect(counts(await world.run())).toEqual({ read: 1, updated: 1 });
    expect((await world.people())[0]).toMatchObject({ phone_number: null, first_name: null });
  });

  test('a record without a sync key is skipped, one without a native id fails, the others go on', async () => {
    world.users = [ann, { id: 5, email: '', firstName: 'No key' }, { id: undefined, email: 'x@example.com' }];
    const session = await world.run();
    expect(counts(session)).toEqual({ read: 3, created: 1, skipped: 1, failed: 1 });
    expect(session['status']).toBe('succeeded_with_errors');
    const { rows } = await world.db.query<{ outcome: string; reason: string }>(
      'SELECT outcome, reason FROM session_outcomes ORDER BY id',
    );
    expect(rows.find((row) => row.outcome === 'skipped')?.reason).toContain('Email');
    expect(rows.find((row) => row.outcome === 'failed')?.reason).toContain('"id"');
  });

  test('two records with one key: one person, the other ambiguous, in one page and across pages, again and again', async () => {
    world.users = [
      ann,
      { ...bob, email: 'ANN@example.com' },
      cyd,
      { id: 9, email: 'ann@example.com', firstName: 'Third' },
    ];
    expect(counts(await world.run())).toEqual({ read: 4, created: 2, ambiguous: 2 });
    expect(await world.people()).toHaveLength(2);
    expect(counts(await world.run())).toEqual({ read: 4, unchanged: 2, ambiguous: 2 });
    world.users = world.users.toReversed();
    expect(counts(await world.run())).toEqual({ read: 4, unchanged: 2, ambiguous: 2 });
    expect((await world.people())[0]).toMatchObject({ first_name: 'Ann' });
  });

  test('a person of another source is found by the sync key and linked', async () => {
    await world.db.query(`INSERT INTO people (username, email, first_name, created_at, created_by, updated_at, updated_by)
      VALUES ('annie', 'Ann@Example.com', 'Annie', now(), 'x', now(), 'x')`);
    world.users = [ann];
    expect(counts(await world.run())).toEqual({ read: 1, updated: 1 });
    expect(await world.people()).toHaveLength(1);
    expect(counts(await world.run())).toEqual({ read: 1, unchanged: 1 });
  });

  test('a value of the wrong type is left out with a warning that names the field; a too long key fails the record', async () => {
    world.users = [
      { ...ann, enabled: 'perhaps' as never },
      { ...bob, email: `${'x'.repeat(300)}@example.com` },
    ];
    const session = await world.run();
    expect(counts(session)).toEqual({ read: 2, created: 1, failed: 1 });
    expect(session['warning_count']).toBe(1);
    const { rows } = await world.db.query<{ outcome: string; reason: string }>(
      'SELECT outcome, reason FROM session_outcomes ORDER BY outcome',
    );
    expect(rows.map(({ outcome }) => outcome)).toEqual(['failed', 'warning']);
    expect(rows[0]?.reason).toMatch(/Email.*312 characters.*256/);
    expect(rows[1]?.reason).toMatch(/Active.*yes or no/);
  });

  test('ids beyond 2^53, odd characters and secret paths', async () => {
    world.users = [
      {
        ...ann,
        id: 9007199254740993n as never,
        firstName: 'Tab\tNew\nline \\ "quote" \u0000null',
        password: 'hunter2',
      } as never,
    ];
    expect(counts(await world.run())).toEqual({ read: 1, created: 1 });
    const { rows } = await world.db.query<{ native_id: string; payload: string }>(
      'SELECT native_id, payload::text AS payload FROM source_records',
    );
    expect(rows[0]?.native_id).toBe('9007199254740993');
    expect(rows[0]?.payload).toContain('9007199254740993');
    expect(rows[0]?.payload).not.toContain('hunter2');
    expect((await world.people())[0]?.['first_name']).toBe('Tab\tNew\nline \\ "quote" null');
    expect(counts(await world.run())).toEqual({ read: 1, unchanged: 1 });
  });

  test('a page the vendor repeats for ever stops the session with a clear error', async () => {
    world.users = [ann, bob];
    const source = {
      async *read() {
        for (let page = 1; page < 50; page += 1) {
          yield {
            records: [ann, bob],
            cursor: page,
            total: undefined,
            isLast: false,
            byteCount: 1,
            isRestarted: false,
          };
        }
      },
    };
    const session = await world.run('manual', { source });
    expect(session).toMatchObject({ status: 'failed', error_code: 'SYNC_PAGE_REPEATED', created_count: 2 });
    expect(await world.people()).toHaveLength(2);
  });

  test('Connector Sync Time is written for every record seen, without counting as a change', async () => {
    await world.setMapping({
      rows: [
        ...testMapping.rows,
        {
          target: 'connectorSyncTime',
          source: { kind: 'path', path: 'connectorSyncTime' },
          writeRule: 'always',
        },
      ],
    });
    world.users = [ann];
    await world.run();
    const first = (await world.people())[0]?.['connector_sync_time'] as Date;
    const session = await world.run();
    expect(counts(session)).toEqual({ read: 1, unchanged: 1 });
    const second = (await world.people())[0] as Record<string, unknown>;
    expect((second['connector_sync_time'] as Date).getTime()).toBeGreaterThan(first.getTime());
    expect(second['version']).toBe(1);
  });
});

describe('User plus SaaS user', () => {
  test('fills the application and its accounts, and follows changes and absence', async () => {
    await world.setIntegration('user_selection', 'user_plus_saas');
    await world.setIntegration('absence_policy', 'deactivate');
    await world.setIntegration('retire_limit_percent', 100);
    world.users = [ann, bob];
    await world.run();
    const accounts = async () =>
      (
        await world.db.query(
          'SELECT a.external_id, a.email, a.roles, a.is_active, a.person_id, s.name FROM saas_accounts a JOIN saas s ON s.id = a.saas_id ORDER BY a.id',
        )
      ).rows;
    const people = await world.people();
    expect(await accounts()).toEqual([
      {
        external_id: '1',
        email: 'ann@example.com',
        roles: ['Admin'],
        is_active: true,
        person_id: people[0]?.['id'],
        name: 'Test SaaS',
      },
      {
        external_id: '2',
        email: 'bob@example.com',
        roles: [],
        is_active: true,
        person_id: people[1]?.['id'],
        name: 'Test SaaS',
      },
    ]);
    world.users = [{ ...ann, roles: ['Admin', 'Audit'] }];
    const session = await world.run();
    expect(counts(session)).toEqual({ read: 1, unchanged: 1, retired: 1 });
    expect((await accounts()).map((account) => [account['roles'], account['is_active']])).toEqual([
      [['Admin', 'Audit'], true],
      [[], false],
    ]);
  });
});

describe('absence', () => {
  beforeEach(async () => {
    world.users = [ann, bob, cyd];
    await world.run();
  });

  test('keep: marked as missing, nothing else', async () => {
    await world.setIntegration('retire_limit_percent', 50);
    world.users = [ann, bob];
    expect(counts(await world.run())).toEqual({ read: 2, unchanged: 2 });
    const { rows } = await world.db.query(
      'SELECT native_id FROM source_records WHERE missing_since IS NOT NULL',
    );
    expect(rows).toEqual([{ native_id: '3' }]);
  });

  test('keep: more than the limit may be a fault of the vendor; nothing is marked, accounts stay active, and the log says so', async () => {
    const active = async () =>
      (await world.db.query('SELECT 1 FROM saas_accounts WHERE is_active')).rows.length;
    await world.setIntegration('user_selection', 'user_plus_saas');
    world.users = [ann, bob, cyd];
    await world.run();
    const before = await active();
    world.users = [ann];
    // A preview says the same.
    for (const kind of ['preview', 'manual'] as const) {
      const session = await world.run(kind);
      expect(counts(session)).toEqual({ read: 1, unchanged: 1 });
      const { rows: log } = await world.db.query(
        `SELECT message FROM session_log WHERE session_id = $1 AND level = 'warning'`,
        [session['id']],
      );
      expect(log).toEqual([{ message: expect.stringMatching(/2 of 3 records \(66\.7 %\).*limit of 20 %/) }]);
    }
    const { rows } = await world.db.query('SELECT 1 FROM source_records WHERE missing_since IS NOT NULL');
    expect(rows).toEqual([]);
    expect([before, await active()]).toEqual([2, 2]);
    await world.setIntegration('retire_limit_percent', 100);
    await world.run();
    expect(await active()).toBe(1);
  });

  test('archive retires, and a record that comes back is restored', async () => {
    await world.setIntegration('absence_policy', 'archive');
    await world.setIntegration('retire_limit_percent', 50);
    world.users = [ann, cyd];
    expect(counts(await world.run())).toEqual({ read: 2, unchanged: 2, retired: 1 });
    expect((await world.people())[1]?.['archived_at']).not.toBeNull();
    world.users = [ann, bob, cyd];
    expect(counts(await world.run())).toEqual({ read: 3, unchanged: 2, updated: 1 });
    expect((await world.people())[1]?.['archived_at']).toBeNull();
    expect(counts(await world.run())).toEqual({ read: 3, unchanged: 3 });
  });

  test.each(['archive', 'deactivate'] as const)(
    '%s leaves its history: who, when, and what was before',
    async (policy) => {
      await world.setIntegration('absence_policy', policy);
      await world.setIntegration('retire_limit_percent', 50);
      world.users = [ann, cyd];
      const session = await world.run();
      const { rows } = await world.db.query(
        `SELECT c.kind, c.session_id, c.integration_id, c.user_id, c.actor, c.native_id, c.at = date_trunc('milliseconds', s.started_at) AS is_at_session,
              c.record_id = p.id AS is_bob, c.changes = jsonb_build_object('archivedAt',
                jsonb_build_array(NULL, to_jsonb(p.archived_at))) AS is_archived, c.changes
         FROM record_changes c JOIN sessions s ON s.id = c.session_id JOIN people p ON p.email = 'bob@example.com'`,
      );
      expect(rows).toEqual([
        {
          kind: policy === 'archive' ? 'archived' : 'deactivated',
          session_id: session['id'],
          integration_id: world.integrationId,
          user_id: null,
          actor: 'sync user',
          native_id: null,
          is_at_session: true,
          is_bob: true,
          is_archived: policy === 'archive',
          changes:
            policy === 'archive' ? { archivedAt: [null, expect.any(String)] } : { isActive: [true, false] },
        },
      ]);
    },
  );

  test('more than the limit stops before anything is retired, and says how many', async () => {
    await world.setIntegration('absence_policy', 'deactivate');
    world.users = [ann];
    const session = await world.run();
    expect(session).toMatchObject({ status: 'failed', error_code: 'SYNC_RETIRE_LIMIT' });
    expect(session['error_message']).toMatch(/2 of 3 records \(66\.7 %\)/);
    expect((await world.people()).filter((person) => person['archived_at'] !== null)).toHaveLength(0);
    const { rows } = await world.db.query('SELECT 1 FROM source_records WHERE missing_since IS NOT NULL');
    expect(rows).toHaveLength(0);
  });

  test('a reading that fails half-way concludes nothing', async () => {
    await world.setIntegration('absence_policy', 'archive');
    await world.setIntegration('retire_limit_percent', 100);
    const source = makeListSource(
      () => [ann, bob, cyd],
      2,
      (page) => {
        if (page === 2) throw new Error('the vendor went away');
      },
    );
    expect(await world.run('manual', { source })).toMatchObject({ status: 'failed', retired_count: 0 });
    expect((await world.people()).every((person) => person['archived_at'] === null)).toBe(true);
  });

  test.each([
    [
      3,
      'a total that was not reached concludes nothing, and the log says so',
      'announced 3 records and sent 1',
    ],
    [undefined, 'a total that is not stated proves nothing either', 'did not say how many records there are'],
  ])('%s: %s', async (total, _what, words) => {
    await world.setIntegration('absence_policy', 'archive');
    const { testDefinition } = await import('../../test/helpers/sync-world.ts');
    const stream = testDefinition.streams[0];
    if (!stream) throw new Error('no stream');
    const definition = {
      ...testDefinition,
      streams: [{ ...stream, completeness: { kind: 'total' as const, path: 'total' } }],
    };
    const source = {
      async *read() {
        yield { records: [ann], cursor: 1, total, isLast: true, byteCount: 1, isRestarted: false };
      },
    };
    const session = await world.run('manual', { source, findDefinition: () => definition });
    expect(session).toMatchObject({ status: 'succeeded', retired_count: 0 });
    const { rows } = await world.db.query<{ message: string }>(
      'SELECT message FROM session_log WHERE session_id = $1',
      [session['id']],
    );
    expect(rows.some((row) => row.message.includes(words))).toBe(true);
  });

  test('a vendor that creates a person anew under another id: linked to it in the same session, and nobody is retired', async () => {
    await world.setIntegration('retire_limit_percent', 50);
    world.users = [ann, bob, { ...cyd, id: 33 }];
    expect(counts(await world.run())).toEqual({ read: 3, unchanged: 3 });
    expect(counts(await world.run())).toEqual({ read: 3, unchanged: 3 });
    expect(await world.people()).toHaveLength(3);
  });
});

describe('test run, preview and plan', () => {
  test('a test run takes ten records, keeps raw and mapped payload, writes nothing', async () => {
    world.users = Array.from({ length: 25 }, (_item, index) => ({
      ...ann,
      id: index + 1,
      email: `u${index}@example.com`,
    }));
    const session = await world.run('test');
    expect(counts(session)).toEqual({ read: 10, created: 10 });
    const payload = session['test_payload'] as {
      raw: { id: number };
      mapped: Record<string, unknown>;
      outcome: string;
    }[];
    expect(payload).toHaveLength(10);
    expect(payload[0]).toMatchObject({
      raw: { id: 1 },
      mapped: { email: 'u0@example.com', role: 'Employee' },
      outcome: 'created',
    });
    expect(await world.people()).toHaveLength(0);
  });

  test('a preview writes nothing and its plan is applied exactly', async () => {
    world.users = [ann, bob];
    await world.run();
    world.users = [{ ...ann, phone: '11' }, bob, cyd, { ...cyd, id: 4 }];
    const preview = await world.run('preview');
    expect(counts(preview)).toEqual({ read: 4, unchanged: 1, updated: 1, created: 1, ambiguous: 1 });
    expect((await world.people()).map((person) => person['phone_number'])).toEqual(['1', '2']);
    const applied = await world.run('apply', { planSessionId: Number(preview['id']) });
    expect(applied).toMatchObject({ status: 'succeeded', created_count: 1, updated_count: 1 });
    expect((await world.people()).map((person) => [person['first_name'], person['phone_number']])).toEqual([
      ['Ann', '11'],
      ['Bob', '2'],
      ['Cyd', null],
    ]);
  });

  test('a plan is refused as stale when a record was changed since, and nothing of it is applied', async () => {
    world.users = [ann];
    await world.run();
    world.users = [{ ...ann, phone: '11' }, bob];
    const preview = await world.run('preview');
    await world.db.query(`UPDATE people SET phone_number = '99', version = version + 1`);
    const applied = await world.run('apply', { planSessionId: Number(preview['id']) });
    expect(applied).toMatchObject({ status: 'failed', error_code: 'SYNC_PLAN_STALE', created_count: 0 });
    expect(await world.people()).toHaveLength(1);
  });

  test('a preview lists what would be retired, also beyond the limit; the applied plan retires exactly that', async () => {
    world.users = [ann, bob, cyd];
    await world.run();
    await world.setIntegration('absence_policy', 'archive');
    world.users = [ann];
    const preview = await world.run('preview');
    expect(counts(preview)).toEqual({ read: 1, unchanged: 1, retired: 2 });
    const planned = await world.db.query(
      `SELECT native_id, label, reason FROM plan_items WHERE outcome = 'retired' ORDER BY seq`,
    );
    expect(planned.rows).toEqual([
      { native_id: '2', label: 'bob@example.com', reason: 'No longer at the vendor: would be archived.' },
      { native_id: '3', label: 'cyd@example.com', reason: 'No longer at the vendor: would be archived.' },
    ]);
    const log = await world.db.query<{ message: string }>(
      'SELECT message FROM session_log WHERE session_id = $1',
      [preview['id']],
    );
    expect(log.rows.map((row) => row.message).join(' ')).toMatch(/66\.7 % of 3 records.*would stop/);
    expect((await world.people()).every((person) => person['archived_at'] === null)).toBe(true);

    const applied = await world.run('apply', { planSessionId: Number(preview['id']) });
    expect(counts(applied)).toEqual({ retired: 2 });
    expect((await world.people()).map((person) => person['archived_at'] !== null)).toEqual([
      false,
      true,
      true,
    ]);
    expect(counts(await world.run())).toEqual({ read: 1, unchanged: 1 });
  });

  test('a plan that retires is refused once a session has read the vendor since, or the record was changed', async () => {
    world.users = [ann, bob];
    await world.run();
    await world.setIntegration('absence_policy', 'archive');
    world.users = [ann];
    const preview = await world.run('preview');
    await world.db.query('UPDATE people SET version = version + 1 WHERE email = $1', [bob.email]);
    const stale = await world.run('apply', { planSessionId: Number(preview['id']) });
    expect(stale).toMatchObject({ status: 'failed', error_code: 'SYNC_PLAN_STALE', retired_count: 0 });
    expect(stale['error_message']).toMatch(/source record 2.*changed since/);

    const again = await world.run('preview');
    world.users = [ann, bob];
    await world.run();
    const late = await world.run('apply', { planSessionId: Number(again['id']) });
    expect(late).toMatchObject({ status: 'failed', error_code: 'SYNC_PLAN_STALE', retired_count: 0 });
    expect((await world.people()).every((person) => person['archived_at'] === null)).toBe(true);
  });

  test('a plan is refused when the mapping has changed', async () => {
    world.users = [ann];
    const preview = await world.run('preview');
    await world.setMapping(testMapping);
    expect(await world.run('apply', { planSessionId: Number(preview['id']) })).toMatchObject({
      status: 'failed',
      error_code: 'SYNC_PLAN_STALE',
    });
  });
});

describe('interruption', () => {
  const many = Array.from({ length: 40 }, (_item, index) => ({
    ...ann,
    id: index + 1,
    email: `u${index}@example.com`,
  }));

  test('killed mid-session: the next worker goes on from the checkpoint, nothing lost, nothing doubled', async () => {
    world.users = many;
    const sessionId = await world.openSession();
    const crash = makeListSource(
      () => many,
      5,
      (page) => {
        if (page === 6) throw new LeaseEnd('shutdown');
      },
    );
    const controller = new AbortController();
    const source = {
      async *read(options: Parameters<typeof crash.read>[0]) {
        try {
          yield* crash.read(options);
        } catch (err) {
          controller.abort(err);
          throw err;
        }
      },
    };
    await expect(world.runOpened(sessionId, { source, signal: controller.signal })).rejects.toThrow(LeaseEnd);
    const half = await world.session(sessionId);
    expect(half['status']).toBe('running');
    expect(Number(half['created_count'])).toBeGreaterThan(0);
    const requested: unknown[] = [];
    await world.runOpened(sessionId, {
      source: {
        read(options) {
          requested.push(options.startAt);
          return makeListSource(() => many, 5).read(options);
        },
      },
    });
    expect(requested).toEqual([half['read_count']]);
    expect(counts(await world.session(sessionId))).toEqual({ read: 40, created: 40 });
    expect(await world.people()).toHaveLength(40);
  });

  test('a page larger than a batch, killed inside the page: met records are not counted twice', async () => {
    world.users = many;
    const sessionId = await world.openSession();
    const controller = new AbortController();
    let queries = 0;
    const db = new Proxy(world.db, {
      get(target, name) {
        if (name !== 'withTransaction') return Reflect.get(target, name);
        return async (run: never) => {
          queries += 1;
          if (queries === 3) controller.abort(new LeaseEnd('shutdown'));
          return target.withTransaction(run);
        };
      },
    });
    const source = makeListSource(() => many, 40);
    await expect(
      world.runOpened(sessionId, { db, source, batchSize: 10, signal: controller.signal }),
    ).rejects.toThrow(LeaseEnd);
    await world.runOpened(sessionId, { source, batchSize: 10 });
    expect(counts(await world.session(sessionId))).toEqual({ read: 40, created: 40 });
    expect(await world.people()).toHaveLength(40);
  });

  test('a worker only thought dead can commit nothing', async () => {
    world.users = many;
    const sessionId = await world.openSession();
    const source = makeListSource(
      () => many,
      5,
      async (page) => {
        if (page === 4)
          await world.db.query('UPDATE sessions SET epoch = epoch + 1 WHERE id = $1', [sessionId]);
      },
    );
    await expect(world.runOpened(sessionId, { source })).rejects.toMatchObject({ code: 'SYNC_EPOCH_LOST' });
    const before = (await world.people()).length;
    expect(before).toBeLessThan(40);
    await world.runOpened(sessionId);
    expect(await world.people()).toHaveLength(40);
    expect(counts(await world.session(sessionId))).toMatchObject({ read: 40, created: 40 });
  });

  test('cancel mid-session: what was applied stays, the rest is counted as canceled where it was read', async () => {
    world.users = many;
    const controller = new AbortController();
    const source = makeListSource(
      () => many,
      5,
      (page) => {
        if (page === 4) controller.abort(new LeaseEnd('cancel'));
      },
    );
    const session = await world.run('manual', { source, signal: controller.signal });
    expect(session['status']).toBe('canceled');
    expect(await world.people()).toHaveLength(Number(session['created_count']));
  });

  test('a record the database refuses fails alone', async () => {
    await world.db.query(`ALTER TABLE people ADD CONSTRAINT no_bob CHECK (first_name <> 'Bob')`);
    world.users = [ann, bob, cyd];
    const session = await world.run('manual', { source: makeListSource(() => world.users, 3) });
    expect(counts(session)).toEqual({ read: 3, created: 2, failed: 1 });
    const { rows } = await world.db.query<{ reason: string }>('SELECT reason FROM session_outcomes');
    expect(rows[0]?.reason).toContain('no_bob');
  });

  test('a record changed by hand between look-up and write is decided again, not overwritten blindly', async () => {
    world.users = [ann];
    await world.run();
    world.users = [{ ...ann, phone: '11' }];
    await world.db.query(
      `UPDATE people SET locked_fields = '{phoneNumber}', phone_number = 'mine', version = version + 1`,
    );
    expect(counts(await world.run())).toEqual({ read: 1, unchanged: 1 });
    expect((await world.people())[0]).toMatchObject({ phone_number: 'mine' });
  });
});
