import { expect, test } from 'vitest';
import { parsePostmasterFile } from './postmaster-file.ts';

const file = '3643\n/proc/self/cwd\n1795214034\n5432\n/proc/self/cwd\n\n 16039943         4\nready   \n';

test('the file of a running server gives pid, port, socket folder and readiness', () => {
  expect(parsePostmasterFile(file)).toEqual({
    pid: 3643,
    port: 5432,
    socketDir: '/proc/self/cwd',
    isReady: true,
  });
});

test('while starting it is not ready', () => {
  expect(parsePostmasterFile(file.replace('ready   ', 'starting'))?.isReady).toBe(false);
  expect(parsePostmasterFile('3643\n/data\n1\n')).toEqual({
    pid: 3643,
    port: 0,
    socketDir: '',
    isReady: false,
  });
});

test('an empty or strange file is no server', () => {
  for (const text of ['', '\n', 'hello\n', '0\n', '1\n', '-5\n'])
    expect(parsePostmasterFile(text)).toBeUndefined();
});
