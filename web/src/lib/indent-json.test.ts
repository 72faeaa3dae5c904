import { describe, expect, it } from 'vitest';
import { indentJson } from './indent-json.ts';

describe('indentJson', () => {
  it('indents like JSON.stringify', () => {
    const value = { a: [1, { b: 'x,{"y"}: [z]' }], c: {}, d: [], e: null, f: 'line\nbreak' };
    expect(indentJson(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2));
  });

  it('keeps every digit of a number', () => {
    expect(indentJson('{"id":12345678901234567890.10}')).toBe('{\n  "id": 12345678901234567890.10\n}');
  });
});
