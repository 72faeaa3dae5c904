import { expect, test } from 'vitest';
import type { StreamField } from '../src/connector-kit/definition.ts';
import { readPath } from '../src/connector-kit/paginator.ts';
import { read, streamSubjects, withSimulator } from './helpers/subjects.ts';

function isOfType(value: unknown, { type, dateUnit }: StreamField): boolean {
  if (value === null || value === undefined) return true;
  switch (type) {
    case 'text':
      return typeof value === 'string';
    case 'number':
      return typeof value === 'number' || typeof value === 'bigint';
    case 'boolean':
      return typeof value === 'boolean';
    case 'list':
      return Array.isArray(value);
    case 'object':
      return typeof value === 'object' && !Array.isArray(value);
    case 'date_time':
      return dateUnit === undefined || dateUnit === 'iso'
        ? typeof value === 'string'
        : typeof value === 'number';
  }
}

test.each(streamSubjects)(
  '%s: declared fields are there and have the declared type',
  async (_name, definition, stream) => {
    await withSimulator(definition.id, async (running) => {
      const { records, failure } = await read(definition, stream, running);
      expect(failure).toBeUndefined();
      expect(records.length).toBeGreaterThan(0);
      for (const field of stream.fields) {
        const values = records.map((record) => readPath(record, field.path));
        const found = values.filter((value) => value !== undefined && value !== null);
        expect(found.length, `${field.label} (${field.path}) never has a value`).toBeGreaterThan(0);
        expect(
          values.every((value) => isOfType(value, field)),
          `${field.label} is not always ${field.type}`,
        ).toBe(true);
      }
    });
  },
);
