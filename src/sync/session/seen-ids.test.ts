import fc from 'fast-check';
import { expect, test } from 'vitest';
import { IdBitmap } from './seen-ids.ts';

const id = fc.integer({ min: 1, max: 300_000 });

test('behaves like a set, through storing and loading', () => {
  fc.assert(
    fc.property(fc.array(id), fc.array(id), (added, removed) => {
      const bitmap = new IdBitmap();
      const model = new Set<number>();
      for (const item of added) {
        expect(bitmap.add(item)).toBe(!model.has(item));
        model.add(item);
      }
      for (const item of removed) {
        bitmap.delete(item);
        model.delete(item);
      }
      expect(bitmap.size).toBe(model.size);
      const loaded = new IdBitmap();
      for (const { chunk, bits } of bitmap.dirtyChunks()) loaded.load(chunk, bits);
      expect(loaded.size).toBe(model.size);
      for (const item of [...added, ...removed, 299_999]) expect(loaded.has(item)).toBe(model.has(item));
    }),
  );
});

test('only touched chunks are written, and only once', () => {
  const bitmap = new IdBitmap();
  bitmap.add(1);
  bitmap.add(2);
  bitmap.add(70_000);
  expect(bitmap.dirtyChunks().map(({ chunk }) => chunk)).toEqual([0, 1]);
  bitmap.markStored();
  bitmap.add(1);
  expect(bitmap.dirtyChunks()).toEqual([]);
  bitmap.add(3);
  expect(bitmap.dirtyChunks().map(({ chunk }) => chunk)).toEqual([0]);
});
