import { expect, test } from 'vitest';
import { findInPages } from './find-in-pages.ts';

const names = Array.from({ length: 25 }, (_item, index) => `name ${index}`);
const list = (cursor: string | undefined) => {
  const from = Number(cursor ?? 0);
  const next = from + 10 < names.length ? String(from + 10) : null;
  return Promise.resolve({
    items: names.slice(from, from + 10),
    nextCursor: next,
    total: { count: names.length, isExact: true },
  });
};

test('an item on a later page is found, and one that is nowhere is not looked for twice', async () => {
  expect(await findInPages(list, (name) => name === 'name 23')).toBe('name 23');
  const asked: string[] = [];
  expect(await findInPages(list, (name) => asked.push(name) < 0)).toBeUndefined();
  expect(asked).toEqual(names);
});
