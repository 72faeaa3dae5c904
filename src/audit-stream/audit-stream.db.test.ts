import { mkdir, mkdtemp, open, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeTestAuthority, type TestAuthority } from '../../test/helpers/make-certificates.ts';
import { makeMemoryLog } from '../../test/helpers/silent-log.ts';
import {
  openDatagramReceiver,
  openSyslogReceiver,
  type SyslogTestReceiver,
} from '../../test/helpers/syslog-receiver.ts';
import { makeTestDb, type TestDb } from '../../test/helpers/with-db.ts';
import { makeAudit } from '../access/audit.ts';
import { makeSystemClock } from '../clock.ts';
import type { Db, Queryable } from '../db/client.ts';
import { parseSyslogAddress, type SyslogReceiver } from '../model/syslog-address.ts';
import { makeAuditStream } from './audit-stream.ts';
import { listWantedStreams } from './audit-streams.queries.ts';
import { type AuditStreamSettings, makeStreamTargets } from './audit-streams.ts';

/** Waits for what has to come, however busy the machine is. */
const patience = { timeout: 60_000, interval: 20 };
const clock = makeSystemClock();
let world: TestDb;
let authority: TestAuthority;
let folder: string;
const closers: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  world = await makeTestDb();
  authority = await makeTestAuthority();
  folder = await mkdtemp(join(tmpdir(), 'muster-audit-'));
});
afterAll(async () => {
  await world.drop();
  await rm(folder, { recursive: true });
});
beforeEach(() => world.db.query('TRUNCATE audit_log, audit_streams RESTART IDENTITY'));
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function writeEntry(db: Queryable, name = 'Service desk', details = {}): Promise<void> {
  await makeAudit({ db: world.db, clock }).record(db, {
    by: { source: 'system', name: 'Muster' },
    action: 'thing.changed',
    targetType: 'thing',
    targetName: name,
    details,
  });
}
const writeEntries = async (count: number) => {
  for (let done = 0; done < count; done += 1) await writeEntry(world.db);
};
const idsUpTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

async function receive(...args: Parameters<typeof openSyslogReceiver>): Promise<SyslogTestReceiver> {
  const receiver = await openSyslogReceiver(...args);
  closers.push(receiver.close);
  return receiver;
}

const at = (port: number, transport = 'tcp', more: Partial<SyslogReceiver> = {}): AuditStreamSettings => {
  const address = parseSyslogAddress(`${transport}://127.0.0.1:${port}`);
  if (!address) throw new Error('no address');
  return { file: undefined, syslog: { address, caFile: undefined, certificateFile: undefined, ...more } };
};

/** One stream as a process of the product has it, with shorter pauses. */
function startStream(
  settings: AuditStreamSettings,
  options: { holder?: string; batchSize?: number; leaseMs?: number; deliverMs?: number; db?: Db } = {},
) {
  const log = makeMemoryLog();
  const [target] = makeStreamTargets(settings, { clock, origin: { host: 'hub-1', processId: 42 } });
  if (!target) throw new Error('no stream is set up');
  const { holder = 'first', db = world.db, ...rest } = options;
  const stream = makeAuditStream({ db, clock, log, target, holder, idleMs: 20, firstPauseMs: 20, ...rest });
  stream.start();
  closers.push(stream.stop);
  return { log, stop: stream.stop };
}

const readState = async () => (await listWantedStreams(world.db))[0];

describe('over tcp', () => {
  test('everything arrives once, in order, and what comes later follows', async () => {
    const receiver = await receive();
    await writeEntries(7);
    startStream(at(receiver.port), { batchSize: 3 });
    await expect.poll(receiver.ids, patience).toEqual(idsUpTo(7));
    await writeEntries(2);
    await expect.poll(receiver.ids, patience).toEqual(idsUpTo(9));
    await expect.poll(async () => (await readState())?.sentId, patience).toBe(9);
    expect(receiver.messages[0]).toMatch(/^<110>1 \S+Z hub-1 muster 42 thing\.changed - \{"id":1,/);
    expect(await readState()).toMatchObject({ waitingCount: 0, waitingSince: null, error: null });
  });

  test('a receiver that is not there is tried again, said where people look, and gets everything', async () => {
    const gone = await openSyslogReceiver();
    await gone.close();
    await writeEntries(3);
    const { log } = startStream(at(gone.port));
    await expect.poll(async () => (await readState())?.failureCount, patience).toBeGreaterThan(1);
    const failing = await readState();
    expect(failing?.error).toBe(
      `The audit log cannot be sent to tcp://127.0.0.1:${gone.port} (MUSTER_AUDIT_SYSLOG): nobody listens there. It goes on from where it was once the receiver takes it; nothing is lost.`,
    );
    expect(failing).toMatchObject({ waitingCount: 3, sentId: 0 });
    expect(failing?.failingSince).toBeInstanceOf(Date);
    expect(log.lines).toContainEqual(
      expect.objectContaining({
        level: 'warn',
        message: 'the audit log could not be sent; it is tried again',
      }),
    );
    const receiver = await receive({ port: gone.port });
    await expect.poll(receiver.ids, patience).toEqual(idsUpTo(3));
    await expect
      .poll(readState, patience)
      .toMatchObject({ failingSince: null, failureCount: 0, error: null, waitingCount: 0 });
  });

  test.each([
    ['reset half-way', (socket: { resetAndDestroy(): unknown }) => socket.resetAndDestroy()],
    ['closed half-way', (socket: { end(): unknown }) => socket.end()],
  ])(
    'of a connection that is %s nothing counts: everything comes, again or for the first time',
    async (_what, cut) => {
      const receiver = await receive({
        // Takes a little of the first three, then the connection is gone.
        onConnection: (socket, index) => {
          if (index > 3) return false;
          socket.once('data', () => cut(socket));
          return true;
        },
      });
      await writeEntries(5);
      startStream(at(receiver.port), { batchSize: 2 });
      await expect.poll(receiver.ids, patience).toEqual(idsUpTo(5));
      expect(receiver.connectionCount()).toBeGreaterThanOrEqual(6);
    },
  );

  test('a receiver that takes and never closes is not believed, and nobody who is audited waits for it', async () => {
    const receiver = await receive({ onConnection: (socket) => Boolean(socket.pause()) });
    await writeEntry(world.db);
    startStream(at(receiver.port), { deliverMs: 500 });
    await expect
      .poll(async () => (await readState())?.error, patience)
      .toContain('was sent to tcp://127.0.0.1');
    expect(await readState()).toMatchObject({ sentId: 0, waitingCount: 1 });
    await world.db.withTransaction((tx) => writeEntry(tx));
    expect((await readState())?.waitingCount).toBe(2);
  });

  test('a process that ends leaves the rest to the next one', async () => {
    let isOpen = false;
    const receiver = await receive({
      onConnection: (socket) => {
        if (isOpen) return false;
        socket.resetAndDestroy();
        return true;
      },
    });
    await writeEntries(4);
    const first = startStream(at(receiver.port), { holder: 'first' });
    await expect.poll(async () => (await readState())?.failureCount, patience).toBeGreaterThan(0);
    await first.stop();
    isOpen = true;
    startStream(at(receiver.port), { holder: 'second' });
    await expect.poll(receiver.ids, patience).toEqual(idsUpTo(4));
  });
});

describe('one process at a time', () => {
  test('of three only one sends: everything once, in order', async () => {
    const receiver = await receive();
    for (const holder of ['a', 'b', 'c']) startStream(at(receiver.port), { holder, batchSize: 2 });
    for (let turn = 0; turn < 5; turn += 1) {
      await writeEntries(3);
      await expect.poll(receiver.ids, patience).toEqual(idsUpTo(3 * (turn + 1)));
    }
  });

  test('the next one takes over from one that was killed, once the lease is over', async () => {
    const receiver = await receive();
    await writeEntries(3);
    await world.db.query(
      `INSERT INTO audit_streams (kind, target, sent_id, holder, held_until, attended_at)
       VALUES ('syslog', $1, 1, 'killed', clock_timestamp() + interval '1 second', clock_timestamp())`,
      [`tcp://127.0.0.1:${receiver.port}`],
    );
    startStream(at(receiver.port), { holder: 'next' });
    await expect.poll(receiver.ids, patience).toEqual([2, 3]);
  });

  test('a lease that was written under a wrong clock stops nobody', async () => {
    const receiver = await receive();
    await writeEntries(1);
    await world.db.query(
      `INSERT INTO audit_streams (kind, target, holder, held_until, next_try_at, attended_at)
       VALUES ('syslog', 'tcp://127.0.0.1:1', 'killed', '2199-01-01', '2199-01-01', clock_timestamp())`,
    );
    startStream(at(receiver.port), { holder: 'next' });
    await expect.poll(receiver.ids, patience).toEqual([1]);
  });
});

describe('transactions that are still open', () => {
  /** Counts how often the stream has asked for them. */
  function watchLooks(): { db: Db; count(): number } {
    let looks = 0;
    const query: Db['query'] = (text, values) => {
      if (text.includes('pg_locks')) looks += 1;
      return world.db.query(text, values);
    };
    return { db: { ...world.db, query }, count: () => looks };
  }

  test('hold back what came after them, so that a smaller id is neither lost nor late', async () => {
    const receiver = await receive();
    const watch = watchLooks();
    const opened = Promise.withResolvers<void>();
    const commit = Promise.withResolvers<void>();
    const slow = world.db.withTransaction(async (tx) => {
      await writeEntry(tx, 'slow');
      opened.resolve();
      await commit.promise;
    });
    await opened.promise;
    await writeEntries(2);
    startStream(at(receiver.port), { db: watch.db });
    await expect.poll(watch.count, patience).toBeGreaterThan(3);
    expect(receiver.ids()).toEqual([]);
    // One that begins later is not waited for.
    const later = Promise.withResolvers<void>();
    const latest = world.db.withTransaction(async (tx) => {
      await writeEntry(tx, 'latest');
      await later.promise;
    });
    commit.resolve();
    await slow;
    await expect.poll(receiver.ids, patience).toEqual([1, 2, 3]);
    later.resolve();
    await latest;
    await expect.poll(receiver.ids, patience).toEqual([1, 2, 3, 4]);
  });

  test('that are rolled back leave a gap, which nobody waits for', async () => {
    const receiver = await receive();
    await writeEntries(1);
    await expect(
      world.db.withTransaction(async (tx) => {
        await writeEntry(tx);
        throw new Error('undone');
      }),
    ).rejects.toThrow('undone');
    await writeEntries(1);
    startStream(at(receiver.port));
    await expect.poll(receiver.ids, patience).toEqual([1, 3]);
  });

  test('many writers at once: every id once and in order', async () => {
    const receiver = await receive();
    startStream(at(receiver.port), { batchSize: 7 });
    await Promise.all(
      Array.from({ length: 5 }, async (_, writer) => {
        for (let turn = 0; turn < 12; turn += 1)
          await world.db.withTransaction(async (tx) => {
            await writeEntry(tx, `writer ${writer}`);
            await clock.sleep((writer * 7 + turn * 3) % 11);
            await writeEntry(tx, `writer ${writer}`);
          });
      }),
    );
    await expect.poll(() => receiver.ids().length, patience).toBeGreaterThanOrEqual(120);
    expect(receiver.ids()).toEqual(idsUpTo(120));
  });
});

describe('over tls', () => {
  const issue = async (name: string) => {
    const { certificatePem, privateKeyPem } = await authority.issue(['127.0.0.1']);
    const file = join(folder, `${name}.pem`);
    await writeFile(file, `${certificatePem}\n${privateKeyPem}`);
    return { cert: certificatePem, key: privateKeyPem, file };
  };
  const writeCa = async () => {
    const file = join(folder, 'ca.pem');
    await writeFile(file, authority.certificatePem);
    return file;
  };

  test('arrives where the certificate is believed, with our own where it is asked for', async () => {
    const server = await issue('server');
    const ours = await issue('ours');
    const receiver = await receive({
      tls: {
        cert: server.cert,
        key: server.key,
        ca: authority.certificatePem,
        requestCert: true,
        rejectUnauthorized: true,
      },
    });
    await writeEntries(3);
    startStream(at(receiver.port, 'tls', { caFile: await writeCa(), certificateFile: ours.file }), {
      batchSize: 2,
    });
    await expect.poll(receiver.ids, patience).toEqual(idsUpTo(3));
    await expect.poll(async () => (await readState())?.sentId, patience).toBe(3);
  });

  test('nothing is sent to a receiver whose certificate is not believed', async () => {
    const server = await issue('server');
    const receiver = await receive({ tls: { cert: server.cert, key: server.key } });
    await writeEntries(1);
    startStream(at(receiver.port, 'tls'));
    await expect
      .poll(async () => (await readState())?.error, patience)
      .toContain('its certificate, or ours, is not believed');
    expect(receiver.messages).toEqual([]);
  });

  test('a connection that is cut counts for nothing, and a file that is missing is named', async () => {
    const server = await issue('server');
    const receiver = await receive({
      tls: { cert: server.cert, key: server.key },
      onConnection: (socket, index) => {
        if (index > 2) return false;
        socket.once('data', () => socket.destroy());
        return true;
      },
    });
    await writeEntries(3);
    const missing = startStream(at(receiver.port, 'tls', { caFile: join(folder, 'nowhere.pem') }));
    await expect
      .poll(async () => (await readState())?.error, patience)
      .toContain('nowhere.pem of MUSTER_AUDIT_SYSLOG_CA_FILE cannot be read (ENOENT)');
    await missing.stop();
    startStream(at(receiver.port, 'tls', { caFile: await writeCa() }), { batchSize: 2, holder: 'second' });
    await expect.poll(receiver.ids, patience).toEqual(idsUpTo(3));
  });
});

test('over udp a message is a datagram; one that does not fit leaves its details out', async () => {
  const receiver = await openDatagramReceiver();
  closers.push(receiver.close);
  await writeEntry(world.db);
  await writeEntry(world.db, 'long', { list: 'x'.repeat(100_000) });
  startStream(at(receiver.port, 'udp'));
  await expect.poll(receiver.ids, patience).toEqual([1, 2]);
  expect(receiver.messages[1]).toContain('"details":{"isLeftOut":true,"byteCount":100');
});

describe('to a file', () => {
  let path: string;
  let turn = 0;
  beforeEach(() => {
    turn += 1;
    path = join(folder, `audit-${turn}.jsonl`);
  });
  const toFile = (): AuditStreamSettings => ({ file: path, syslog: undefined });
  const readIds = async (file = path) =>
    (await readFile(file, 'utf8').catch(() => ''))
      .split('\n')
      .filter((line) => line.startsWith('{') && line.endsWith('}'))
      .map((line) => (JSON.parse(line) as { id: number }).id);

  test('is made for its owner alone, and made anew where it was moved away', async () => {
    await writeEntries(3);
    startStream(toFile(), { batchSize: 2 });
    await expect.poll(() => readIds(), patience).toEqual(idsUpTo(3));
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    await expect.poll(async () => (await readState())?.sentId, patience).toBe(3);
    await rename(path, `${path}.1`);
    await writeEntries(2);
    await expect.poll(() => readIds(), patience).toEqual([4, 5]);
    expect(await readIds(`${path}.1`)).toEqual([1, 2, 3]);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  test('half a line that a crash has left behind does not spoil the next', async () => {
    const file = await open(path, 'a', 0o600);
    await file.write('{"id":1,"at":"2026-');
    await file.close();
    await writeEntries(2);
    startStream(toFile());
    await expect.poll(() => readIds(), patience).toEqual([1, 2]);
  });

  test('is not written through a link, says so, and goes on when it is gone', async () => {
    const other = join(folder, `other-${turn}`);
    await writeFile(other, 'mine\n');
    await symlink(other, path);
    await writeEntries(1);
    startStream(toFile());
    await expect
      .poll(async () => (await readState())?.error, patience)
      .toBe(
        `The audit log cannot be written to ${path} (MUSTER_AUDIT_FILE): it is a link; name the file itself. It goes on from where it was once that is mended; nothing is lost.`,
      );
    expect(await readFile(other, 'utf8')).toBe('mine\n');
    await rm(path);
    await expect.poll(() => readIds(), patience).toEqual([1]);
  });

  test('a folder that is missing is said; it goes on once it is there', async () => {
    path = join(folder, `later-${turn}`, 'audit.jsonl');
    await writeEntries(1);
    startStream(toFile());
    await expect
      .poll(async () => (await readState())?.error, patience)
      .toContain('its folder does not exist');
    await mkdir(join(folder, `later-${turn}`));
    await expect.poll(() => readIds(), patience).toEqual([1]);
  });
});
