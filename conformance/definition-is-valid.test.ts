import { expect, test } from 'vitest';
import { parseConnectorDefinition } from '../src/connector-kit/index.ts';
import { subjects } from './helpers/subjects.ts';

test.each(subjects)('%s: the definition is plain data that keeps every rule', (id, definition) => {
  const data = JSON.parse(JSON.stringify(definition)) as unknown;
  expect(parseConnectorDefinition(data)).toEqual(data);
  expect(definition.id).toBe(id);
});

test('no two connectors share an id or a stream name', () => {
  const names = subjects.flatMap(([id, { streams }]) => [id, ...streams.map(({ name }) => name)]);
  expect(new Set(names).size).toBe(names.length);
});
