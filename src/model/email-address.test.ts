import { expect, test } from 'vitest';
import { runToItsEnd } from '../../test/helpers/run-to-its-end.ts';
import { readAccountName, readEmailAddress } from './email-address.ts';

test.each<[string, string | null | undefined]>([
  ['ada@example.com', 'ada@example.com'],
  [' ada@example.com ', 'ada@example.com'],
  ['mailto:ada@example.com', 'ada@example.com'],
  ['MAILTO:Ada@Example.com?subject=hi', 'Ada@Example.com'],
  ['Ada Lovelace <ada@example.com>', 'ada@example.com'],
  ['"Lovelace, Ada" <mailto:ada@example.com>', 'ada@example.com'],
  ["'ada@example.com'", 'ada@example.com'],
  ['ada@localhost', 'ada@localhost'],
  ['jürgen@müller.example', 'jürgen@müller.example'],
  ['no email', null],
  ['N/A', null],
  ['not available', null],
  ['--', null],
  ['ada', undefined],
  ['ada@', undefined],
  ['ada@@example.com', undefined],
  ['ada@example.com; bob@example.com', undefined],
  ['Ada <nobody>', undefined],
])('the address of %j is %j', (text, expected) => expect(readEmailAddress(text)).toBe(expected));

test.each([
  ['mailto:ada@example.com', 'ada@example.com'],
  ['Ada <ada@example.com>', 'ada@example.com'],
  ['EXAMPLE\\ada', 'EXAMPLE\\ada'],
  ['Ada <admin>', 'Ada <admin>'],
  ['no email', 'no email'],
])('the account name of %j is %j', (text, expected) => expect(readAccountName(text)).toBe(expected));

test.each(['<', 'a@', '"'])('a long text of nothing but %s costs no time', (part) => {
  const text = part.repeat(2_000_000 / part.length);
  expect(runToItsEnd(() => readEmailAddress(text))).toBeUndefined();
});
