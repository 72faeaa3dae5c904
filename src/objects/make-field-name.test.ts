import fc from 'fast-check';
import { expect, it } from 'vitest';
import { makeFieldName } from './make-field-name.ts';

it.each([
  ['Badge Number', 'x_badge_number'],
  ['Größe (cm)', 'x_gro_e_cm'],
  ['  "; DROP TABLE people; --', 'x_drop_table_people'],
  ['従業員', 'x_field'],
  ['x_badge', 'x_x_badge'],
])('makes a name from %o', (label, name) => {
  expect(makeFieldName(label, new Set())).toBe(name);
});

it('adds a number when the name is taken', () => {
  expect(makeFieldName('Badge', new Set(['x_badge', 'x_badge_2']))).toBe('x_badge_3');
});

it('is always a safe, free identifier', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 0, max: 5 }), (label, takenCount) => {
      const taken = new Set<string>();
      for (let count = 0; count < takenCount; count += 1) taken.add(makeFieldName(label, taken));
      const name = makeFieldName(label, taken);
      expect(name).toMatch(/^x_[a-z0-9][a-z0-9_]*$/);
      expect(name.length).toBeLessThanOrEqual(45);
      expect(taken.has(name)).toBe(false);
    }),
  );
});
