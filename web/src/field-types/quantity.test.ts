import { expect, test } from 'vitest';
import { exactValue, formatByteCount, nameField } from './quantity.ts';

test.each([
  [0, '0 bytes'],
  [1023, '1,023 bytes'],
  [8_589_934_592, '8 GB'],
  [17_000_000_000, '15.8 GB'],
  [512_110_190_592, '477 GB'],
  [1_099_511_627_776, '1 TB'],
])('%d bytes are read as %s', (bytes, text) => {
  expect(formatByteCount(bytes)).toBe(text);
});

test('the exact value and the unit stay known', () => {
  expect(exactValue(8_589_934_592, { name: 'memoryBytes' })).toBe('8,589,934,592 bytes');
  expect(exactValue(8, { name: 'assetCount' })).toBeUndefined();
  expect(nameField({ label: 'Memory (bytes)' })).toBe('Memory');
});
