import { expect, test } from 'vitest';
import { makePlaceholders } from './placeholders.ts';

const placeholders = makePlaceholders([
  { value: 'default string', isPattern: false },
  { value: '####-####-##', isPattern: true },
  { value: 'vm-*.x', isPattern: true },
]);

test.each(['default string', '1234-5678-90', 'vm-.x', 'vm-a b.x', '0', '000000'])('"%s" is none', (text) =>
  expect(placeholders.has(text)).toBe(true),
);

test.each(['default', '1234-5678-9', '1234-5678-901', 'a1234-5678-90', 'vm-ax', '0001', ''])(
  '"%s" is a value',
  (text) => expect(placeholders.has(text)).toBe(false),
);
