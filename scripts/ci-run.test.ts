import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { root } from './checks/source-files.ts';
import { runProgram } from './steps.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'muster-ci-'));
  mkdirSync(join(folder, '.ci'));
  copyFileSync(join(root, '.ci/run'), join(folder, '.ci/run'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs `.ci/run` with an npm that says `short` for `npm test` and `long` for `npm test -- long …`. */
async function runCi(short: string, long: string): Promise<{ code: number; lines: string[] }> {
  const npm = `#!/usr/bin/env bash\nif [[ " $* " == *" long "* ]]; then ${long}; else ${short}; fi\n`;
  writeFileSync(join(folder, 'npm'), npm, { mode: 0o755 });
  const env = { ...process.env, PATH: `${folder}:${process.env['PATH']}` };
  const { code, output } = await runProgram('bash', ['.ci/run'], { cwd: folder, env });
  return { code, lines: output.trimEnd().split('\n') };
}

test('runs both, says the time of each and ends with the counts of both', async () => {
  const { code, lines } = await runCi('echo "10 passed, 0 failed"', 'echo "12 passed, 0 failed"');
  expect(code).toBe(0);
  expect(lines.slice(-3)).toEqual([
    expect.stringMatching(/^npm test: \d+ s$/),
    expect.stringMatching(/^npm test -- long unit database database-again cases: \d+ s$/),
    '22 passed, 0 failed',
  ]);
});

test('the long run follows a failed short one', async () => {
  const { code, lines } = await runCi('echo "9 passed, 1 failed"; exit 1', 'echo "12 passed, 0 failed"');
  expect(code).toBe(1);
  expect(lines.at(-1)).toBe('21 passed, 1 failed');
});

test('a run that ends without its verdict has failed', async () => {
  const { code, lines } = await runCi('echo "10 passed, 0 failed"', 'echo crashed');
  expect(code).toBe(1);
  expect(lines.at(-1)).toBe('10 passed, 1 failed');
});
