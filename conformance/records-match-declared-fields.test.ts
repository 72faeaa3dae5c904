import { expect, test } from 'vitest';
import { readPath, type StreamField } from '../src/connector-kit/index.ts';
import { read, streamSubjects, withSimulator } from './helpers/subjects.ts';

const isNumber = (value: unknown) =>
  typeof value === 'number' ||
  typeof value === 'bigint' ||
  (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value));

/** Some vendors write numbers and truth values as text here and there, and a list of one as its only element. */
function isOfType(value: unknown, { type, dateUnit }: StreamField): boolean {
  switch (type) {
    case 'text':
      return typeof value === 'string';
    case 'number':
      return isNumber(value);
    case 'boolean':
      return typeof value === 'boolean' || value === 'true' || value === 'false';
    case 'list':
      return Array.isArray(value) || typeof value === 'string';
    case 'object':
      return typeof value === 'object' && !Array.isArray(value);
    case 'date_time':
      return dateUnit === undefined || dateUnit === 'iso' ? typeof value === 'string' : isNumber(value);
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
        const none = new Set<unknown>([undefined, null, ...stream.noValues]);
        const found = values.filter((value) => !none.has(value));
        expect(found.length, `${field.label} (${field.path}) never has a value`).toBeGreaterThan(0);
        expect(
          found.every((value) => isOfType(value, field)),
          `${field.label} is not always ${field.type}`,
        ).toBe(true);
      }
    });
  },
);
