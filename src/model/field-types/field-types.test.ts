import { describe, expect, test } from 'vitest';
import { recordValueSchema } from '../../http/records.schema.ts';
import { scoreSource } from '../../mapping/score-source.ts';
import { makeObjectList } from '../../records/record-columns.ts';
import { toRecord } from '../../records/record-rows.ts';
import { filterOps } from '../list-query.ts';
import { planList, readFilterValue } from '../list-sql.ts';
import type { Field, MappedValue } from '../objects.ts';
import { coerceValue } from './coerce-value.ts';
import { type FieldType, fieldTypeNames, fieldTypes } from './field-types.ts';

/** Of every type: what a vendor may say, what is stored of it, its JSON, its text, and a filter. */
const examples: Record<
  FieldType,
  {
    said: unknown;
    stored: MappedValue;
    row?: unknown;
    json: unknown;
    text: string;
    filter: string;
    bad: unknown;
  }
> = {
  short_text: { said: ' Berlin ', stored: 'Berlin', json: 'Berlin', text: 'Berlin', filter: 'Ber', bad: {} },
  long_text: { said: ['a', 1], stored: 'a, 1', json: 'a, 1', text: 'a, 1', filter: 'a', bad: [{}] },
  number: { said: '12.6', stored: 13, json: 13, text: '13', filter: '13', bad: 'twelve' },
  decimal: { said: '12.5', stored: 12.5, row: '12.5', json: 12.5, text: '12.5', filter: '12.5', bad: '1,5' },
  boolean: { said: 'yes', stored: true, json: true, text: 'true', filter: 'true', bad: 'maybe' },
  date_time: {
    said: 1_767_225_600,
    stored: new Date('2026-01-01T00:00:00Z'),
    json: '2026-01-01T00:00:00.000Z',
    text: '2026-01-01T00:00:00.000Z',
    filter: '2026-01-01',
    bad: 'tomorrow',
  },
  duration: { said: 'PT26H', stored: 93_600, json: 93_600, text: '1d 2h', filter: '26:00:00', bad: 'P1Y' },
  list: { said: ['a', '', 2], stored: ['a', '2'], json: ['a', '2'], text: 'a; 2', filter: 'a', bad: {} },
  role: {
    said: 'employee',
    stored: 'Employee',
    json: 'Employee',
    text: 'Employee',
    filter: 'Employee',
    bad: 'King',
  },
  person: {
    said: 'ada@example.com',
    stored: 'ada@example.com',
    row: 7,
    json: 7,
    text: '7',
    filter: '7',
    bad: {},
  },
};

const fieldOf = (type: FieldType): Field => ({
  name: 'x_field',
  column: 'x_field',
  label: 'Shoe size',
  type,
  isUnique: false,
  isCustom: true,
  isMandatory: false,
  synonyms: [],
  ...(type === 'role' ? { choices: ['Employee', 'Manager'] } : {}),
});

describe.each(fieldTypeNames)('%s', (type) => {
  const example = examples[type];
  const field = fieldOf(type);

  test('reads what vendors say; absent stays absent, blank clears, the rest is a problem that does not tell the value', () => {
    expect(coerceValue(field, example.said)).toEqual({ value: example.stored });
    expect(coerceValue(field, undefined)).toEqual({ value: undefined });
    expect(coerceValue(field, ' ')).toEqual({ value: null });
    expect(coerceValue(field, null)).toEqual({ value: null });
    const refused = coerceValue(field, example.bad);
    expect(refused).toEqual({ problem: expect.stringMatching(/\S/) });
    if (typeof example.bad === 'string') expect(JSON.stringify(refused)).not.toContain(example.bad);
  });

  test('a row of a list becomes JSON that the API declares, and a cell of an export', () => {
    const list = makeObjectList('people', [field]);
    const row = { id: 1, f0: 'row' in example ? example.row : example.stored };
    const { values } = toRecord(list, row);
    const json = values['x_field'] ?? null;
    expect(json).toEqual(example.json);
    expect(recordValueSchema.parse(json)).toEqual(json);
    const kind = Array.isArray(json) ? 'texts' : typeof json === 'string' ? 'text' : typeof json;
    expect(fieldTypes[type].json).toContain(kind);
    expect(json === null ? '' : fieldTypes[type].toText(json)).toBe(example.text);
    expect(toRecord(list, { id: 1, f0: null }).values['x_field']).toBeNull();
  });

  test('every comparison a list offers is planned, and a sort where there is an order', () => {
    const list = makeObjectList('people', [field]);
    const column = list.columns['x_field'];
    const ops = list.fields.filterable['x_field'] ?? [];
    expect(ops).toEqual(expect.arrayContaining(['empty', 'notEmpty']));
    expect(filterOps).toEqual(expect.arrayContaining([...ops]));
    for (const op of ops) {
      const filters = [{ field: 'x_field', op, value: example.filter }];
      const planned = planList({ sort: [], filters, limit: 1 }, { columns: list.columns, tieBreaker: 'id' });
      expect(planned.where).toContain('x_field');
    }
    if (column && column.type !== 'text')
      expect(() => readFilterValue('x_field', 'no such value', column)).toThrow(/needs (a|true)/);
    expect(list.fields.sortable.includes('x_field')).toBe(fieldTypes[type].list.order !== undefined);
  });

  test('Smart Mapping judges a source of this type higher than one of another', () => {
    const source = (samples: string[], sourceType: 'text' | 'list' | 'object') => ({
      path: 'shoeSize',
      label: 'Shoe Size',
      type: sourceType,
      samples,
      recordCount: 1,
      emptyCount: 0,
      distinctCount: 1,
      isDeclared: false,
    });
    const fitting = type === 'list' ? source(['a'], 'list') : source([example.filter], 'text');
    const good = scoreSource(fitting, field)?.confidence ?? 0;
    expect(good).toBeGreaterThan(0.9);
    expect(scoreSource(source(['{}'], 'object'), field)?.confidence ?? 0).toBeLessThan(good);
  });

  test('only what fits into an index entry and tells records apart may be Unique', () => {
    if (fieldTypes[type].mayBeUnique) expect(fieldTypes[type].list.order).toBeDefined();
    expect(fieldTypes[type].label).toMatch(/^[a-z][a-z ]+$/);
  });
});
