/** Muster as a user runs it (HTTP, workers, history, outcomes, encryption), told by its parent when to run. */
import { loadConfig } from '../src/config.ts';
import { makeLogger } from '../src/logger.ts';
import { buildMuster } from '../src/main.ts';
import { makeSubject, type SubjectName } from './subjects.ts';

export type Fields = Record<string, string>;
interface Message {
  fields?: Fields;
  run?: boolean;
  settle?: boolean;
  stop?: boolean;
}

const by = { source: 'cli', name: 'Benchmark' } as const;
const { definition, stream, methodId, moreRows } = makeSubject((process.argv[2] ?? 'users') as SubjectName);
const config = loadConfig();
const muster = await buildMuster({
  config,
  log: makeLogger({ level: 'warn' }),
  connectors: [definition],
});
await muster.startWorker();
const { url } = await muster.startHttp();

let integrationId = 0;

process.on('message', (message: Message) => {
  handle(message).catch((err: unknown) => {
    console.error(err);
    process.exit(1);
  });
});

async function setUp(fields: Fields): Promise<void> {
  const credential = await muster.vault.create(by, {
    connectorId: definition.id,
    methodId,
    name: 'Benchmark',
    fields,
  });
  const integration = await muster.integrations.create(by, {
    connectorId: definition.id,
    streamId: stream.id,
  });
  integrationId = integration.id;
  await muster.integrations.update(by, integrationId, {
    credentialId: credential.id,
    schedule: { kind: 'manual' },
  });
  let keyCount = 0;
  const rows = stream.suggestedMapping.map((row) => {
    if (row.isSyncKey) keyCount += 1;
    return {
      target: row.target,
      source: { kind: 'path' as const, path: row.source },
      writeRule: 'always' as const,
      ...(row.isSyncKey ? { syncKeyPriority: keyCount } : {}),
    };
  });
  await muster.integrations.saveMapping(by, integrationId, {
    version: 0,
    mapping: {
      rows: [...rows, ...moreRows],
      ...(stream.suggestedCondition === undefined ? {} : { condition: stream.suggestedCondition }),
    },
  });
  await muster.integrations.launch(by, integrationId);
}

async function runSession() {
  const cpuBefore = process.cpuUsage();
  const { sessionId } = await muster.integrations.start(by, integrationId, 'manual');
  for (;;) {
    const session = await muster.sessions.get(sessionId);
    if (session.endedAt !== null) {
      const cpu = process.cpuUsage(cpuBefore);
      return {
        session: {
          status: session.status,
          error: session.errorMessage,
          counts: session.counts,
          elapsedMs: session.elapsedMs,
        },
        cpuMs: (cpu.user + cpu.system) / 1_000,
      };
    }
    await muster.clock.sleep(100);
  }
}

/** Made in the background once a table has grown: whoever is measured next must not pay for them. */
async function waitForListIndexes(): Promise<void> {
  for (;;) {
    const { rows } = await muster.db.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM pgboss.job
        WHERE name = 'muster.look-after-list-indexes' AND state IN ('created', 'retry', 'active')`,
    );
    if (rows[0]?.count === 0) return;
    await muster.clock.sleep(200);
  }
}

async function handle(message: Message): Promise<void> {
  if (message.fields) {
    await setUp(message.fields);
    process.send?.({ ready: true, url });
  }
  if (message.run) process.send?.(await runSession());
  if (message.settle) {
    await waitForListIndexes();
    process.send?.({ settled: true });
  }
  if (message.stop) {
    await muster.close();
    process.exit(0);
  }
}
process.send?.({ started: true });
