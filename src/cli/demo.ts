/**
 * The main job, with a simulated vendor instead of a real one: everything else is the product itself, driven through
 * its own HTTP API. Each start begins afresh in a folder of its own.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { builtInConnectors } from '../../connectors/index.generated.ts';
import { simulators } from '../../connectors/simulators.generated.ts';
import { buildMuster } from '../main.ts';
import type { Simulator } from '../simulation/simulator.ts';
import type { Command } from './command.ts';
import { makeDemoClient } from './demo-client.ts';
import { type DemoRun, runDemoPlan } from './run-demo-plan.ts';
import { waitForSignal } from './wait-for-signal.ts';

const defaultUserCount = 250;

export const demo: Command = {
  usage: 'demo [--once] [--users N]',
  help: 'Try everything with simulated vendors; --once prints the counters as JSON and ends.',
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
    const vendors = makeVendors(userCount);
    for (const vendor of vendors) vendor.url = (await vendor.simulator.start()).url;
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
        proxyTakesNames: false,
      },
    });
    try {
      await muster.startWorker();
      const { url, publicUrl } = await muster.startHttp();
      const admin = {
        name: 'Demo Administrator',
        email: 'admin@example.com',
        password: randomBytes(12).toString('base64url'),
      };
      const client = await makeDemoClient(url, admin);
      const runs: DemoRun[] = [];
      for (const { simulator, definition } of vendors) {
        const { control, demo: plan } = simulator;
        if (!plan) continue;
        control.addRedirectUri?.(`${publicUrl}/oauth2/redirect`);
        runs.push(...(await runDemoPlan(client, definition, plan, control.formValues(), say)));
      }
      const [main] = runs;
      if (!main) throw new Error('No simulator has a plan for the demo.');
      const { session } = main;
      const { counts } = session;
      const isRight = runs.every((run) => run.isRight) && counts.created === userCount;
      if (!isOnce) {
        say('');
        say(`Muster     ${publicUrl}`);
        say(`Sign in    ${admin.email}   ${admin.password}`);
        for (const { simulator, definition, url: vendorUrl } of vendors) {
          say(`Vendor     ${vendorUrl} (simulated ${definition.name}); its form values:`);
          for (const [key, value] of Object.entries(simulator.control.formValues().fields))
            say(`           ${key} = ${value}`);
        }
        say('Stop with Ctrl-C.');
      }
      console.log(
        JSON.stringify({
          ok: isRight,
          status: session.status,
          elapsedMs: session.elapsedMs,
          ...counts,
          ...(session.errorMessage ? { error: session.errorMessage } : {}),
          integrations: runs.map(describeRun),
        }),
      );
      if (!isOnce) await stopped;
      return isRight ? 0 : 1;
    } finally {
      await muster.close();
      for (const { simulator } of vendors) await simulator.stop();
      if (isOnce) await rm(dataDir, { recursive: true, force: true });
    }
  },
};

interface Vendor {
  definition: (typeof builtInConnectors)[number];
  simulator: Simulator;
  url: string;
}

/** Every vendor that can be simulated, the main job first. */
function makeVendors(users: number): Vendor[] {
  return simulators
    .map(({ connectorId, makeSimulator }) => {
      const definition = builtInConnectors.find((found) => found.id === connectorId);
      if (!definition) throw new Error(`There is no connector for the simulator of ${connectorId}`);
      return { definition, simulator: makeSimulator({ users, seed: 42 }) as Simulator, url: '' };
    })
    .sort((left, right) => Number(isMainJob(right)) - Number(isMainJob(left)));
}

const isMainJob = ({ simulator }: Vendor): boolean => simulator.demo?.isMainJob === true;

function describeRun({ name, isRight, session }: DemoRun) {
  const { read, created, updated, unchanged, skipped, failed, ambiguous, warnings, installsRead } =
    session.counts;
  return {
    name,
    ok: isRight,
    status: session.status,
    read,
    created,
    updated,
    unchanged,
    skipped,
    failed,
    ambiguous,
    warnings,
    installsRead,
    ...(session.errorMessage ? { error: session.errorMessage } : {}),
  };
}
