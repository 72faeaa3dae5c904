/** Muster as a user runs it (HTTP, workers, history, outcomes, encryption), told by its parent when to run. */
import { ninjaone } from '../connectors/ninjaone/definition.ts';
import { loadConfig } from '../src/config.ts';
import { makeLogger } from '../src/logger.ts';
import { buildMuster } from '../src/main.ts';

const by = { source: 'cli', name: 'Benchmark' } as const;
const stream = ninjaone.streams[0];
if (!stream) throw new Error('the connector has no stream');
// The vendor sends its users in one answer; the benchmark needs pages, so this stream uses the paging of the others.
const paged = {
  ...ninjaone,
  streams: [{ ...stream, paginator: ninjaone.client.paginator }],
  client: {
    ...ninjaone.client,
    rateBudget: { requestsPerSecond: 100_000, burst: 100_000, maxConcurrent: 4 },
  },
};
const config = loadConfig();
const muster = await buildMuster({ config, log: makeLogger({ level: 'warn' }), connectors: [paged] });
await muster.startWorker();
await muster.startHttp();

const [method] = paged.auth.filter(
  (found) => found.kind === 'oauth2' && found.grant === 'client_credentials',
);
let integrationId = 0;

process.on('message', (message: { fields?: Record<string, string>; run?: boolean; stop?: boolean }) => {
  handle(message).catch((err: unknown) => {
    console.error(err);
    process.exit(1);
  });
});

async function handle(message: {
  fields?: Record<string, string>;
  run?: boolean;
  stop?: boolean;
}): Promise<void> {
  if (message.fields) {
    const credential = await muster.vault.create(
      { connectorId: paged.id, methodId: method?.id ?? '', name: 'Benchmark', fields: message.fields },
      by,
    );
    const integration = await muster.integrations.create(by, {
      connectorId: paged.id,
      streamId: stream?.id ?? '',
    });
    integrationId = integration.id;
    await muster.integrations.update(by, integrationId, {
      credentialId: credential.id,
      schedule: { kind: 'manual' },
    });
    const rows = (stream?.suggestedMapping ?? []).map((row) => ({
      target: row.target,
      source: { kind: 'path' as const, path: row.source },
      writeRule: 'always' as const,
      ...(row.isSyncKey ? { syncKeyPriority: 1 } : {}),
    }));
    await muster.integrations.saveMapping(by, integrationId, {
      version: 0,
      mapping: {
        rows: [
          ...rows,
          { target: 'role', source: { kind: 'literal', value: 'Employee' }, writeRule: 'always' },
        ],
      },
    });
    await muster.integrations.launch(by, integrationId);
    process.send?.({ ready: true });
  }
  if (message.run) {
    const cpuBefore = process.cpuUsage();
    const { sessionId } = await muster.integrations.start(by, integrationId, 'manual');
    for (;;) {
      const session = await muster.sessions.get(sessionId);
      if (session.endedAt !== null) {
        const cpu = process.cpuUsage(cpuBefore);
        process.send?.({
          session: {
            status: session.status,
            error: session.errorMessage,
            counts: session.counts,
            elapsedMs: session.elapsedMs,
          },
          cpuMs: (cpu.user + cpu.system) / 1_000,
        });
        return;
      }
      await muster.clock.sleep(100);
    }
  }
  if (message.stop) {
    await muster.close();
    process.exit(0);
  }
}
process.send?.({ started: true });
