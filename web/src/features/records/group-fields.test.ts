import { expect, test } from 'vitest';
import type { ObjectField } from '../../data/record-types.ts';
import { groupFields } from './group-fields.ts';

const field = (name: string, isCustom = false) => ({ name, isCustom }) as ObjectField;
const kind = {
  groups: [
    { title: 'Identity', fields: ['name', 'serial', 'gone'] },
    { title: 'Empty', fields: [] },
  ],
};

test('known groups first, own fields and the rest last, filled before empty, each field once', () => {
  const fields = [field('notes'), field('serial'), field('x_badge', true), field('name')];
  const groups = groupFields(kind, fields, ({ name }) => name === 'name');
  expect(groups.map(({ title, fields: found }) => [title, found.map(({ name }) => name)])).toEqual([
    ['Identity', ['serial', 'name']],
    ['Own fields', ['x_badge']],
    ['More', ['notes']],
  ]);
});
