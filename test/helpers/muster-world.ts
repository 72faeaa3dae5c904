/** The whole product on a test database, beside the simulated vendor: nothing between them is faked. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { ninjaone } from '../../connectors/ninjaone/definition.ts';
import { makeSimulator } from '../../connectors/ninjaone/simulator.ts';
import { type DemoClient, makeDemoClient } from '../../src/cli/demo-client.ts';
import { parseConfig } from '../../src/config.ts';
import type { ConnectorDefinition } from '../../src/connector-kit/index.ts';
import { makeLogger } from '../../src/logger.ts';
import { buildMuster, type Muster } from '../../src/main.ts';
import type { SessionView } from '../../src/sync/session/session-views.queries.ts';
import { testMapping } from './sync-world.ts';
import { testMuster } from './test-muster.ts';
import { makeTestDb, type TestDb } from './with-db.ts';

type SimulatorOptions = NonNullable<Parameters<typeof makeSimulator>[0]>;

export const admin = {
  name: 'Test Administrator',
  email: 'admin@example.com',
  password: 'correct horse battery',
};

/** The vendor's users in pages, as its other lists come; for tests of paging. */
export const pagedConnector: ConnectorDefinition = {
  ...ninjaone,
  streams: ninjaone.streams.map((stream) => ({
    ...stream,
    paginator: { ...ninjaone.client.paginator, pageSize: 50 } as ConnectorDefinition['client']['paginator'],
  })),
};

export interface MusterWorld {
  test: TestDb;
  muster: Muster;
  simulator: ReturnType<typeof makeSimulator>;
  vendorUrl: string;
  url: string;
  /** Everything logged so far. */
  logText(): string;
  dataDir: string;
  environment: Record<string, string>;
  close(): Promise<void>;
}

export async function makeMusterWorld(
  options: {
    simulator?: SimulatorOptions;
    connectors?: readonly ConnectorDefinition[];
    environment?: Record<string, string>;
    hasWorker?: boolean;
  } = {},
): Promise<MusterWorld> {
  const test = await makeTestDb();
  const dataDir = await mkdtemp(join(tmpdir(), 'muster-world-'));
  const simulator = makeSimulator({ users: 120, seed: 3, ...options.simulator });
  const { url: vendorUrl } = await simulator.start();
  const environment = {
    DATABASE_URL: test.url,
    MUSTER_DATA_DIR: dataDir,
    MUSTER_PORT: '0',
    MUSTER_EGRESS_ALLOW: '127.0.0.1',
    MUSTER_LOG_LEVEL: 'debug',
    ...options.environment,
  };
  let text = '';
  const destination = new PassThrough();
  destination.on('data', (chunk) => {
    text += String(chunk);
  });
  const muster = await buildMuster({
    config: parseConfig(environment, dataDir),
    ...testMuster,
    log: makeLogger({ level: 'debug', destination }),
    ...(options.connectors ? { connectors: options.connectors } : {}),
  });
  if (options.hasWorker !== false) await muster.startWorker();
  else await muster.startQueue();
  const { url, publicUrl } = await muster.startHttp();
  simulator.control.addRedirectUri(`${publicUrl}/oauth2/redirect`);
  return {
    test,
    muster,
    simulator,
    vendorUrl,
    url,
    logText: () => text,
    dataDir,
    environment,
    async close() {
      await muster.close();
      await simulator.stop();
      await test.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export interface ReadyWorld extends MusterWorld {
  client: DemoClient;
  credentialId: number;
  integrationId: number;
  run(kind?: 'run' | 'test-run' | 'preview'): Promise<SessionView>;
  start(kind?: 'run' | 'test-run' | 'preview'): Promise<number>;
  finish(sessionId: number): Promise<SessionView>;
  countPeople(): Promise<number>;
}

export { testMapping as usersMapping };

/** A credential through the real OAuth flow and a launched integration, all over HTTP. */
export async function makeReadyWorld(
  options: Parameters<typeof makeMusterWorld>[0] = {},
): Promise<ReadyWorld> {
  const world = await makeMusterWorld(options);
  const client = await makeDemoClient(world.url, admin);
  const credential = await client.call<{ id: number }>('POST', '/api/credentials', {
    connectorId: ninjaone.id,
    methodId: ninjaone.auth[0]?.id,
    name: 'Vendor',
    isDraft: true,
    fields: world.simulator.control.formValues().fields,
  });
  const { authorizeUrl } = await client.call<{ authorizeUrl: string }>(
    'POST',
    `/api/credentials/${credential.id}/authorize`,
  );
  await client.consent(authorizeUrl);
  await client.call('PATCH', `/api/credentials/${credential.id}`, { isDraft: false });
  const integration = await client.call<{ id: number }>('POST', '/api/integrations', {
    connectorId: ninjaone.id,
    streamId: 'users',
  });
  const path = `/api/integrations/${integration.id}`;
  await client.call('PATCH', path, { credentialId: credential.id, schedule: { kind: 'manual' } });
  await client.call('PUT', `${path}/mapping`, { version: 0, mapping: testMapping });
  await client.call('POST', `${path}/launch`);

  const start = async (kind: 'run' | 'test-run' | 'preview' = 'run') =>
    (await client.call<{ sessionId: number }>('POST', `${path}/${kind}`)).sessionId;
  const finish = async (sessionId: number): Promise<SessionView> => {
    for (;;) {
      const session = await client.call<SessionView>('GET', `/api/sessions/${sessionId}`);
      if (session.endedAt !== null) return session;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  return {
    ...world,
    client,
    credentialId: credential.id,
    integrationId: integration.id,
    start,
    finish,
    run: async (kind) => finish(await start(kind)),
    async countPeople() {
      const { rows } = await world.test.db.query<{ count: number }>('SELECT count(*) AS count FROM people');
      return rows[0]?.count ?? 0;
    },
  };
}
