import { expect, test } from 'vitest';
import { isAppError, makeError } from '../errors.ts';
import { coerceDbError, coerceWorkError, findSqlState, isDatabaseTrouble } from './db-errors.ts';

const serverError = (code: string) => Object.assign(new Error(`state ${code}`), { code, severity: 'ERROR' });
const codeOf = (err: unknown) => (isAppError(err) ? err.code : undefined);

test.each([
  ['53100', 'DB_DISK_FULL'],
  ['53000', 'DB_OUT_OF_RESOURCES'],
  ['53200', 'DB_OUT_OF_RESOURCES'],
  ['53400', 'DB_OUT_OF_RESOURCES'],
  ['53300', 'DB_UNAVAILABLE'],
  ['57014', 'DB_QUERY_CANCELED'],
  ['57P01', 'DB_UNAVAILABLE'],
  ['57P03', 'DB_UNAVAILABLE'],
  ['57P05', 'DB_UNAVAILABLE'],
  ['25P03', 'DB_UNAVAILABLE'],
  ['08006', 'DB_UNAVAILABLE'],
  ['58030', 'DB_SYSTEM_FAILED'],
  ['58P01', 'DB_SYSTEM_FAILED'],
])('state %s is %s, and the session waits for it to pass', (state, code) => {
  for (const found of [coerceDbError(serverError(state)), coerceWorkError(serverError(state), false)]) {
    expect(codeOf(found)).toBe(code);
    expect(found).toMatchObject({ recovery: 'retry', message: expect.stringContaining(`state ${state}`) });
    expect(isDatabaseTrouble(found)).toBe(true);
    expect(findSqlState(found)).toBe(state);
  }
});

test('a limit of the program is about what was asked, so only that fails', () => {
  const found = coerceDbError(serverError('54000'));
  expect(found).toMatchObject({ code: 'DB_LIMIT_EXCEEDED', recovery: 'skip-record' });
  expect(isDatabaseTrouble(found)).toBe(false);
});

test('errors about a statement or its values stay as they are; so do codes that only look like a state', () => {
  for (const err of [serverError('23505'), serverError('42P01'), serverError('22021'), serverError('55P03')])
    expect(coerceDbError(err)).toBe(err);
  const other = Object.assign(new Error('tape full'), { code: '53100' });
  expect(coerceDbError(other)).toBe(other);
  expect(isDatabaseTrouble(makeError('SYNC_EPOCH_LOST'))).toBe(false);
});
