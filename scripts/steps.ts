import { spawn } from 'node:child_process';

export interface StepResult {
  isOk: boolean;
  /** What to show when it failed (or always, when `note` is not enough). */
  output: string;
  /** Tests counted by a test runner; a check without them counts as one test. */
  counts?: { passed: number; failed: number };
  /** One sentence to show beside the name, also on success. */
  note?: string;
  /** Why the step could not run at all. It then counts neither as passed nor as failed. */
  notRun?: string;
}

export interface Step {
  name: string;
  /** It leaves the second core free for a neighbour that says the same. */
  needsOneCore?: boolean;
  run(): Promise<StepResult>;
}

export interface Summary {
  passed: number;
  failed: number;
  notRun: string[];
}

/**
 * Runs steps, printing one line each and the output of those that failed: one after the other, neighbours that need
 * one core only two at a time.
 */
export async function runSteps(steps: readonly Step[], print: (text: string) => void): Promise<Summary> {
  const summary: Summary = { passed: 0, failed: 0, notRun: [] };
  let neighbours: Step[] = [];
  for (const [index, step] of steps.entries()) {
    neighbours.push(step);
    if (step.needsOneCore && steps[index + 1]?.needsOneCore) continue;
    const waiting = neighbours.values();
    const runNext = async (): Promise<void> => {
      for (const next of waiting) await runStep(next, summary, print);
    };
    await Promise.all([runNext(), runNext()]);
    neighbours = [];
  }
  return summary;
}

async function runStep(step: Step, summary: Summary, print: (text: string) => void): Promise<void> {
  print(`  … ${step.name}\n`);
  const startedAt = performance.now();
  const result = await runGuarded(step);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  const counts = result.counts ?? { passed: result.isOk ? 1 : 0, failed: result.isOk ? 0 : 1 };
  if (result.notRun !== undefined) {
    summary.notRun.push(`${step.name}: ${result.notRun}`);
    print(`  – ${step.name}  not run: ${result.notRun}\n`);
    return;
  }
  summary.passed += counts.passed;
  // A runner that ends badly without a failed test (a crash, an unhandled error) is a failure all the same.
  summary.failed += result.isOk ? counts.failed : Math.max(1, counts.failed);
  const tests = result.counts ? `  ${counts.passed} passed, ${counts.failed} failed` : '';
  print(
    `  ${result.isOk ? '✓' : '✗'} ${step.name}  ${seconds} s${tests}${result.note ? `  ${result.note}` : ''}\n`,
  );
  if (!result.isOk) print(`${indent(result.output)}\n`);
}

async function runGuarded(step: Step): Promise<StepResult> {
  try {
    return await step.run();
  } catch (err) {
    return { isOk: false, output: err instanceof Error ? (err.stack ?? err.message) : String(err) };
  }
}

/**
 * `long` and names of steps, as they stand behind `npm test --`; `unknown` are words that are neither.
 * @param longNames steps that a short run leaves out unless they are named
 */
export function parseArguments(
  args: readonly string[],
  names: readonly string[],
  longNames: readonly string[] = [],
): { isLong: boolean; wanted: string[]; unknown: string[] } {
  const others = args.filter((word) => word !== 'long');
  const isLong = args.includes('long');
  return {
    isLong,
    wanted: names.filter((name) =>
      others.length > 0 ? others.includes(name) : isLong || !longNames.includes(name),
    ),
    unknown: others.filter((word) => !names.includes(word)),
  };
}

const indent = (text: string): string => text.trimEnd().replaceAll(/^/gm, '      ');

/** The lines a test run ends with; the last one is the verdict. */
export function makeClosingLines(summary: Summary, seconds: number): string {
  const notRun = summary.notRun.map((line) => `Not run: ${line}\n`).join('');
  return `\n${notRun}Took ${Math.round(seconds)} s.\n${summary.passed} passed, ${summary.failed} failed\n`;
}

export interface RunOptions {
  cwd: string;
  env?: NodeJS.ProcessEnv;
  timeoutMs?: number;
}

/** Runs a program and collects what it prints (both streams, in order). Never throws for a bad exit code. */
export function runProgram(
  program: string,
  args: readonly string[],
  options: RunOptions,
): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    const timer = options.timeoutMs ? setTimeout(() => child.kill('SIGKILL'), options.timeoutMs) : undefined;
    const finish = (code: number, extra = '') => {
      clearTimeout(timer);
      resolve({ code, output: Buffer.concat(chunks).toString('utf8') + extra });
    };
    child.once('error', (err) => finish(127, err.message));
    child.once('close', (code, signal) => finish(code ?? 1, signal ? `\nended by ${signal}` : ''));
  });
}
