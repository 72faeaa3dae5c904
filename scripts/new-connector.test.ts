import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from './checks/source-files.ts';
import { runProgram } from './steps.ts';

/** A project that has no connector yet, with the same source, rules and suite as this one. */
let project: string;

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'muster-project-'));
  for (const path of [
    'src',
    'scripts',
    'conformance',
    'test/helpers',
    'tsconfig.json',
    'biome.json',
    '.gitignore',
  ])
    cpSync(join(root, path), join(project, path), { recursive: true });
  mkdirSync(join(project, 'connectors'));
  symlinkSync(join(root, 'node_modules'), join(project, 'node_modules'));
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }');
  writeFileSync(
    join(project, 'vitest.config.ts'),
    `export default { cacheDir: 'data', test: { include: ['conformance/**/*.test.ts', 'connectors/**/*.test.ts'], isolate: false, testTimeout: 300_000 } };`,
  );
  writeFileSync(
    join(project, 'tsconfig.connectors.json'),
    '{ "extends": "./tsconfig.json", "include": ["connectors"] }',
  );
  expect(spawnSync('git', ['init', '--quiet'], { cwd: project }).status).toBe(0);
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

function run(...args: string[]): Promise<{ code: number; output: string }> {
  const { NODE_ENV: _mode, ...env } = process.env;
  for (const name of Object.keys(env)) if (name.startsWith('VITEST')) delete env[name];
  return runProgram(process.execPath, args, { cwd: project, env: { ...env, NO_COLOR: '1' } });
}

const runSuite = (...files: string[]) => run('node_modules/vitest/vitest.mjs', 'run', ...files);

/** What the vendor's manual would say. */
const answers: Record<string, string> = {
  'the API by its name and version, and where its manual is':
    'Borealis API v1, https://docs.borealis.example.',
  'name of the product as people know it': 'Borealis',
  'what it brings, one sentence': 'People with an account.',
  'category of the catalog': 'Identity',
  'address of the manual': 'https://docs.borealis.example/',
  'which host that is and where a person reads it': 'The host of your account, from its address bar.',
  'host of the API': 'api.borealis.example',
  'where a person finds or makes the key': 'From Settings > API keys of your account.',
  'does the key travel like this? Other ways to authenticate are AuthMethod in the reference': 'Manual §1.',
  'do its lists go on like this, and is this the largest page? Other ways are Paginator in the reference':
    'Manual §2.',
  'is this within the limits of the manual?': 'Ten a second are allowed (manual §3).',
  'which right the key lacks and where to give it, one sentence':
    'Give the key the right to read users, in Settings > API keys.',
  'path of the list of users': '/v1/users',
  'name of the stream, the product and what it lists': 'Borealis users',
  'whom it brings, one sentence': 'People with an account.',
  'does the answer state a total? Then it belongs here': 'The answer states no total.',
  'can one user be asked for like this? What a list lacks is asked for before it counts as gone':
    'Manual §4.1.',
  'path of one user, with {{ id }} in it': '/v1/users/{{ id }}',
  'are these the values of the manual? Every one that people may want, here and in simulator.ts and fixtures':
    'Manual §4.',
  'is this a record of the manual, with the values that are missing or odd in practice?':
    'Who never signed in has no last login.',
  'are these the errors of the manual?': 'Manual §5.',
  'what is loaded into which objects, one or two sentences': 'Users, loaded into People.',
  'what an administrator does at the vendor to get an API key, and which rights it needs':
    'Open Settings > API keys and make one that may read users.',
  'the rights the key needs, each with its reason, or that there are none': 'The right to read users.',
  'the limits of the manual, and how the rate budget of the definition keeps them':
    'Ten requests a second; Muster sends five.',
  'what the manual leaves open and what was assumed': 'Deleted users are not listed.',
};

test('a connector that is begun, and filled in with what its manual says, passes conformance', async () => {
  const begun = await run('scripts/new-connector.ts', 'borealis');
  expect(begun).toMatchObject({ code: 0 });
  const blanks = [...begun.output.matchAll(/^(connectors\/borealis\/\S+):\d+: (.+)$/gm)];
  expect(new Set(blanks.map(([, , what]) => what))).toEqual(new Set(Object.keys(answers)));

  // As it is begun it must not pass: nobody has read the manual yet.
  const unread = await runSuite('conformance/nothing-is-left', 'conformance/definition-is-valid');
  expect(unread.code).toBe(1);
  expect(unread.output).toMatch(/2 failed/);

  for (const [, path = '', what = ''] of blanks) {
    const file = join(project, path);
    writeFileSync(file, readFileSync(file, 'utf8').replace(`FILL IN: ${what}`, answers[what] as string));
  }
  expect(await run('node_modules/@biomejs/biome/bin/biome', 'check', 'connectors')).toMatchObject({
    code: 0,
  });
  const typed = await run('node_modules/typescript7/bin/tsc', '-p', 'tsconfig.connectors.json');
  expect(typed).toEqual({ code: 0, output: '' });
  const suite = await runSuite();
  expect(suite.output).toMatch(/Test Files\s+\d+ passed \(\d+\)/);
  expect(suite.code).toBe(0);
}, 600_000);

test('an id that is none, that is taken, or that is not given is refused', async () => {
  mkdirSync(join(project, 'connectors/taken'));
  for (const [args, words] of [
    [['Bad_Id'], 'must be kebab-case'],
    [['taken'], 'connectors/taken is there already'],
    [[], 'usage: npm run new-connector <id>'],
    [['two', 'ids'], 'usage: npm run new-connector <id>'],
  ] as const) {
    const { code, output } = await run('scripts/new-connector.ts', ...args);
    expect(code).toBe(1);
    expect(output).toContain(words);
  }
  rmSync(join(project, 'connectors/taken'), { recursive: true });
});
