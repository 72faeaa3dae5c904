/**
 * A vendor's simulator beside the parts of the product a session passes through: HTTP API, vault, egress, engine and
 * database are the real ones; only time is handed in, and the worker's part (take a session, run it) is done here.
 */
import { expect } from 'vitest';
import type { ConnectorDefinition, StreamDefinition } from '../../src/connector-kit/index.ts';
import type { Db } from '../../src/db/client.ts';
import { claimSession } from '../../src/jobs/session-rows.queries.ts';
import type { Mapping } from '../../src/mapping/mapping-types.ts';
import type { Simulator } from '../../src/simulation/simulator.ts';
import { runSession } from '../../src/sync/run-session.ts';
import type { OutcomeView, SessionView } from '../../src/sync/session/session-views.queries.ts';
import type { CredentialDetail } from '../../src/vault/vault-types.ts';
import type { SecretWatch } from './secret-watch.ts';
import { makeVendorParts } from './vendor-parts.ts';

type Method = 'GET' | 'POST' | 'PATCH' | 'PUT';

export interface VendorWorld {
  db: Db;
  /** Waits of a second or more that somebody asked for; none of them was waited. */
  pausesMs: number[];
  /** What left this machine; `before` lets a fault begin in the middle. */
  wire: SecretWatch;
  call<T>(method: Method, path: string, body?: unknown): Promise<T>;
  /** As a person fills in the form and presses Authenticate; `change` are other values than the right ones. */
  addCredential(methodId: string, change?: Record<string, string>): Promise<number>;
  /** Secret values of its form: a changed address asks for them again. */
  secretsOf(methodId: string): Record<string, string>;
  /**
   * Presses Authenticate and does what a person does at the vendor: `answer` gets the address of its consent page and
   * gives the one the browser is sent back to. Resolves with the page shown then.
   */
  authenticate(
    id: number,
    answer: (authorizeUrl: string) => string,
  ): Promise<{ isOk: boolean; page: string }>;
  testCredential(id: number): Promise<{ ok: boolean; message: string }>;
  credential(id: number): Promise<CredentialDetail>;
  /** A launched integration with the mapping the connector proposes. */
  integrate(streamId: string, credentialId: number, change?: object): Promise<VendorIntegration>;
  rows<T extends object = Record<string, unknown>>(sql: string, values?: unknown[]): Promise<T[]>;
  count(table: string): Promise<number>;
  /** Every column, and which transaction wrote the row. */
  listAssets(): Promise<Record<string, unknown>[]>;
  /** So many assets, each with a source record of its own, and none of them taken for gone. */
  expectAssets(count: number): Promise<void>;
  /** Secrets of the form and of the wire stand in no log line, no answer and no table a person may read. */
  expectNoSecret(): Promise<void>;
  close(): Promise<void>;
}

export interface VendorIntegration {
  id: number;
  run(kind?: 'run' | 'test-run'): Promise<SessionView>;
  change(patch: object): Promise<void>;
  outcomes(session: SessionView, outcome: string): Promise<OutcomeView[]>;
  log(session: SessionView): Promise<string>;
}

export async function makeVendorWorld(
  definition: ConnectorDefinition,
  simulator: Pick<Simulator, 'start' | 'stop' | 'control'>,
): Promise<VendorWorld> {
  await simulator.start();
  const parts = await makeVendorParts(definition);
  const { db, clock, wire } = parts;
  let answers = '';
  let number = 0;

  async function call<T>(method: Method, path: string, body?: unknown): Promise<T> {
    const answer = await parts.ask(method, path, body);
    answers += `${answer.body}\n`;
    if (answer.statusCode >= 400)
      throw new Error(`${method} ${path} answered ${answer.statusCode}: ${answer.body}`);
    return (answer.body === '' ? undefined : answer.json()) as T;
  }

  async function runSessionOf(integrationId: number, kind: 'run' | 'test-run'): Promise<SessionView> {
    const path = `/api/integrations/${integrationId}/${kind}`;
    const { sessionId } = await call<{ sessionId: number }>('POST', path);
    const claim = await claimSession(db, sessionId, 'test');
    if (!claim) throw new Error(`session ${sessionId} cannot be taken`);
    await runSession(parts.syncDeps, {
      sessionId,
      epoch: claim.epoch,
      workerId: 'test',
      signal: new AbortController().signal,
    });
    return call<SessionView>('GET', `/api/sessions/${sessionId}`);
  }

  const world: VendorWorld = {
    db,
    pausesMs: clock.pausesMs,
    wire,
    call,
    secretsOf(methodId) {
      const right: Record<string, string> = { ...simulator.control.formValues().fields };
      const fields = definition.auth.find(({ id }) => id === methodId)?.fields ?? [];
      return Object.fromEntries(
        fields.flatMap(({ key, isSecret }) => (isSecret && right[key] ? [[key, right[key]]] : [])),
      );
    },
    async addCredential(methodId, change = {}) {
      const method = definition.auth.find(({ id }) => id === methodId);
      if (!method) throw new Error(`no method ${methodId}`);
      const right: Record<string, string> = { ...simulator.control.formValues().fields, ...change };
      for (const { key, isSecret } of method.fields) if (isSecret) wire.add(right[key]);
      number += 1;
      const { id } = await call<{ id: number }>('POST', '/api/credentials', {
        connectorId: definition.id,
        methodId,
        name: `Vendor ${number}`,
        fields: Object.fromEntries(
          method.fields.flatMap(({ key }) => (right[key] === undefined ? [] : [[key, right[key]]])),
        ),
      });
      return id;
    },
    async authenticate(id, answer) {
      const { authorizeUrl } = await call<{ authorizeUrl: string }>(
        'POST',
        `/api/credentials/${id}/authorize`,
      );
      const back = new URL(answer(authorizeUrl));
      const page = await parts.ask('GET', `${back.pathname}${back.search}`);
      answers += page.body;
      return { isOk: page.statusCode === 200, page: page.body };
    },
    testCredential: (id) => call('POST', `/api/credentials/${id}/test`),
    credential: (id) => call('GET', `/api/credentials/${id}`),
    async integrate(streamId, credentialId, change = {}) {
      const stream = definition.streams.find(({ id }) => id === streamId);
      if (!stream) throw new Error(`no stream ${streamId}`);
      const { id } = await call<{ id: number }>('POST', '/api/integrations', {
        connectorId: definition.id,
        streamId,
      });
      const path = `/api/integrations/${id}`;
      await call('PATCH', path, { credentialId, schedule: { kind: 'manual' }, ...change });
      await call('PUT', `${path}/mapping`, { version: 0, mapping: makeMapping(stream) });
      await call('POST', `${path}/launch`);
      return {
        id,
        run: (kind = 'run') => runSessionOf(id, kind),
        change: (patch) => call('PATCH', path, patch),
        outcomes: async (session, outcome) =>
          (
            await call<{ items: OutcomeView[] }>(
              'GET',
              `/api/sessions/${session.id}/outcomes?outcome=${outcome}`,
            )
          ).items,
        log: async (session) => JSON.stringify(await call('GET', `/api/sessions/${session.id}/log`)),
      };
    },
    async rows<T extends object>(sql: string, values: unknown[] = []) {
      return (await db.query(sql, values)).rows as T[];
    },
    async count(table) {
      const [row] = await world.rows<{ count: number }>(`SELECT count(*)::int AS count FROM ${table}`);
      return row?.count ?? 0;
    },
    listAssets: () => world.rows('SELECT *, xmin::text FROM assets ORDER BY id'),
    async expectAssets(count) {
      const [found] = await world.rows(
        `SELECT (SELECT count(*)::int FROM assets) AS assets, count(*)::int AS sources,
                count(DISTINCT s.record_id)::int AS linked, count(s.missing_since)::int AS missing,
                count(a.archived_at)::int AS archived
           FROM source_records s JOIN assets a ON a.id = s.record_id`,
      );
      expect(found).toEqual({ assets: count, sources: count, linked: count, missing: 0, archived: 0 });
    },
    async expectNoSecret() {
      for (const path of ['credentials', 'credential-warnings', 'integrations', 'sessions'])
        await call('GET', `/api/${path}`);
      const tables = ['sessions', 'session_log', 'session_outcomes', 'audit_log', 'source_records'];
      for (const table of tables) answers += JSON.stringify(await world.rows(`SELECT * FROM ${table}`));
      // Otherwise there would be nothing to find, or nowhere to look.
      const text = parts.logText();
      expect(wire.count()).toBeGreaterThan(0);
      expect(text.length).toBeGreaterThan(0);
      expect(wire.findIn(text), 'secrets in the log').toEqual([]);
      expect(wire.findIn(answers), 'secrets in answers and tables').toEqual([]);
    },
    async close() {
      await parts.close();
      await simulator.stop();
    },
  };
  return world;
}

function makeMapping(stream: StreamDefinition): Mapping {
  let syncKeyPriority = 0;
  const rows = stream.suggestedMapping.map(({ source, target, isSyncKey }): Mapping['rows'][number] => {
    if (isSyncKey) syncKeyPriority += 1;
    return {
      target,
      source: { kind: 'path', path: source },
      writeRule: 'always',
      ...(isSyncKey ? { syncKeyPriority } : {}),
    };
  });
  if (stream.object === 'people')
    rows.push({ target: 'role', source: { kind: 'literal', value: 'Employee' }, writeRule: 'always' });
  return {
    rows,
    ...(stream.suggestedCondition === undefined ? {} : { condition: stream.suggestedCondition }),
  };
}

/** The same connector with pages of another size, so that a small tenant has many. */
export function withPageSize(definition: ConnectorDefinition, pageSize: number): ConnectorDefinition {
  const { client } = definition;
  return {
    ...definition,
    client: { ...client, paginator: { ...client.paginator, pageSize } as typeof client.paginator },
  };
}
