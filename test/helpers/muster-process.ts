/** The whole product as a process of its own with its embedded database, for tests that break what is under it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface MusterProcess {
  child: ChildProcess;
  url: string;
  /** Id of the PostgreSQL server it uses. */
  readDatabasePid(): number;
  get(path: string): Promise<{ status: number; body: unknown }>;
  /** Exit code and everything said on standard error, once it has ended. */
  ended: Promise<{ code: number | null; errors: string }>;
}

const cli = join(import.meta.dirname, '../../src/cli.ts');

/** Runs one command on a data folder and waits for its end. */
export async function runMusterCommand(
  dataDir: string,
  args: readonly string[],
  environment: Record<string, string> = {},
): Promise<{ code: number | null; output: string; errors: string }> {
  const { child, ended } = startProcess(dataDir, args, environment);
  let output = '';
  child.stdout?.on('data', (chunk) => {
    output += String(chunk);
  });
  return { ...(await ended), output };
}

/** Starts `muster serve` and waits until it is ready. Throws with what it said when it ends before. */
export async function startMusterProcess(
  dataDir: string,
  environment: Record<string, string> = {},
): Promise<MusterProcess> {
  const { child, ended } = startProcess(dataDir, ['serve'], environment);
  const url = await Promise.race([
    readUrl(child),
    ended.then(({ code, errors }) => {
      throw new Error(`muster serve ended with ${code}: ${errors}`);
    }),
  ]);
  return {
    child,
    url,
    readDatabasePid: () =>
      Number(readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]),
    async get(path) {
      const answer = await fetch(`${url}${path}`);
      return { status: answer.status, body: await answer.json() };
    },
    ended,
  };
}

function startProcess(dataDir: string, args: readonly string[], environment: Record<string, string>) {
  const child = spawn(process.execPath, [cli, ...args], {
    env: { PATH: process.env.PATH ?? '', MUSTER_DATA_DIR: dataDir, MUSTER_PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors += String(chunk);
  });
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, errors }));
  return { child, ended };
}

function readUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    child.stdout?.on('data', (chunk) => {
      text += String(chunk);
      const found = /Muster is ready: (\S+)/.exec(text)?.[1];
      if (found) resolve(found);
    });
  });
}
