import { expect, test } from 'vitest';
import { makeMemoryLog } from '../../test/helpers/silent-log.ts';
import { warnOfRoot } from './warn-of-root.ts';

test('running as root is warned about; as anybody else, or where there is no such thing, it is not', () => {
  const log = makeMemoryLog();
  warnOfRoot(log, 1000);
  warnOfRoot(log, undefined);
  expect(log.lines).toEqual([]);
  warnOfRoot(log, 0);
  expect(log.lines).toMatchObject([{ level: 'warn', message: expect.stringContaining('runs as root') }]);
});
