import { expect, test } from 'vitest';
import { makeClosingLines, parseArguments, runProgram, runSteps, type StepResult } from './steps.ts';

const step = (name: string, result: Partial<StepResult>) => ({
  name,
  run: async () => ({ isOk: true, output: '', ...result }),
});

test('counts are those of the runners; a check counts as one; what could not run counts as neither', async () => {
  const printed: string[] = [];
  const summary = await runSteps(
    [
      step('check', {}),
      step('unit', { counts: { passed: 10, failed: 0 } }),
      step('crash', { isOk: false, counts: { passed: 3, failed: 0 }, output: 'it fell over' }),
      { name: 'thrown', run: () => Promise.reject(new Error('on purpose')) },
      step('browser', { notRun: 'no browser.' }),
    ],
    (text) => printed.push(text),
  );
  expect(summary).toEqual({ passed: 14, failed: 2, notRun: ['browser: no browser.'] });
  expect(printed.join('')).toContain('it fell over');
  expect(makeClosingLines(summary, 61.2).endsWith('\n14 passed, 2 failed\n')).toBe(true);
});

test('neighbours that need one core run two at a time, all others alone', async () => {
  let runningCount = 0;
  const together: Record<string, number> = {};
  const timed = (name: string, needsOneCore: boolean) => ({
    name,
    needsOneCore,
    run: async () => {
      runningCount += 1;
      await new Promise((resolve) => setImmediate(resolve));
      together[name] = runningCount;
      await new Promise((resolve) => setImmediate(resolve));
      runningCount -= 1;
      return { isOk: true, output: '' };
    },
  });
  const steps = [
    timed('types', true),
    timed('biome', true),
    timed('walls', true),
    timed('files', true),
    timed('unit', false),
    timed('browser', true),
  ];
  expect(await runSteps(steps, () => {})).toMatchObject({ passed: 6, failed: 0 });
  expect(together).toEqual({ types: 2, biome: 2, walls: 2, files: 2, unit: 1, browser: 1 });
});

test('arguments name steps, in the order of the run, and make it a long one', () => {
  const names = ['types', 'unit', 'browser'];
  expect(parseArguments([], names)).toEqual({ isLong: false, wanted: names, unknown: [] });
  expect(parseArguments(['long'], names)).toEqual({ isLong: true, wanted: names, unknown: [] });
  expect(parseArguments(['browser', 'long', 'types'], names)).toEqual({
    isLong: true,
    wanted: ['types', 'browser'],
    unknown: [],
  });
  expect(parseArguments([], names, ['unit']).wanted).toEqual(['types', 'browser']);
  expect(parseArguments(['long'], names, ['unit']).wanted).toEqual(names);
  expect(parseArguments(['unit'], names, ['unit']).wanted).toEqual(['unit']);
  expect(parseArguments(['untit'], names)).toMatchObject({ wanted: [], unknown: ['untit'] });
});

test('a program that cannot be started or fails gives its code and output', async () => {
  expect(await runProgram('/no/such/program', [], { cwd: '/' })).toMatchObject({ code: 127 });
  expect(
    await runProgram(process.execPath, ['-e', 'console.log(1); console.error(2); process.exit(3)'], {
      cwd: '/',
    }),
  ).toEqual({
    code: 3,
    output: '1\n2\n',
  });
});
