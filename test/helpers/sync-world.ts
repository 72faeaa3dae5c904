/** A small world for tests of the engine: a database, an integration, and a source that answers what it is told. */

import type { ConnectorDefinition } from '../../src/connector-kit/index.ts';
import type { Mapping } from '../../src/mapping/mapping-types.ts';
import type { Clock } from '../../src/model/clock.ts';
import {
  assetFields,
  type Field,
  type ObjectName,
  peopleFields,
  softwareFields,
} from '../../src/model/objects.ts';
import type { SourcePage, SourceReader } from '../../src/sync/read/source-reader.ts';
import type { SessionKind } from '../../src/sync/run.ts';
import { runSession, type SyncDeps } from '../../src/sync/run-session.ts';
import { LeaseEnd } from '../../src/sync/session/session-lease.ts';
import { plainList } from './plain-stream.ts';
import { makeMemoryLog } from './silent-log.ts';
import { makeTestDb, type TestDb } from './with-db.ts';

export interface SourceUser {
  id: number | string | undefined;
  email?: string | null;
  firstName?: string | null;
  phone?: string | null;
  enabled?: boolean;
  roles?: string[];
}

export const testDefinition: ConnectorDefinition = {
  id: 'test-vendor',
  name: 'Test vendor',
  description: 'For tests.',
  logo: '<svg/>',
  categories: [],
  docsUrl: 'https://example.com',
  version: '1.0.0',
  settings: [],
  auth: [],
  client: {
    baseUrl: 'https://example.com',
    headers: {},
    paginator: { kind: 'none' },
    rateBudget: { requestsPerSecond: 10, burst: 10, maxConcurrent: 1 },
    timeoutMs: 1_000,
    responseRules: [],
  },
  check: { method: 'GET', path: '/' },
  streams: [
    {
      id: 'users',
      name: 'Test users',
      description: '',
      object: 'people',
      request: { method: 'GET', path: '/users' },
      recordsPath: '',
      nativeIdPath: 'id',
      noValues: ['--'],
      completeness: { kind: 'end_of_paging' },
      fields: [],
      suggestedMapping: [],
      secretPaths: ['password'],
      saas: {
        applicationName: 'Test SaaS',
        publisher: 'Test',
        externalId: 'id',
        email: 'email',
        username: 'email',
        fullName: 'firstName',
        isActive: 'enabled',
        roles: 'roles',
      },
    },
    {
      id: 'devices',
      name: 'Test devices',
      description: '',
      object: 'assets',
      request: { method: 'GET', path: '/devices' },
      ...plainList,
      software: {
        from: 'query',
        request: { method: 'GET', path: '/software' },
        recordsPath: '',
        assetIdPath: 'deviceId',
        name: 'name',
      },
    },
  ],
};

const fieldsOf: Partial<Record<ObjectName, readonly Field[]>> = {
  people: peopleFields,
  assets: assetFields,
  software: softwareFields,
};

export const testMapping: Mapping = {
  rows: [
    { target: 'email', source: { kind: 'path', path: 'email' }, writeRule: 'always', syncKeyPriority: 1 },
    { target: 'username', source: { kind: 'path', path: 'email' }, writeRule: 'always' },
    { target: 'firstName', source: { kind: 'path', path: 'firstName' }, writeRule: 'always' },
    { target: 'phoneNumber', source: { kind: 'path', path: 'phone' }, writeRule: 'always' },
    { target: 'isActive', source: { kind: 'path', path: 'enabled' }, writeRule: 'always' },
    { target: 'role', source: { kind: 'literal', value: 'Employee' }, writeRule: 'always' },
  ],
};

export const systemTestClock: Clock = {
  now: () => new Date(),
  monotonicMs: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(resolve, ms);
      signal?.addEventListener('abort', () => {
        clearTimeout(timer);
        reject(signal.reason);
      });
    }),
};

/** Pages of `size` records; `hook` runs before each page is handed out. */
export function makeListSource(
  users: () => readonly object[],
  size = 2,
  hook?: (page: number) => void | Promise<void>,
): SourceReader {
  return {
    async *read({ startAt, limit, signal }): AsyncGenerator<SourcePage> {
      let at = typeof startAt === 'number' ? startAt : 0;
      for (let page = 1; ; page += 1) {
        await hook?.(page);
        signal.throwIfAborted();
        const all = users().slice(0, limit ?? Number.POSITIVE_INFINITY);
        const records = all.slice(at, at + size);
        at += size;
        const isLast = at >= all.length;
        yield { records, cursor: at, total: all.length, isLast, byteCount: 100, isRestarted: false };
        if (isLast) return;
      }
    },
  };
}

export interface SyncWorld extends TestDb {
  integrationId: number;
  users: SourceUser[];
  setIntegration(column: string, value: unknown): Promise<void>;
  setMapping(mapping: Mapping): Promise<void>;
  openSession(kind?: SessionKind, planSessionId?: number): Promise<number>;
  /** Takes the session (a new epoch) and runs it. */
  runOpened(sessionId: number, options?: Partial<SyncDeps> & { signal?: AbortSignal }): Promise<void>;
  run(
    kind?: SessionKind,
    options?: Partial<SyncDeps> & { signal?: AbortSignal; planSessionId?: number },
  ): Promise<Record<string, unknown>>;
  session(sessionId: number): Promise<Record<string, unknown>>;
  people(): Promise<Record<string, unknown>[]>;
}

export async function makeSyncWorld(): Promise<SyncWorld> {
  const test = await makeTestDb();
  const { db } = test;
  const { rows } = await db.query<{ id: number }>(
    `INSERT INTO integrations (name, connector_id, stream_id, object, schedule, status, integration_user)
     VALUES ('Test users', 'test-vendor', 'users', 'people', '{"kind":"manual"}', 'active', 'sync user') RETURNING id`,
  );
  const integrationId = (rows[0] as { id: number }).id;
  let version = 0;
  const world: SyncWorld = {
    ...test,
    integrationId,
    users: [],
    async setIntegration(column, value) {
      await db.query(`UPDATE integrations SET ${column} = $2 WHERE id = $1`, [integrationId, value]);
    },
    async setMapping(mapping) {
      version += 1;
      await db.query('INSERT INTO mappings (integration_id, version, mapping) VALUES ($1, $2, $3)', [
        integrationId,
        version,
        JSON.stringify(mapping),
      ]);
    },
    async openSession(kind = 'manual', planSessionId) {
      const made = await db.query<{ id: number }>(
        'INSERT INTO sessions (integration_id, kind, plan_session_id) VALUES ($1, $2, $3) RETURNING id',
        [integrationId, kind, planSessionId ?? null],
      );
      return (made.rows[0] as { id: number }).id;
    },
    async runOpened(sessionId, options = {}) {
      const { signal, ...overrides } = options;
      const taken = await db.query<{ epoch: number }>(
        `UPDATE sessions SET status = 'running', epoch = epoch + 1, started_at = coalesce(started_at, now()) WHERE id = $1 RETURNING epoch`,
        [sessionId],
      );
      const deps: SyncDeps = {
        db,
        clock: systemTestClock,
        log: makeMemoryLog(),
        source: makeListSource(() => world.users),
        findDefinition: (id) => (id === testDefinition.id ? testDefinition : undefined),
        listFields: async (object) => fieldsOf[object] ?? [],
        loadGlobals: async () => ({}),
        ...overrides,
      };
      await runSession(deps, {
        sessionId,
        epoch: (taken.rows[0] as { epoch: number }).epoch,
        workerId: 'test',
        signal: signal ?? new AbortController().signal,
      });
    },
    async run(kind = 'manual', options = {}) {
      const { planSessionId, ...rest } = options;
      const sessionId = await world.openSession(kind, planSessionId);
      await world.runOpened(sessionId, rest);
      return world.session(sessionId);
    },
    async session(sessionId) {
      const found = await db.query('SELECT * FROM sessions WHERE id = $1', [sessionId]);
      return found.rows[0] as Record<string, unknown>;
    },
    async people() {
      const found = await db.query('SELECT * FROM people ORDER BY id');
      return found.rows;
    },
  };
  await world.setMapping(testMapping);
  return world;
}

export { LeaseEnd };
