/**
 * `npm run bench -- [--records N,N]`: the floor (bench/floor.ts) and Muster on the same source, the same PostgreSQL,
 * in one run. Prints records/s, the ratio to the floor, CPU and peak memory; writes bench/results/*.json and an SVG.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { nodeFlags } from '../scripts/node-flags.mjs';
import { makeSystemClock } from '../src/clock.ts';
import { makeDb } from '../src/db/client.ts';
import { startEmbeddedPostgres } from '../src/db/embedded/embedded-postgres.ts';
import { makeLogger } from '../src/logger.ts';
import { drawBars } from './draw-bars.ts';
import { readPeakRssMb, readPostgresCpuMs } from './proc.ts';

interface Measure {
  elapsedMs: number;
  recordsPerSecond: number;
  nodeCpuMs: number;
  postgresCpuMs: number;
}
type Step = 'first' | 'unchanged' | 'changed';
const steps: readonly Step[] = ['first', 'unchanged', 'changed'];

const { values } = parseArgs({ options: { records: { type: 'string', default: '100000,1000000' } } });
const here = import.meta.dirname;
const log = makeLogger({ level: 'warn', destination: process.stderr });

function receive<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(message as T));
    child.once('exit', (code) => reject(new Error(`a process of the benchmark ended with ${code}`)));
  });
}
function ask<T>(child: ChildProcess, message: object): Promise<T> {
  const answer = receive<T>(child);
  child.send(message);
  return answer;
}

async function bench(count: number) {
  const folder = await mkdtemp(join(tmpdir(), 'muster-bench-'));
  const postgres = await startEmbeddedPostgres({ dataDir: folder, clock: makeSystemClock(), log });
  const admin = makeDb({ url: postgres.url, log });
  const urls: Record<string, string> = {};
  for (const name of ['floor_staging', 'floor_lookup', 'muster_bench']) {
    await admin.query(`CREATE DATABASE ${name}`);
    const url = new URL(postgres.url);
    url.pathname = `/${name}`;
    urls[name] = url.href;
  }
  const source = fork(join(here, 'source.ts'), [String(count)]);
  const { url, token, fields } = await receive<{
    url: string;
    token: string;
    fields: Record<string, string>;
  }>(source);

  const muster = fork(join(here, 'muster-process.ts'), [], {
    execArgv: nodeFlags,
    env: {
      ...process.env,
      DATABASE_URL: urls['muster_bench'],
      MUSTER_DATA_DIR: join(folder, 'muster'),
      MUSTER_PORT: '0',
      MUSTER_EGRESS_ALLOW: '127.0.0.1',
      MUSTER_LOG_LEVEL: 'warn',
    },
  });
  await receive(muster);
  await ask(muster, { fields });

  async function floor(way: 'staging' | 'lookup'): Promise<Measure & { peakRssMb: number }> {
    const cpuBefore = await readPostgresCpuMs(postgres.pid);
    const child = fork(join(here, 'floor.ts'), [urls[`floor_${way}`] ?? '', url, way], {
      env: { ...process.env, FLOOR_TOKEN: token },
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    let text = '';
    child.stdout?.on('data', (chunk) => {
      text += String(chunk);
    });
    await new Promise<void>((resolve, reject) =>
      child.once('close', (code) =>
        code === 0 ? resolve() : reject(new Error(`the floor ended with ${code}`)),
      ),
    );
    const result = JSON.parse(text) as { count: number; elapsedMs: number; maxRssKb: number; cpuMs: number };
    if (result.count !== count) throw new Error(`the floor read ${result.count} of ${count} records`);
    const postgresCpuMs = (await readPostgresCpuMs(postgres.pid)) - cpuBefore;
    return {
      elapsedMs: result.elapsedMs,
      recordsPerSecond: (count / result.elapsedMs) * 1_000,
      nodeCpuMs: result.cpuMs,
      postgresCpuMs,
      peakRssMb: result.maxRssKb / 1_024,
    };
  }
  async function run(expected: Record<string, number>): Promise<Measure> {
    const cpuBefore = await readPostgresCpuMs(postgres.pid);
    const { session, cpuMs } = await ask<{
      session: { status: string; error: string | null; counts: Record<string, number>; elapsedMs: number };
      cpuMs: number;
    }>(muster, { run: true });
    if (session.status !== 'succeeded')
      throw new Error(`the session ended as ${session.status}: ${session.error}`);
    for (const [name, number] of Object.entries(expected))
      if (session.counts[name] !== number)
        throw new Error(`${name} is ${session.counts[name]}, not ${number}`);
    const postgresCpuMs = (await readPostgresCpuMs(postgres.pid)) - cpuBefore;
    return {
      elapsedMs: session.elapsedMs,
      recordsPerSecond: (count / session.elapsedMs) * 1_000,
      nodeCpuMs: cpuMs,
      postgresCpuMs,
    };
  }

  const results: Record<Step, Record<'floor' | 'lookupFloor' | 'muster', Measure>> = {} as never;
  let floorRssMb = 0;
  for (const step of steps) {
    if (step === 'changed') await ask(source, { edit: { changePercent: 5 } });
    const staging = await floor('staging');
    floorRssMb = Math.max(floorRssMb, staging.peakRssMb);
    const lookupFloor = await floor('lookup');
    const own = await run(
      step === 'first' ? { created: count } : step === 'unchanged' ? { unchanged: count } : { read: count },
    );
    results[step] = { floor: staging, lookupFloor, muster: own };
    console.log(
      `${String(count).padStart(9)} ${step.padEnd(10)} floor ${rate(staging)}  look-up floor ${rate(lookupFloor)}  Muster ${rate(own)}  ratio ${(own.recordsPerSecond / staging.recordsPerSecond).toFixed(2)}  CPU Node ${(own.nodeCpuMs / 1_000).toFixed(1)} s, PostgreSQL ${(own.postgresCpuMs / 1_000).toFixed(1)} s`,
    );
  }
  const peakRssMb = await readPeakRssMb(muster.pid ?? 0);
  console.log(
    `${String(count).padStart(9)} peak memory: Muster ${Math.round(peakRssMb)} MB, floor ${Math.round(floorRssMb)} MB`,
  );
  muster.send({ stop: true });
  await new Promise((resolve) => muster.once('exit', resolve));
  source.kill();
  await admin.close();
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
  return { records: count, results, peakRssMb, floorRssMb };
}

const rate = (measure: Measure) =>
  `${Math.round(measure.recordsPerSecond).toLocaleString('en').padStart(8)}/s`;

const machine = {
  cpu: cpus()[0]?.model ?? 'unknown',
  coreCount: cpus().length,
  memoryGb: Math.round(totalmem() / 2 ** 30),
  node: process.version,
  postgres: '18 (embedded)',
};
const runs = [];
for (const count of values.records.split(',').map(Number)) runs.push(await bench(count));
await mkdir(join(here, 'results'), { recursive: true });
const file = join(here, 'results', 'sync.json');
await writeFile(file, `${JSON.stringify({ machine, runs }, null, 2)}\n`);
await writeFile(
  join(here, 'results', 'sync.svg'),
  drawBars(
    'Records per second (higher is better)',
    runs.flatMap((run) =>
      steps.map((step) => ({
        label: `${(run.records / 1_000).toLocaleString('en')}k ${step}`,
        values: [
          run.results[step].floor.recordsPerSecond,
          run.results[step].lookupFloor.recordsPerSecond,
          run.results[step].muster.recordsPerSecond,
        ],
      })),
    ),
    ['floor', 'look-up floor', 'Muster'],
  ),
);
console.log(`Written: ${(await readFile(file, 'utf8')).length} bytes of figures in bench/results.`);
