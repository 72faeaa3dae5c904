import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { counts } from '../../../test/helpers/counts.ts';
import { runToItsEnd } from '../../../test/helpers/run-to-its-end.ts';
import { makePlaceholders, type PlaceholderValue } from './placeholders.ts';

const everywhere = (value: string, isPattern = false): PlaceholderValue => ({
  value,
  isPattern,
  field: null,
});
const placeholders = makePlaceholders([
  everywhere('Default string'),
  everywhere('to be filled by o.e.m.'),
  everywhere('-1'),
  everywhere('03000200-0400-0500-0006-000700080009'),
  everywhere('####-####-##', true),
  everywhere('vm-*.x', true),
  { value: '12345', isPattern: false, field: 'serialNumber' },
  { value: '1', isPattern: false, field: 'serialNumber' },
  { value: '1', isPattern: false, field: 'imei' },
  { value: 'rack *', isPattern: true, field: 'barcode' },
]);

describe('in every field', () => {
  test.each([
    'default string',
    ' Default  String. ',
    '(default string)',
    'To be filled by O.E.M',
    '1234-5678-90',
    'vm-.x',
    'VM-a b.x',
    '0',
    '000000',
    '00:00:00:00:00:00',
    '-1',
    '...............',
    '.. .',
    '?',
    '--',
    '{03000200-0400-0500-0006-000700080009}',
    '03000200040005000006000700080009',
    'FEFEFEFE-FEFE-FEFE-FEFE-FEFEFEFEFEFE',
    'ffffffffffffffffffffffffffffffff',
    'default\u200b string',
  ])('%j is a placeholder', (text) => expect(placeholders.has(text, 'externalId')).toBe(true));

  test.each([
    'default',
    '1234-5678-9',
    '1234-5678-901',
    'a1234-5678-90',
    'vm-ax',
    '0001',
    '1',
    '12345',
    'aaaa',
    '111111',
    '00000000-0000-0000-0000-000000000001',
  ])('%j is a value', (text) => expect(placeholders.has(text, 'externalId')).toBe(false));
});

describe('in the fields of makers', () => {
  test.each([
    'xxxxxxx',
    'NNN',
    '1111111111',
    'FFFFFFFF',
    '\u00ff\u00ff\u00ff\u00ff',
    '123456',
    '0123456789',
    '1234567890',
    '12345678901234567',
    '9876543210',
  ])('%j is a filler', (text) => {
    expect(placeholders.has(text, 'serialNumber')).toBe(true);
    expect(placeholders.has(text, 'imei')).toBe(true);
  });

  test.each(['1234ABC', 'SN98237465', '12345678X', '1234', '2345678', '123457', 'XXXA', 'aa'])(
    '%j is a serial number',
    (text) => expect(placeholders.has(text, 'serialNumber')).toBe(false),
  );
});

test('the short way for ordinary texts says what the long way says', () => {
  const character = fc.constantFrom(...'aZ0019-._+@ x'.split(''));
  const text = fc.oneof(
    fc.string({ unit: character, maxLength: 40 }),
    fc.constantFrom(
      '03000200-0400-0500-0006-000700080009',
      '12345',
      '1234-5678-90',
      'vm-7.x',
      '0'.repeat(32),
      '-1',
      'FFFF',
    ),
  );
  fc.assert(
    fc.property(text, fc.constantFrom('serialNumber', 'externalId', 'barcode'), (value, field) => {
      // Blanks at the ends count for nothing, and lead off the short way.
      expect(placeholders.has(value, field)).toBe(placeholders.has(` ${value} `, field));
    }),
    { numRuns: counts(300, 10_000) },
  );
});

test('a value of one field says nothing of others', () => {
  expect(placeholders.has('1', 'serialNumber')).toBe(true);
  expect(placeholders.has('1', 'imei')).toBe(true);
  expect(placeholders.has('1', 'employeeNumber')).toBe(false);
  expect(placeholders.has('Rack 7', 'barcode')).toBe(true);
  expect(placeholders.has('Rack 7', 'serialNumber')).toBe(false);
});

test('a text of any length costs no time', () => {
  for (const character of ['.', 'x', '0', '1', ' ', '(']) {
    const text = character.repeat(1_000_000);
    runToItsEnd(() => placeholders.has(text, 'serialNumber'));
  }
});
