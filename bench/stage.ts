/**
 * Where a benchmark plays: one embedded PostgreSQL with a database for each side, and the processes (source, floors,
 * Muster), each of its own so that CPU time and memory can be told apart. Everything is gone after `close`.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeEnvironment, nodeFlags } from '../scripts/node-flags.mjs';
import { makeSystemClock } from '../src/clock.ts';
import { makeDb } from '../src/db/client.ts';
import { startEmbeddedPostgres } from '../src/db/embedded/embedded-postgres.ts';
import { applicationRole } from '../src/db/embedded/prepare-database.ts';
import { makeLogger } from '../src/logger.ts';
import type { Fields } from './muster-process.ts';
import { readPeakRssMb, readPostgresCpuMs, readProcessCpuMs } from './proc.ts';
import type { SubjectName } from './subjects.ts';

export interface Cost {
  elapsedMs: number;
  nodeCpuMs: number;
  postgresCpuMs: number;
  sourceCpuMs: number;
}
export interface Session {
  status: string;
  error: string | null;
  counts: Record<string, number>;
  elapsedMs: number;
}
export interface Source<Ready = unknown> {
  ready: Ready & { url: string; fields: Fields };
  ask<T>(message: object): Promise<T>;
  cpuMs(): Promise<number>;
}
export interface MusterSide {
  /** Where it answers. */
  url: string;
  /** Runs a session; throws unless it succeeds. */
  run(source: Source): Promise<Cost & { counts: Record<string, number> }>;
  peakRssMb(): Promise<number>;
  stop(): Promise<void>;
}

const here = import.meta.dirname;

function receive<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null) =>
      reject(new Error(`a process of the benchmark ended with ${code}`));
    child.once('exit', onExit);
    child.once('message', (message) => {
      child.off('exit', onExit);
      resolve(message as T);
    });
  });
}
function ask<T>(child: ChildProcess, message: object): Promise<T> {
  const answer = receive<T>(child);
  child.send(message);
  return answer;
}

export async function openStage(databaseNames: readonly string[]) {
  const log = makeLogger({ level: 'warn', destination: process.stderr });
  const folder = await mkdtemp(join(tmpdir(), 'muster-bench-'));
  const postgres = await startEmbeddedPostgres({ dataDir: folder, clock: makeSystemClock(), log });
  const admin = makeDb({ url: postgres.adminUrl, log });
  for (const name of databaseNames) await admin.query(`CREATE DATABASE ${name} OWNER ${applicationRole}`);
  const urlOf = (database: string) => {
    const url = new URL(postgres.url);
    url.pathname = `/${database}`;
    return url.href;
  };
  const sources: ChildProcess[] = [];
  const postgresCpuMs = () => readPostgresCpuMs(postgres.pid);

  return {
    urlOf,

    async startSource<Ready>(script: string, args: readonly string[]): Promise<Source<Ready>> {
      const child = fork(join(here, script), [...args]);
      sources.push(child);
      return {
        ready: await receive<Source<Ready>['ready']>(child),
        ask: (message) => ask(child, message),
        cpuMs: () => readProcessCpuMs(child.pid ?? 0),
      };
    },

    /** Runs a floor to its end; its last line of output is its result. */
    async runFloor<Result extends { elapsedMs: number; cpuMs: number; maxRssKb: number }>(
      script: string,
      options: { database: string; way: string; source: Source<{ token: string }> },
    ): Promise<Cost & { peakRssMb: number; result: Result }> {
      const { source } = options;
      const before = [await postgresCpuMs(), await source.cpuMs()] as const;
      const child = fork(join(here, script), [urlOf(options.database), source.ready.url, options.way], {
        env: { ...process.env, FLOOR_TOKEN: source.ready.token },
        stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
      });
      let text = '';
      child.stdout?.on('data', (chunk) => {
        text += String(chunk);
      });
      const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
      if (code !== 0) throw new Error(`the floor ended with ${code}`);
      const result = JSON.parse(text) as Result;
      return {
        elapsedMs: result.elapsedMs,
        nodeCpuMs: result.cpuMs,
        postgresCpuMs: (await postgresCpuMs()) - before[0],
        sourceCpuMs: (await source.cpuMs()) - before[1],
        peakRssMb: result.maxRssKb / 1_024,
        result,
      };
    },

    async startMuster(subject: SubjectName, database: string, fields: Fields): Promise<MusterSide> {
      const child = fork(join(here, 'muster-process.ts'), [subject], {
        // More flags from outside (a profiler) come on top of those the product runs with.
        execArgv: [...nodeFlags, ...(process.env['BENCH_NODE_FLAGS']?.split(' ') ?? [])],
        env: {
          ...nodeEnvironment,
          ...process.env,
          DATABASE_URL: urlOf(database),
          MUSTER_DATA_DIR: join(folder, 'muster'),
          MUSTER_PORT: '0',
          MUSTER_EGRESS_ALLOW: '127.0.0.1',
          MUSTER_LOG_LEVEL: 'warn',
        },
      });
      await receive(child);
      const { url } = await ask<{ url: string }>(child, { fields });
      return {
        url,
        async run(source) {
          const before = [await postgresCpuMs(), await source.cpuMs()] as const;
          const { session, cpuMs } = await ask<{ session: Session; cpuMs: number }>(child, { run: true });
          if (session.status !== 'succeeded')
            throw new Error(
              `the session ended as ${session.status}: ${session.error ?? JSON.stringify(session.counts)}`,
            );
          const cost = {
            elapsedMs: session.elapsedMs,
            nodeCpuMs: cpuMs,
            postgresCpuMs: (await postgresCpuMs()) - before[0],
            sourceCpuMs: (await source.cpuMs()) - before[1],
          };
          await ask(child, { settle: true });
          return { ...cost, counts: session.counts };
        },
        peakRssMb: () => readPeakRssMb(child.pid ?? 0),
        async stop() {
          const ended = new Promise((resolve) => child.once('exit', resolve));
          child.send({ stop: true });
          await ended;
        },
      };
    },

    async databaseMb(database: string): Promise<number> {
      const { rows } = await admin.query<{ size: string }>('SELECT pg_database_size($1) AS size', [database]);
      return Number(rows[0]?.size ?? 0) / 2 ** 20;
    },
    /** So that nobody pays for the dirty pages of whoever came before. */
    checkpoint: () => admin.query('CHECKPOINT'),

    async close(): Promise<void> {
      for (const child of sources) child.kill();
      await admin.close();
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
