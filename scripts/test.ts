/**
 * `npm test`: every check and test of the project, cheap ones first. `npm test -- long` tries properties and matrices
 * in full instead of a little (test/helpers/counts.ts). Names of steps as arguments run only those. Ends with `N passed, N failed` and a non-zero code when anything failed.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findChromium } from '../test/helpers/chromium.ts';
import { buildWeb } from './build-web.ts';
import { checkFileRules } from './checks/file-rules.ts';
import { checkFirstPages, countFirstPages, describeFirstPages } from './checks/first-page.ts';
import { listFiles, root } from './checks/source-files.ts';
import { findUnplaced } from './checks/source-places.ts';
import { findVendorLeaks } from './checks/vendor-leaks.ts';
import { withOtherPostgres } from './other-postgres.ts';
import {
  makeClosingLines,
  parseArguments,
  runProgram,
  runSteps,
  type Step,
  type StepResult,
} from './steps.ts';
import { ensureOtherPostgres, installSystemPackage } from './system-packages.ts';

const embeddedMajor = 18;
const tool = (path: string): string => join(root, 'node_modules', path);

async function runTool(
  script: string,
  args: readonly string[],
  env?: NodeJS.ProcessEnv,
): Promise<StepResult> {
  const { code, output } = await runProgram(process.execPath, [tool(script), ...args], {
    cwd: root,
    env: { ...process.env, ...env },
  });
  return { isOk: code === 0, output };
}

function checkProblems(problems: readonly string[]): StepResult {
  return { isOk: problems.length === 0, output: problems.join('\n') };
}

interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numFailedTestSuites: number;
}

/** Runs one vitest project; the counts come from its JSON report. */
async function runVitest(
  project: string,
  options: { args?: string[]; env?: NodeJS.ProcessEnv } = {},
): Promise<StepResult> {
  const folder = mkdtempSync(join(tmpdir(), 'muster-report-'));
  const reportFile = join(folder, 'report.json');
  try {
    const result = await runTool(
      'vitest/vitest.mjs',
      [
        'run',
        '--project',
        project,
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${reportFile}`,
        ...(options.args ?? []),
      ],
      { NO_COLOR: '1', ...options.env },
    );
    if (!existsSync(reportFile)) return { ...result, isOk: false };
    const report = JSON.parse(readFileSync(reportFile, 'utf8')) as VitestReport;
    return { ...result, counts: { passed: report.numPassedTests, failed: report.numFailedTests } };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function checkTypes(): Promise<StepResult> {
  const parts = [await runTool('typescript7/bin/tsc', ['-p', '.'])];
  if (existsSync(join(root, 'web/tsconfig.json')))
    parts.push(await runTool('typescript7/bin/tsc', ['-p', 'web', '--noEmit']));
  return { isOk: parts.every((part) => part.isOk), output: parts.map((part) => part.output).join('') };
}

async function checkWalls(): Promise<StepResult> {
  const folders = ['src', 'connectors', 'conformance', 'scripts', 'test', 'bench', 'web/src'].filter(
    (folder) => existsSync(join(root, folder)),
  );
  const imports = await runTool('dependency-cruiser/bin/dependency-cruiser.mjs', [
    '--config',
    '.dependency-cruiser.cjs',
    '--output-type',
    'err',
    ...folders,
  ]);
  const problems = [...findUnplaced(listFiles()), ...findVendorLeaks()];
  return {
    isOk: imports.isOk && problems.length === 0,
    output: [imports.isOk ? '' : imports.output, ...problems].join('\n'),
  };
}

async function testOtherDatabase(): Promise<StepResult> {
  const other = await ensureOtherPostgres(embeddedMajor);
  if ('problem' in other)
    return { isOk: true, output: '', notRun: `no second PostgreSQL to test against: ${other.problem}.` };
  return await withOtherPostgres(other.found, async (url, version) => {
    // The tests of the embedded supervisor bring their own server and have run already.
    const args = ['--exclude', 'src/db/embedded/**'];
    return { ...(await runVitest('db', { args, env: { TEST_DATABASE_URL: url } })), note: version };
  });
}

let built: ReturnType<typeof buildWeb> | undefined;
/** The pages as they are now, built once for every step that needs them. */
const buildWebOnce = () => {
  built ??= buildWeb();
  return built;
};

async function countPages(): Promise<StepResult> {
  const result = await buildWebOnce();
  if (!result.isOk) return result;
  const pages = countFirstPages(join(root, 'web/dist'));
  return { ...checkProblems(checkFirstPages(pages)), note: describeFirstPages(pages) };
}

async function testBrowser(): Promise<StepResult> {
  const problem = findChromium() ? undefined : await installSystemPackage('chromium');
  const executable = findChromium();
  if (!executable)
    return {
      isOk: true,
      output: '',
      notRun: `${problem ?? 'Chromium could not be found after installing it'}.`,
    };
  const result = await buildWebOnce();
  if (!result.isOk) return result;
  return await runVitest('e2e', { env: { TEST_CHROMIUM: executable } });
}

const steps: Step[] = [
  { name: 'types', needsOneCore: true, run: checkTypes },
  {
    name: 'biome',
    needsOneCore: true,
    run: () => runTool('@biomejs/biome/bin/biome', ['check', '--error-on-warnings', '.']),
  },
  { name: 'walls', needsOneCore: true, run: checkWalls },
  { name: 'files', needsOneCore: true, run: async () => checkProblems(checkFileRules()) },
  { name: 'knip', needsOneCore: true, run: () => runTool('knip/bin/knip.js', ['--no-progress']) },
  { name: 'unit', run: () => runVitest('unit') },
  {
    name: 'generated',
    run: async () => {
      const { code, output } = await runProgram(process.execPath, [join(root, 'scripts/gen.ts'), '--check'], {
        cwd: root,
      });
      return { isOk: code === 0, output };
    },
  },
  { name: 'database', run: () => runVitest('db') },
  { name: 'database-again', run: testOtherDatabase },
  { name: 'conformance', run: () => runVitest('conformance') },
  { name: 'faults', run: () => runVitest('faults') },
  { name: 'cases', run: () => runVitest('cases') },
  { name: 'pages', run: countPages },
  { name: 'browser', run: testBrowser },
];

const names = steps.map((step) => step.name);
/** The same tests once more: the other versions of PostgreSQL are for the long run. */
const longNames = ['database-again'];
const { isLong, wanted, unknown } = parseArguments(process.argv.slice(2), names, longNames);
if (unknown.length > 0) {
  console.error(
    `There is no step ${unknown.join(', ')}. Steps: ${names.join(', ')}; "long" for full counts.`,
  );
  process.exit(2);
}
if (isLong) process.env['TEST_COUNTS'] = 'full';
const startedAt = performance.now();
const chosen = steps.filter((step) => wanted.includes(step.name));
const summary = await runSteps(chosen, (text) => process.stdout.write(text));
process.stdout.write(makeClosingLines(summary, (performance.now() - startedAt) / 1000));
process.exitCode = summary.failed > 0 ? 1 : 0;
