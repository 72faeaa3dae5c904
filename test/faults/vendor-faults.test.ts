/** Fault × what is left afterwards: a clear message, nothing lost, nothing doubled, no secret anywhere. */
import { afterEach, describe, expect, test } from 'vitest';
import { makeReadyWorld, pagedConnector, type ReadyWorld } from '../helpers/muster-world.ts';

let world: ReadyWorld;
afterEach(async () => {
  await expectNoSecret(world);
  await world.close();
});

/** The client secret and every token the vendor has given out must stand in no log, no session, no answer. */
async function expectNoSecret({ test: { db }, simulator, logText, client }: ReadyWorld): Promise<void> {
  const { rows: log } = await db.query(
    `SELECT coalesce(string_agg(message || coalesce(details::text, ''), ' '), '') AS text FROM session_log`,
  );
  const { rows: sessions } = await db.query(
    `SELECT coalesce(string_agg(coalesce(error_message, ''), ' '), '') AS text FROM sessions`,
  );
  const answers = JSON.stringify([
    await client.call('GET', '/api/sessions'),
    await client.call('GET', '/api/credentials'),
    await client.call('GET', '/api/integrations'),
  ]);
  const all = `${logText()} ${JSON.stringify(log)} ${JSON.stringify(sessions)} ${answers}`;
  expect(all).not.toContain(String(simulator.control.formValues().fields['clientSecret']));
  expect(all).not.toMatch(/Bearer [A-Za-z0-9_-]{16,}/);
}

/** Waits until the vendor has answered so many requests for users since the world was made. */
async function answered(count: number): Promise<void> {
  while ((world.simulator.control.requests.get('GET /v2/users') ?? 0) < count)
    await new Promise((resolve) => setTimeout(resolve, 10));
}

describe('the answer of the vendor', () => {
  test.each([
    ['html-at-200', 'CONNECTOR_NOT_JSON', /web page instead of JSON/],
    ['truncated-json', 'CONNECTOR_TRUNCATED', /not complete JSON/],
    ['server-error', 'CONNECTOR_VENDOR_FAILED', /HTTP 500/],
    ['throttle-silent', 'CONNECTOR_THROTTLED', /slow down/],
  ] as const)(
    '%s for ever: the session fails as %s, people stay as they are',
    async (fault, code, message) => {
      world = await makeReadyWorld();
      await world.run();
      expect(await world.countPeople()).toBe(120);
      world.simulator.control.edit({ changePercent: 10 });
      world.simulator.control.setFault(fault);
      // How long it waits for a vendor that never recovers is tested with a still clock elsewhere; here it ends.
      const session = await world.run();
      expect(session).toMatchObject({ status: 'failed', errorCode: code });
      expect(session.errorMessage).toMatch(message);
      expect(session.counts).toMatchObject({ created: 0, updated: 0, retired: 0 });
      expect(await world.countPeople()).toBe(120);
      world.simulator.control.clearFaults();
      const next = await world.run();
      expect(next).toMatchObject({ status: 'succeeded', counts: { read: 120, created: 0, failed: 0 } });
    },
  );

  test.each([
    ['throttle-seconds', 1],
    ['throttle-date', 2],
    ['reset', 1],
    ['server-error', 1],
    ['html-at-200', 1],
    ['truncated-json', 1],
  ] as const)('%s once: the session goes on and brings everything exactly once', async (fault, amount) => {
    world = await makeReadyWorld();
    world.simulator.control.setFault(fault, { times: 1, amount });
    expect(await world.run()).toMatchObject({ status: 'succeeded', counts: { read: 120, created: 120 } });
    expect(await world.countPeople()).toBe(120);
  });

  test('a page larger than the limit names the setting, and nothing of it is used', async () => {
    world = await makeReadyWorld({ environment: { MUSTER_RESPONSE_LIMIT_MB: '5' } });
    world.simulator.control.setFault('huge-page', { amount: 200 });
    const session = await world.run();
    expect(session).toMatchObject({ status: 'failed', errorCode: 'EGRESS_RESPONSE_TOO_LARGE' });
    expect(session.errorMessage).toContain('MUSTER_RESPONSE_LIMIT_MB');
    expect(await world.countPeople()).toBe(0);
  });

  test('a page repeated for ever stops the session; what came before stays', async () => {
    world = await makeReadyWorld({ simulator: { pagedUsers: true }, connectors: [pagedConnector] });
    world.simulator.control.setFault('repeated-page');
    const session = await world.run();
    expect(session.status).toBe('failed');
    expect(['CONNECTOR_NO_PROGRESS', 'SYNC_PAGE_REPEATED']).toContain(session.errorCode);
    expect(await world.countPeople()).toBe(50);
  });

  test('sparse ids over many pages: everybody exactly once', async () => {
    world = await makeReadyWorld({
      simulator: { pagedUsers: true, users: 333 },
      connectors: [pagedConnector],
    });
    expect(await world.run()).toMatchObject({ status: 'succeeded', counts: { read: 333, created: 333 } });
    expect(await world.run()).toMatchObject({
      counts: { read: 333, unchanged: 333, created: 0, updated: 0 },
    });
    expect(await world.countPeople()).toBe(333);
  });
});

describe('records', () => {
  test('without a sync key they are skipped, with the same key ambiguous, with a wrong type failed; the rest arrives', async () => {
    world = await makeReadyWorld();
    for (const fault of ['users-without-email', 'duplicate-emails', 'wrong-types'] as const)
      world.simulator.control.setFault(fault);
    const session = await world.run();
    expect(session.status).toBe('succeeded_with_errors');
    const { counts } = session;
    expect(counts.read).toBe(120);
    expect(counts.skipped).toBeGreaterThan(0);
    expect(counts.ambiguous).toBeGreaterThan(0);
    expect(counts.failed).toBeGreaterThan(0);
    expect(counts.created + counts.skipped + counts.ambiguous + counts.failed).toBe(120);
    expect(await world.countPeople()).toBe(counts.created);
    const outcomes = await world.client.call<{ items: { reason: string; nativeId: string }[] }>(
      'GET',
      `/api/sessions/${session.id}/outcomes?outcome=failed`,
    );
    expect(outcomes.items[0]?.reason).toMatch(/Email.*an object where text is expected/);
    expect(outcomes.items[0]?.nativeId).toMatch(/^\d+$/);
  });

  test('one sync key that belongs to another person is never written over', async () => {
    world = await makeReadyWorld();
    await world.run();
    await world.test.db.query(
      `UPDATE people SET email = 'taken@example.com' WHERE id = (SELECT min(id) FROM people)`,
    );
    await world.test.db.query(
      `INSERT INTO people (username, email, created_at, created_by, updated_at, updated_by)
       SELECT 'somebody', username, now(), 'x', now(), 'x' FROM people ORDER BY id LIMIT 1`,
    );
    await world.test.db.query('UPDATE source_records SET content_hash = NULL');
    const session = await world.run();
    expect(session).toMatchObject({
      status: 'succeeded_with_errors',
      counts: { ambiguous: 1, unchanged: 119 },
    });
    const outcomes = await world.client.call<{ items: { reason: string }[] }>(
      'GET',
      `/api/sessions/${session.id}/outcomes?outcome=ambiguous`,
    );
    expect(outcomes.items[0]?.reason).toMatch(/Email is unique and record \d+ already has this value/);
  });

  test('a template error in a mapping is refused when it is saved, with its position', async () => {
    world = await makeReadyWorld();
    const failure = await world.client
      .call('PUT', `/api/integrations/${world.integrationId}/mapping`, {
        version: 1,
        mapping: {
          rows: [
            {
              target: 'email',
              source: { kind: 'path', path: '{{ email | shout }}' },
              writeRule: 'always',
              syncKeyPriority: 1,
            },
          ],
        },
      })
      .catch((err: Error) => err.message);
    expect(failure).toMatch(/MAPPING_SOURCE_INVALID.*Email.*no filter/);
    expect(failure).toMatch(/character \d+/);
  });
});

describe('the credential', () => {
  test('an access token that expires mid-way is renewed, and nobody notices', async () => {
    world = await makeReadyWorld();
    world.simulator.control.setFault('expire-mid-session', { times: 1 });
    expect(await world.run()).toMatchObject({ status: 'succeeded', counts: { created: 120 } });
  });

  test('a revoked refresh token fails the session, marks the credential, and Re-authenticate repairs it', async () => {
    world = await makeReadyWorld();
    world.simulator.control.revokeEverything();
    const session = await world.run();
    expect(session.status).toBe('failed');
    expect(session.errorMessage).toMatch(/needs re-authentication/);
    const credential = await world.client.call<{ status: string }>(
      'GET',
      `/api/credentials/${world.credentialId}`,
    );
    expect(credential.status).toBe('needs_reauthentication');
    const { authorizeUrl } = await world.client.call<{ authorizeUrl: string }>(
      'POST',
      `/api/credentials/${world.credentialId}/authorize`,
    );
    await world.client.consent(authorizeUrl);
    expect(await world.run()).toMatchObject({ status: 'succeeded', counts: { created: 120 } });
  });
});

describe('the session', () => {
  test('canceled mid-way: what was applied stays, the next run brings the rest', async () => {
    world = await makeReadyWorld({
      simulator: { pagedUsers: true, users: 400 },
      connectors: [pagedConnector],
    });
    // Three pages come, the fourth lets the session wait for longer than it takes to notice that it is canceled.
    world.simulator.control.setFault('slow', { skip: 3, amount: 20_000 });
    const sessionId = await world.start();
    await answered(3);
    await world.client.call('POST', `/api/sessions/${sessionId}/cancel`);
    const session = await world.finish(sessionId);
    expect(session.status).toBe('canceled');
    expect(await world.countPeople()).toBe(session.counts.created);
    expect(session.counts.created).toBeLessThan(400);
    world.simulator.control.clearFaults();
    expect(await world.run()).toMatchObject({
      status: 'succeeded',
      counts: { read: 400, created: 400 - session.counts.created },
    });
    expect(await world.countPeople()).toBe(400);
  });

  test('every database connection cut mid-session: it waits, goes on, nothing lost, nothing doubled', async () => {
    world = await makeReadyWorld({
      simulator: { pagedUsers: true, users: 600 },
      connectors: [pagedConnector],
    });
    world.simulator.control.setFault('slow', { amount: 200 });
    const sessionId = await world.start();
    for (const pageCount of [2, 4, 6, 8]) {
      await answered(pageCount);
      await world.test.db.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name LIKE 'muster%'`,
      );
    }
    let session: Awaited<ReturnType<ReadyWorld['finish']>> | undefined;
    while (!session) session = await world.finish(sessionId).catch(() => undefined);
    expect(session).toMatchObject({ status: 'succeeded', counts: { read: 600, created: 600 } });
    expect(await world.countPeople()).toBe(600);
  });
});
