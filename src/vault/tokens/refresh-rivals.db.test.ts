import { fork } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type LocalServer, sendJson, startLocalServer } from '../../../test/helpers/local-server.ts';
import { makeMemoryLog } from '../../../test/helpers/silent-log.ts';
import { makeTestDb, type TestDb } from '../../../test/helpers/with-db.ts';
import {
  makeTestConnector,
  makeTestVault,
  testActor,
  testMasterKey,
} from '../../../test/helpers/with-vault.ts';
import { makeDb } from '../../db/client.ts';
import type { Vault } from '../vault.ts';
import { findLease, takeLease } from './refresh-lease.queries.ts';

let testDb: TestDb;
let vendor: LocalServer;
let opened: Awaited<ReturnType<typeof makeTestVault>>;
let vault: Vault;
const definition = makeTestConnector();
let current = '';
let serial = 0;
/** What happens between a request for tokens and its answer; by default the rivals get time to come. */
let beforeAnswer: () => Promise<unknown>;
const giveRivalsTime = () => new Promise((resolve) => setTimeout(resolve, 60));
let isDown = false;
/** Answers of the vendor, other than tokens, that have reached the vault. */
let answerCount = 0;

beforeAll(async () => {
  testDb = await makeTestDb();
  vendor = await startLocalServer(async (request, response) => {
    if (request.url !== '/token') {
      const isValid = request.headers.authorization === `Bearer access-${serial}`;
      return sendJson(response, isValid ? 200 : 401, {});
    }
    const form = new URLSearchParams(request.body);
    await beforeAnswer();
    if (isDown) return sendJson(response, 503, {});
    // Each refresh token is good for one use, as with vendors that detect reuse.
    if (form.get('grant_type') === 'refresh_token' && form.get('refresh_token') !== current)
      return sendJson(response, 400, { error: 'invalid_grant' });
    serial += 1;
    current = `refresh-${serial}`;
    return sendJson(response, 200, {
      access_token: `access-${serial}`,
      refresh_token: current,
      expires_in: 3600,
    });
  });
  opened = await makeTestVault({
    db: testDb.db,
    definitions: [definition],
    onAnswer: (url) => {
      if (url.endsWith('/api/me')) answerCount += 1;
    },
  });
  vault = opened.vault;
});
beforeEach(() => {
  beforeAnswer = giveRivalsTime;
});
afterAll(async () => {
  await opened.close();
  await vendor.close();
  await testDb.drop();
});

async function authenticate(): Promise<number> {
  const fields = { clientId: 'client', clientSecret: 'secret', url: vendor.url };
  const { id } = await vault.create(testActor, {
    connectorId: 'acme',
    methodId: 'code',
    name: `Rivals ${serial}`,
    fields,
  });
  const { authorizeUrl } = await vault.authorize(testActor, id);
  const state = new URL(authorizeUrl).searchParams.get('state') as string;
  await vault.completeRedirect(testActor, { code: 'code', state });
  return id;
}

const tokenCount = () => vendor.seen.filter(({ url }) => url === '/token').length;
const usedTokens = (since: number) =>
  new Set(
    vendor.seen
      .slice(since)
      .filter(({ url, headers }) => url === '/api/me' && headers.authorization === `Bearer access-${serial}`)
      .map(({ headers }) => headers.authorization),
  );
const callWith = (one: Vault, id: number) =>
  one
    .makeSendPort({ credentialId: id, definition, log: makeMemoryLog() })
    .send({ method: 'GET', path: '/api/me', query: {}, headers: {} });

/** What expired access tokens look like to everybody at once: the vendor no longer takes them. */
const expire = () => {
  serial += 1;
};

describe('one refresh for many', () => {
  it('32 vaults with connections of their own: one token request, the same token for all', async () => {
    const id = await authenticate();
    const rivals = await Promise.all(
      Array.from({ length: 32 }, async () => {
        const db = makeDb({ url: testDb.url, log: makeMemoryLog(), maxConnectionCount: 1 });
        const rival = await makeTestVault({ db, definitions: [definition] });
        const port = rival.vault.makeSendPort({ credentialId: id, definition, log: makeMemoryLog() });
        return { db, port, close: rival.close };
      }),
    );
    const sendAll = () =>
      Promise.all(
        rivals.map(({ port }) => port.send({ method: 'GET', path: '/api/me', query: {}, headers: {} })),
      );
    try {
      // All of them hold the same token when it ends.
      await sendAll();
      expire();
      const [requests, since] = [tokenCount(), vendor.seen.length];
      const answers = await sendAll();
      expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 32 }, () => 200));
      expect(tokenCount() - requests).toBe(1);
      expect(usedTokens(since).size).toBe(1);
      expect((await vault.get(id)).status).toBe('authenticated');
    } finally {
      for (const rival of rivals) {
        await rival.close();
        await rival.db.close();
      }
    }
  });

  it('4 processes with 8 requests each: one token request', async () => {
    const id = await authenticate();
    expire();
    const [requests, since] = [tokenCount(), vendor.seen.length];
    const script = join(import.meta.dirname, '../../../test/helpers/refresh-rival.ts');
    const statuses = await Promise.all(
      Array.from({ length: 4 }, () => {
        const child = fork(script, [testDb.url, testMasterKey, String(id), '8'], { execArgv: [] });
        return new Promise<number[]>((resolve, reject) => {
          child.on('message', (message) => resolve(message as number[]));
          child.on('error', reject);
          child.on('exit', (code) => code !== 0 && reject(new Error(`the process ended with ${code}`)));
        });
      }),
    );
    expect(statuses.flat()).toEqual(Array.from({ length: 32 }, () => 200));
    expect(tokenCount() - requests).toBe(1);
    expect(usedTokens(since).size).toBe(1);
  });

  it('a holder that died: the next one goes on when its lease has ended', async () => {
    const id = await authenticate();
    expire();
    const dead = await findLease(testDb.db, id, 1_000);
    expect(dead).toBeDefined();
    const { rows } = await testDb.db.query<{ until: string }>(
      'SELECT refresh_leased_until::text AS until FROM credentials WHERE id = $1',
      [id],
    );
    const waited: unknown[] = [];
    beforeAnswer = async () => {
      const asked = await testDb.db.query('SELECT clock_timestamp() > $1::timestamptz AS "hasEnded"', [
        rows[0]?.until,
      ]);
      waited.push(...asked.rows);
    };
    expect((await callWith(vault, id)).status).toBe(200);
    expect(waited).toEqual([{ hasEnded: true }]);
  });

  it('a holder thought dead stores nothing: the fence has moved on', async () => {
    const id = await authenticate();
    expire();
    const readState = async () =>
      (await testDb.db.query('SELECT seal_version, refresh_fence FROM credentials WHERE id = $1', [id])).rows;
    let taken: unknown;
    // Somebody else takes over while the answer is still on its way, and stores a state of their own.
    beforeAnswer = async () => {
      await takeLease(testDb.db, id);
      taken = await readState();
    };
    await callWith(vault, id);
    expect(taken).toHaveLength(1);
    expect(await readState()).toEqual(taken);
    expect(opened.log.lines.map(({ message }) => message).join()).toContain('its result was dropped');
  });

  it('values saved during a refresh stay, and so do the new tokens', async () => {
    const id = await authenticate();
    expire();
    beforeAnswer = () =>
      vault.update(testActor, id, { fields: { clientSecret: 'a-new-secret' }, description: 'changed' });
    expect((await callWith(vault, id)).status).toBe(200);
    beforeAnswer = giveRivalsTime;
    expire();
    expect((await callWith(vault, id)).status).toBe(200);
    const last = vendor.seen.filter(({ url }) => url === '/token').at(-1);
    expect(new URLSearchParams(last?.body).get('client_secret')).toBe('a-new-secret');
    expect((await vault.get(id)).description).toBe('changed');
  });

  it('a failure is shared by those who wait in the same process, and the lease is free again', async () => {
    const id = await authenticate();
    expire();
    isDown = true;
    const requests = tokenCount();
    const before = answerCount;
    // The answer comes when all of them wait for it.
    beforeAnswer = async () => {
      while (answerCount < before + 8) await new Promise((resolve) => setTimeout(resolve, 5));
      // One turn more: each goes from its answer to the common wait without another one.
      await new Promise((resolve) => setImmediate(resolve));
    };
    try {
      const results = await Promise.allSettled(Array.from({ length: 8 }, () => callWith(vault, id)));
      for (const result of results)
        expect(result).toMatchObject({ status: 'rejected', reason: { code: 'VAULT_TOKEN_UNAVAILABLE' } });
      expect(tokenCount() - requests).toBe(1);
    } finally {
      isDown = false;
    }
    expect((await callWith(vault, id)).status).toBe(200);
  });

  it('gives up on a holder that never ends, saying so', async () => {
    const id = await authenticate();
    expire();
    const impatient = await makeTestVault({ db: testDb.db, definitions: [definition], leaseMs: 200 });
    try {
      await findLease(testDb.db, id, 60_000);
      await expect(callWith(impatient.vault, id)).rejects.toMatchObject({
        code: 'VAULT_REFRESH_BUSY',
        recovery: 'retry',
      });
    } finally {
      await impatient.close();
    }
  });
});
