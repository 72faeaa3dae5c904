/**
 * The main job, with a simulated vendor instead of a real one: everything else is the product itself, driven through
 * its own HTTP API. Each start begins afresh in a folder of its own.
 */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { builtInConnectors } from '../../connectors/index.generated.ts';
import { simulators } from '../../connectors/simulators.generated.ts';
import type { ConnectorDefinition } from '../connector-kit/definition.ts';
import { buildMuster, makeRandomPassword } from '../main.ts';
import type { Mapping } from '../mapping/mapping-types.ts';
import type { SmartMapping } from '../mapping/smart-mapping.ts';
import type { SessionView } from '../sync/session-views.queries.ts';
import type { Command } from './command.ts';
import { type DemoClient, makeDemoClient } from './demo-client.ts';
import { waitForSignal } from './wait-for-signal.ts';

const defaultUserCount = 250;

export const demo: Command = {
  usage: 'demo [--once] [--users N]',
  help: 'Try everything with a simulated vendor; --once prints the counters as JSON and ends.',
  isQuiet: true,
  async run({ args, config, log }) {
    const { values } = parseArgs({ args, options: { once: { type: 'boolean' }, users: { type: 'string' } } });
    const isOnce = values.once === true;
    const userCount = Math.max(1, Number(values.users ?? defaultUserCount) || defaultUserCount);
    const dataDir = join(config.dataDir, isOnce ? `demo-once-${process.pid}` : 'demo');
    const say = (text: string) => console.error(text);
    const stopped = waitForSignal(log);

    await rm(dataDir, { recursive: true, force: true });
    await mkdir(dataDir, { recursive: true });
    const [vendor] = simulators;
    const definition = builtInConnectors.find((found) => found.id === vendor.connectorId);
    if (!definition) throw new Error(`There is no connector for the simulator of ${vendor.connectorId}`);
    const simulator = vendor.makeSimulator({ users: userCount, seed: 42 });
    const { url: vendorUrl } = await simulator.start();
    say('Starting the embedded PostgreSQL and Muster …');
    const muster = await buildMuster({
      log,
      config: {
        ...config,
        databaseUrl: undefined,
        dataDir,
        masterKey: { from: 'file', path: join(dataDir, 'master.key') },
        admin: undefined,
        port: isOnce ? 0 : config.port,
        publicUrl: isOnce ? undefined : config.publicUrl,
        egressAllow: [...config.egressAllow, '127.0.0.1'],
        httpProxy: undefined,
      },
    });
    try {
      await muster.startWorker();
      const { url, publicUrl } = await muster.startHttp();
      simulator.control.addRedirectUri(`${publicUrl}/oauth2/redirect`);
      const admin = {
        name: 'Demo Administrator',
        email: 'admin@example.com',
        password: makeRandomPassword(),
      };
      const client = await makeDemoClient(url, admin);
      const form = simulator.control.formValues();
      const session = await runMainJob(client, definition, form.fields, say);
      const { counts } = session;
      const isRight =
        session.status === 'succeeded' && counts.read === userCount && counts.created === userCount;
      if (!isOnce) {
        say('');
        say(`Muster     ${publicUrl}`);
        say(`Sign in    ${admin.email}   ${admin.password}`);
        say(`Vendor     ${vendorUrl} (simulated ${definition.name}); its form values:`);
        for (const [key, value] of Object.entries(form.fields)) say(`           ${key} = ${value}`);
        say('Stop with Ctrl-C.');
      }
      console.log(
        JSON.stringify({
          ok: isRight,
          status: session.status,
          elapsedMs: session.elapsedMs,
          ...counts,
          ...(session.errorMessage ? { error: session.errorMessage } : {}),
        }),
      );
      if (!isOnce) await stopped;
      return isRight ? 0 : 1;
    } finally {
      await muster.close();
      await simulator.stop();
      if (isOnce) await rm(dataDir, { recursive: true, force: true });
    }
  },
};

async function runMainJob(
  client: DemoClient,
  definition: ConnectorDefinition,
  fields: Record<string, string>,
  say: (text: string) => void,
): Promise<SessionView> {
  say('Connecting the credential by OAuth 2.0 (authorization code) …');
  const method = definition.auth[0];
  const credential = await client.call<{ id: number }>('POST', '/api/credentials', {
    connectorId: definition.id,
    methodId: method?.id,
    name: `${definition.name} (simulated)`,
    isDraft: true,
    fields,
  });
  const { authorizeUrl } = await client.call<{ authorizeUrl: string }>(
    'POST',
    `/api/credentials/${credential.id}/authorize`,
  );
  await client.consent(authorizeUrl);
  await client.call('PATCH', `/api/credentials/${credential.id}`, { isDraft: false });

  const stream = definition.streams[0];
  say(`Adding the integration "${stream?.name}", mapping its fields …`);
  const integration = await client.call<{ id: number }>('POST', '/api/integrations', {
    connectorId: definition.id,
    streamId: stream?.id,
  });
  const path = `/api/integrations/${integration.id}`;
  await client.call('PATCH', path, {
    credentialId: credential.id,
    userSelection: 'user_plus_saas',
    integrationUser: `${definition.name} sync`,
  });
  await client.call('POST', `${path}/sample`);
  const suggestion = await client.call<SmartMapping>('POST', `${path}/mapping/suggest`);
  await client.call('PUT', `${path}/mapping`, { version: 0, mapping: makeMapping(suggestion) });

  say('Test run, launch, run …');
  await finishSession(client, await client.call('POST', `${path}/test-run`));
  await client.call('POST', `${path}/launch`);
  return finishSession(client, await client.call('POST', `${path}/run`));
}

function makeMapping(suggestion: SmartMapping): Mapping {
  return {
    rows: [
      ...suggestion.proposals.map((proposal) => ({
        target: proposal.target,
        source: { kind: 'path' as const, path: proposal.source },
        writeRule: 'always' as const,
        ...(proposal.isSyncKey ? { syncKeyPriority: 1 } : {}),
      })),
      { target: 'role', source: { kind: 'literal', value: 'Employee' }, writeRule: 'always' },
    ],
  };
}

async function finishSession(client: DemoClient, started: { sessionId: number }): Promise<SessionView> {
  for (;;) {
    const session = await client.call<SessionView>('GET', `/api/sessions/${started.sessionId}`);
    if (session.endedAt !== null) return session;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
