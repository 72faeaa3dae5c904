/**
 * The whole product on a test database, and vendors whose answers a test writes. Everything goes through the HTTP API;
 * sessions are taken and run here, so that one can be killed in the middle and taken again.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { request } from 'undici';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { type DemoClient, makeDemoClient } from '../../src/cli/demo-client.ts';
import { parseConfig } from '../../src/config.ts';
import type { ConnectorDefinition } from '../../src/connector-kit/index.ts';
import { notifyContacts } from '../../src/jobs/notify-contacts.ts';
import { claimSession } from '../../src/jobs/session-rows.queries.ts';
import { makeLogger } from '../../src/logger.ts';
import { buildMuster } from '../../src/main.ts';
import type { Mapping } from '../../src/mapping/mapping-types.ts';
import { defaultReadLimits, type ReadLimits } from '../../src/model/read-limits.ts';
import { inAppChannel, makeNotificationsService } from '../../src/notifications/notifications-service.ts';
import { findVendorIds } from '../../src/sync/read/vendor-ids.queries.ts';
import { makeVendorSource } from '../../src/sync/read/vendor-source.ts';
import { runSession } from '../../src/sync/run-session.ts';
import { LeaseEnd } from '../../src/sync/session/session-lease.ts';
import type { OutcomeView, SessionView } from '../../src/sync/session/session-views.queries.ts';
import { proposedMapping } from './case-connectors.ts';
import { makeHurriedClock } from './hurried-clock.ts';
import { type ScriptVendor, startScriptVendor } from './script-vendor.ts';
import { testMuster } from './test-muster.ts';
import { makeTestDb } from './with-db.ts';

export type CaseRecord = Record<string, unknown> & { id: number };

export interface CaseIntegration {
  id: number;
  run(kind?: 'run' | 'test-run' | 'preview'): Promise<SessionView>;
  /** The plan of a preview, applied. */
  apply(preview: SessionView): Promise<SessionView>;
  /** A preview and the plan it made, applied. */
  previewAndApply(): Promise<{ preview: SessionView; applied: SessionView }>;
  /** Starts a session that somebody kills with `world.kill()` and lets another worker finish it. */
  runKilled(): Promise<SessionView>;
  change(patch: object): Promise<void>;
  setMapping(mapping: Mapping): Promise<void>;
}

export interface CaseWorld {
  /** Where it is served. */
  url: string;
  client: DemoClient;
  vendor: ScriptVendor;
  /** Another customer of the same vendor. */
  otherVendor: ScriptVendor;
  /** An API key for the vendor at this address, entered and authenticated. */
  addCredential(definition: ConnectorDefinition, at?: ScriptVendor): Promise<number>;
  /** A launched integration with a credential of its own; default mapping: the one its connector proposes. */
  integrate(
    definition: ConnectorDefinition,
    streamId: string,
    options?: { at?: ScriptVendor; credentialId?: number; change?: object; mapping?: Mapping },
  ): Promise<CaseIntegration>;
  /** Filled fields of records as the API lists them, by id; archived ones only when asked for. */
  list(object: string, which?: 'live' | 'archived'): Promise<CaseRecord[]>;
  /** How much a vendor may send, until the next reset. */
  limits: ReadLimits;
  outcomes(session: SessionView, outcome?: string): Promise<OutcomeView[]>;
  /** Lines of the session's log, as `level: message`. */
  log(session: SessionView): Promise<string>;
  history(object: string, id: number): Promise<unknown[]>;
  /** An answer as it comes, byte by byte. */
  download(path: string): Promise<{ body: Buffer; contentType: string }>;
  rows<T extends object = Record<string, unknown>>(sql: string, values?: unknown[]): Promise<T[]>;
  /** Ends the running session as `kill -9` would. With `pages` it first waits until so many are committed. */
  kill(pages?: number): Promise<void>;
  /** Everything but the administrator and the settings that come with the product is forgotten. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** Kept by `reset`: what a fresh installation has, and who is signed in. */
const keptTables = [
  'schema_migrations',
  'users',
  'user_sessions',
  'api_tokens',
  'audit_log',
  'placeholder_values',
];

/** A world for the tests of this file, empty before each of them. */
export function useCaseWorld(definitions: readonly ConnectorDefinition[]): CaseWorld {
  const world = {} as CaseWorld;
  beforeAll(async () => {
    Object.assign(world, await makeCaseWorld(definitions));
  });
  beforeEach(() => world.reset());
  afterAll(() => world.close());
  return world;
}

async function makeCaseWorld(definitions: readonly ConnectorDefinition[]): Promise<CaseWorld> {
  const test = await makeTestDb();
  const { db } = test;
  const dataDir = await mkdtemp(join(tmpdir(), 'case-world-'));
  const [vendor, otherVendor] = [await startScriptVendor(), await startScriptVendor()];
  const config = parseConfig(
    {
      DATABASE_URL: test.url,
      MUSTER_DATA_DIR: dataDir,
      MUSTER_PORT: '0',
      MUSTER_EGRESS_ALLOW: '127.0.0.1',
      MUSTER_LOG_LEVEL: 'silent',
    },
    dataDir,
  );
  const log = makeLogger({ level: 'silent' });
  const muster = await buildMuster({
    config,
    ...testMuster,
    log,
    connectors: definitions,
  });
  await muster.startQueue();
  const { url } = await muster.startHttp();
  const client = await makeDemoClient(url, {
    name: 'Test Administrator',
    email: 'admin@example.com',
    password: 'correct horse battery',
  });
  // As main.ts makes it, but nobody waits before a broken answer is asked for again.
  const clock = makeHurriedClock();
  const limits = { ...defaultReadLimits };
  const source = makeVendorSource({
    limits,
    findDefinition: muster.connectors.find,
    openSend: (options) => muster.vault.makeSendPort(options),
    loadScope: (credentialId) => muster.vault.getReadScope(credentialId),
    findVendorIds: (of, nativeIds) => findVendorIds(db, of, nativeIds),
    clock,
    log,
  });
  const syncDeps = { ...muster.syncDeps, clock, source, limits };
  const notify = makeNotificationsService({ db, clock: muster.clock, channels: [inAppChannel] });
  let number = 0;
  let lease: { sessionId: number; controller: AbortController } | undefined;

  /** Resolves with false when the session was killed. */
  async function work(sessionId: number): Promise<boolean> {
    const claim = await claimSession(db, sessionId, 'test');
    if (!claim) throw new Error(`session ${sessionId} cannot be taken`);
    const controller = new AbortController();
    lease = { sessionId, controller };
    try {
      await runSession(syncDeps, {
        sessionId,
        epoch: claim.epoch,
        workerId: 'test',
        signal: controller.signal,
      });
      await db.withTransaction((tx) => notifyContacts(tx, { kind: 'ended', sessionId }, notify));
      return true;
    } catch (err) {
      if (!controller.signal.aborted) throw err;
      return false;
    } finally {
      lease = undefined;
    }
  }

  const view = (sessionId: number) => client.call<SessionView>('GET', `/api/sessions/${sessionId}`);

  async function runToEnd(path: string): Promise<SessionView> {
    const { sessionId } = await client.call<{ sessionId: number }>('POST', path);
    if (!(await work(sessionId))) throw new Error(`session ${sessionId} was killed; use runKilled`);
    return view(sessionId);
  }

  const world: CaseWorld = {
    url,
    client,
    vendor,
    otherVendor,
    async addCredential(definition, at = vendor) {
      number += 1;
      const { id } = await client.call<{ id: number }>('POST', '/api/credentials', {
        connectorId: definition.id,
        methodId: 'key',
        name: `Vendor ${number}`,
        fields: { ...addressesOf(definition, at), apiKey: 'test-key' },
      });
      return id;
    },
    async integrate(definition, streamId, { at, change = {}, mapping, ...options } = {}) {
      const stream = definition.streams.find(({ id }) => id === streamId);
      if (!stream) throw new Error(`no stream ${streamId}`);
      const credentialId = options.credentialId ?? (await world.addCredential(definition, at));
      const { id } = await client.call<{ id: number }>('POST', '/api/integrations', {
        connectorId: definition.id,
        streamId,
      });
      const path = `/api/integrations/${id}`;
      await client.call('PATCH', path, { credentialId, schedule: { kind: 'manual' }, ...change });
      let version = 0;
      const setMapping = async (next: Mapping) => {
        await client.call('PUT', `${path}/mapping`, { version, mapping: next });
        version += 1;
      };
      await setMapping(mapping ?? proposedMapping(stream));
      await client.call('POST', `${path}/launch`);
      return {
        id,
        setMapping,
        run: (kind = 'run') => runToEnd(`${path}/${kind}`),
        apply: (preview) => runToEnd(`/api/sessions/${preview.id}/apply`),
        async previewAndApply() {
          const preview = await runToEnd(`${path}/preview`);
          return { preview, applied: await runToEnd(`/api/sessions/${preview.id}/apply`) };
        },
        async runKilled() {
          const { sessionId } = await client.call<{ sessionId: number }>('POST', `${path}/run`);
          if (await work(sessionId)) throw new Error(`session ${sessionId} ended before it was killed`);
          await db.query(
            `UPDATE sessions SET heartbeat_at = now() - interval '1 hour' WHERE id = $1 AND status = 'running'`,
            [sessionId],
          );
          if (!(await work(sessionId))) throw new Error(`session ${sessionId} was killed twice`);
          return view(sessionId);
        },
        change: (patch) => client.call('PATCH', path, patch),
      };
    },
    async list(object, which = 'live') {
      const filter = which === 'archived' ? '&filter=archived:eq:true' : '';
      const { items } = await client.call<{ items: { id: number; values: object }[] }>(
        'GET',
        `/api/records/${object}?limit=200${filter}`,
      );
      return items
        .map(({ id, values }) => ({ ...withoutNulls(values), id }))
        .sort((left, right) => left.id - right.id);
    },
    async outcomes(session, outcome) {
      const query = outcome === undefined ? '' : `&outcome=${outcome}`;
      const { items } = await client.call<{ items: OutcomeView[] }>(
        'GET',
        `/api/sessions/${session.id}/outcomes?limit=200${query}`,
      );
      return items;
    },
    async log(session) {
      const rows = await world.rows<{ level: string; message: string }>(
        'SELECT level, message FROM session_log WHERE session_id = $1 ORDER BY id',
        [session.id],
      );
      return rows.map(({ level, message }) => `${level}: ${message}`).join('\n');
    },
    history: async (object, id) =>
      (await client.call<{ items: unknown[] }>('GET', `/api/records/${object}/${id}/history`)).items,
    async download(path) {
      const { secret } = await client.call<{ secret: string }>('POST', '/api/api-tokens', {
        name: `Download ${performance.now()}`,
        role: 'viewer',
      });
      const answer = await request(`${url}${path}`, { headers: { authorization: `Bearer ${secret}` } });
      const body = Buffer.from(await answer.body.arrayBuffer());
      if (answer.statusCode !== 200) throw new Error(`${path} answered ${answer.statusCode}: ${body}`);
      return { body, contentType: String(answer.headers['content-type']) };
    },
    async rows<T extends object>(sql: string, values: unknown[] = []) {
      return (await db.query(sql, values)).rows as T[];
    },
    async kill(pages = 0) {
      const killed = lease;
      if (!killed) throw new Error('no session is running');
      for (let waited = 0; pages > 0; waited += 1) {
        const [row] = await world.rows<{ page_count: number }>(
          'SELECT page_count FROM sessions WHERE id = $1',
          [killed.sessionId],
        );
        if ((row?.page_count ?? 0) >= pages) break;
        if (waited > 12_000) throw new Error(`${pages} pages were not committed`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      killed.controller.abort(new LeaseEnd('lost'));
    },
    limits,
    async reset() {
      Object.assign(limits, defaultReadLimits);
      vendor.clear();
      otherVendor.clear();
      const tables = await world.rows<{ name: string }>(
        `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND NOT tablename = ANY ($1::text[])`,
        [keptTables],
      );
      await db.query(`TRUNCATE ${tables.map(({ name }) => name).join(', ')} CASCADE`);
    },
    async close() {
      await muster.close();
      await Promise.all([vendor.stop(), otherVendor.stop()]);
      await test.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
  return world;
}

const withoutNulls = (values: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));

/** The fields of each connector that say where it is. */
function addressesOf(definition: ConnectorDefinition, { url, port }: ScriptVendor): Record<string, string> {
  const all: Record<string, string> = {
    url,
    hostname: 'http://127.0.0.1',
    port: String(port),
    urlDomain: url,
    customerId: `customer${port}`,
    customerDomain: url,
  };
  const known = new Set(definition.auth.flatMap(({ fields }) => fields.map(({ key }) => key)));
  return Object.fromEntries(Object.entries(all).filter(([key]) => known.has(key)));
}

/** What a session came to, zeros left out: what a failed expectation should show. */
export function brief({ status, errorCode, counts }: SessionView): Record<string, unknown> {
  const { read, created, updated, unchanged, skipped, failed, ambiguous, retired, warnings } = counts;
  const { installsRead, installsChanged } = counts;
  const all = { read, created, updated, unchanged, skipped, failed, ambiguous, retired, warnings };
  return {
    status,
    ...(errorCode === null ? {} : { errorCode }),
    ...Object.fromEntries(
      Object.entries({ ...all, installsRead, installsChanged }).filter(([, count]) => count > 0),
    ),
  };
}
