import { expect, test } from 'vitest';
import { compileMapping } from '../src/mapping/compile-mapping.ts';
import {
  assetFields,
  type Field,
  peopleFields,
  saasAccountFields,
  saasFields,
  softwareFields,
} from '../src/model/objects.ts';
import { makePlaceholders } from '../src/sync/decide/placeholders.ts';
import { read, streamSubjects, withSimulator } from './helpers/subjects.ts';

const fieldsOf: Record<string, readonly Field[]> = {
  people: peopleFields,
  assets: assetFields,
  software: softwareFields,
  saas: saasFields,
  saas_accounts: saasAccountFields,
};

/** What the engine never matches by; clones of virtual machines share such a number. */
const placeholders = makePlaceholders([
  { value: '####-####-####-####-####-####-##', isPattern: true, field: null },
]);

test.each(streamSubjects)(
  '%s: the suggested mapping fits the object and has a unique sync key',
  async (_name, definition, stream) => {
    const fields = fieldsOf[stream.object];
    if (!fields) return;
    const keys = stream.suggestedMapping.filter(({ isSyncKey }) => isSyncKey);
    expect(keys.length).toBeGreaterThan(0);
    for (const { target } of keys)
      expect(fields.find(({ name }) => name === target)?.isUnique, target).toBe(true);
    const mapping = {
      rows: stream.suggestedMapping.map(({ source, target }, index) => ({
        target,
        source: { kind: 'path' as const, path: source },
        writeRule: 'always' as const,
        ...(stream.suggestedMapping[index]?.isSyncKey ? { syncKeyPriority: index + 1 } : {}),
      })),
    };
    const compiled = compileMapping({ mapping, fields, stream });
    await withSimulator(definition.id, async (running) => {
      const { records } = await read(definition, stream, running);
      const mapped = records.map((record) => compiled.map(record, { syncTime: new Date(0) }));
      expect(mapped.flatMap(({ issues }) => issues)).toEqual([]);
      const keyIndex = compiled.syncKeys[0] as number;
      const values = mapped
        .map((record) => record.values[keyIndex])
        .filter((value) => value !== undefined && value !== null)
        .filter((value) => !placeholders.has(String(value).toLowerCase(), compiled.targets[keyIndex] ?? ''));
      if (!stream.mayRepeat) expect(new Set(values).size).toBe(values.length);
      expect(values.length / records.length).toBeGreaterThan(0.5);
    });
  },
);

test.each(streamSubjects)(
  '%s: mandatory fields that a vendor can give are suggested',
  (_name, _definition, stream) => {
    const targets = stream.suggestedMapping.map(({ target }) => target);
    for (const field of fieldsOf[stream.object] ?? []) {
      // A role is a decision of the person who sets the integration up.
      if (field.isMandatory && field.type !== 'role') expect(targets, field.label).toContain(field.name);
    }
  },
);
