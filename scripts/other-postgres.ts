import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { serverEnvironment } from '../src/db/embedded/binaries.ts';
import { findServerAccount } from '../src/db/embedded/server-account.ts';
import { makeMemoryLog } from '../test/helpers/silent-log.ts';
import { runProgram } from './steps.ts';

/** Runs `run` with the URL of a throw-away PostgreSQL made with the programs in `bin`. */
export async function withOtherPostgres<T>(
  bin: string,
  run: (url: string, version: string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'muster-other-pg-'));
  const account = findServerAccount(folder, makeMemoryLog());
  if (account) chownSync(folder, account.ids.uid, account.ids.gid);
  const made = spawn(
    join(bin, 'initdb'),
    ['-D', folder, '-U', 'muster', '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8', '--no-sync'],
    {
      cwd: folder,
      env: serverEnvironment,
      stdio: ['ignore', 'ignore', 'pipe'],
      ...account?.ids,
    },
  );
  let complaint = '';
  made.stderr.on('data', (chunk: Buffer) => {
    complaint += chunk.toString('utf8');
  });
  const [code] = (await once(made, 'close')) as [number];
  if (code !== 0) throw new Error(`initdb of ${bin} failed: ${complaint.trim()}`);
  const settings = [
    'listen_addresses=',
    `unix_socket_directories=${folder}`,
    'fsync=off',
    'max_connections=200',
    'timezone=UTC',
  ];
  const server = spawn(
    join(bin, 'postgres'),
    ['-D', folder, ...settings.flatMap((setting) => ['-c', setting])],
    {
      cwd: folder,
      env: serverEnvironment,
      detached: true,
      stdio: 'ignore',
      ...account?.ids,
    },
  );
  const exited = once(server, 'exit');
  try {
    const url = `postgresql://muster@localhost/postgres?host=${encodeURIComponent(folder)}`;
    const { output } = await runProgram(join(bin, 'postgres'), ['--version'], { cwd: '/' });
    await waitUntilReady(url);
    return await run(url, output.trim());
  } finally {
    server.kill('SIGINT');
    await exited;
    rmSync(folder, { recursive: true, force: true });
  }
}

async function waitUntilReady(url: string): Promise<void> {
  const deadline = performance.now() + 30_000;
  for (;;) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (err) {
      if (performance.now() > deadline) throw err;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
