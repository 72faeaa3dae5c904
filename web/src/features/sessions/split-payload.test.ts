import { expect, it } from 'vitest';
import { splitPayload } from './split-payload.ts';

it('keeps every digit of large numbers', () => {
  const [record] =
    splitPayload(
      '[{"raw":{"id":9007199254740993,"price":1.50},"mapped":{"x":1},"outcome":"created","reason":null,"issues":[]}]',
    ) ?? [];
  expect(record?.raw).toBe('{\n  "id": 9007199254740993,\n  "price": 1.50\n}');
  expect(record).toMatchObject({ mapped: '{\n  "x": 1\n}', outcome: 'created', reason: null });
});

it('leaves a text of another shape alone', () => {
  expect(splitPayload('{"a":1}')).toBeUndefined();
});
