/**
 * Everything a field type means to the server, in one table: everybody asks here, nobody else knows a type by its name.
 *
 * A new type touches three files: this one (a row), `web/src/lib/field-types.tsx` (a row: how it is shown and entered)
 * and, when its values are written in a way of their own, a module that reads and writes them, such as
 * `../duration.ts`. The compiler names a row's missing parts; `field-types.test.ts` leads every type through every
 * consumer.
 */
import { isUnitless, readInstant, toBoolean, toDate, toNumber, toWrittenDate } from '../convert.ts';
import { durationForms, formatDuration, toDuration } from '../duration.ts';
import type { MappedValue } from '../objects.ts';
import type { Coerced, FieldTypeSpec, JsonValue, SourceShape } from './field-type-spec.ts';
import { kindOf, makeTextReader, readList } from './read-text.ts';

/** Limits of the vendor that lists know best: short text 256, long text 1,024 characters. */
const maxLengths = { short: 256, long: 1_024 };
/** PostgreSQL's bigint. */
const largestInteger = 2n ** 63n - 1n;

/** What is stored as short text. */
const shortText = {
  columnType: 'text',
  makeReader: (options) => makeTextReader(maxLengths.short, options),
  list: { type: 'text', order: { none: `''` } },
  json: ['text'],
  toJson: jsonOf,
  toText: String,
  fits: isTextual,
} as const satisfies Partial<FieldTypeSpec>;

const table = {
  short_text: {
    label: 'short text',
    ...shortText,
    mayBeCustom: true,
    mayBeUnique: true,
  },
  long_text: {
    label: 'long text',
    columnType: 'text',
    mayBeCustom: true,
    // Does not fit into an index entry.
    mayBeUnique: false,
    makeReader: (options) => makeTextReader(maxLengths.long, options),
    list: { type: 'text' },
    json: ['text'],
    toJson: jsonOf,
    toText: String,
    fits: isTextual,
  },
  number: {
    label: 'number',
    columnType: 'bigint',
    mayBeCustom: true,
    mayBeUnique: true,
    makeReader: () => readWholeNumber,
    list: { type: 'bigint', order: { none: `'-9223372036854775808'::bigint` } },
    // Digits beyond 2^53.
    json: ['number', 'text'],
    toJson: jsonOf,
    toText: String,
    fits: (source) => source.type === 'number' || reads(source, toNumber),
  },
  decimal: {
    label: 'decimal',
    columnType: 'numeric',
    mayBeCustom: true,
    mayBeUnique: false,
    makeReader: () => (value) => {
      const found = toNumber(value);
      return found === undefined
        ? { problem: `${kindOf(value)} where a number is expected` }
        : { value: found };
    },
    list: { type: 'numeric', order: { none: `'-Infinity'::numeric` } },
    // Digits beyond 2^53.
    json: ['number', 'text'],
    // PostgreSQL gives digits; a number where a JavaScript number says the same.
    toJson: (value) =>
      typeof value === 'string' && String(Number(value)) === value ? Number(value) : jsonOf(value),
    toText: String,
    fits: (source) => source.type === 'number' || reads(source, toNumber),
  },
  boolean: {
    label: 'yes or no',
    columnType: 'boolean',
    mayBeCustom: true,
    mayBeUnique: false,
    makeReader: () => (value) => {
      const found = toBoolean(value);
      return found === undefined
        ? { problem: `${kindOf(value)} where yes or no is expected` }
        : { value: found };
    },
    list: { type: 'boolean', order: { none: '-1', sql: (column) => `${column}::integer` } },
    json: ['boolean'],
    toJson: jsonOf,
    toText: String,
    fits: (source) => source.type === 'boolean' || reads(source, toBoolean),
  },
  date_time: {
    label: 'date and time',
    columnType: 'timestamptz',
    mayBeCustom: true,
    mayBeUnique: false,
    makeReader({ dateUnit, isTyped }) {
      const unit = dateUnit === 'iso' ? undefined : dateUnit;
      const read = isTyped ? toWrittenDate : readInstant;
      return (value) => {
        let found = unit === undefined ? undefined : readInstant(value, unit);
        // What the unit does not fit may still be a date.
        if (found === undefined) found = read(value);
        if (found !== undefined) return { value: found };
        return {
          problem: isUnitless(value)
            ? `${kindOf(value)} whose unit nobody tells; use a date such as 2026-01-31, or the filter date('epoch-seconds') or date('epoch-milliseconds')`
            : `${kindOf(value)} that is not a date; use ISO 8601, or seconds or milliseconds since 1970`,
        };
      };
    },
    takesDateUnit: true,
    list: { type: 'timestamptz', order: { none: `'0001-01-01 00:00:00+00'::timestamptz` } },
    json: ['text'],
    toJson: jsonOf,
    toText: String,
    fits: (source) =>
      source.type === 'date_time' || source.type === 'number' || reads(source, (text) => toDate(text)),
  },
  duration: {
    label: 'duration',
    columnType: 'bigint',
    mayBeCustom: true,
    mayBeUnique: false,
    makeReader: () => (value) => {
      const found = toDuration(value);
      return found === undefined
        ? { problem: `${kindOf(value)} that is not a duration; use ${durationForms}` }
        : { value: found };
    },
    list: {
      type: 'bigint',
      filter: { wanted: `a duration: ${durationForms}`, read: (text) => toDuration(text)?.toString() },
      order: { none: `'-9223372036854775808'::bigint` },
    },
    json: ['number'],
    toJson: jsonOf,
    toText: (seconds) => formatDuration(Number(seconds)),
    fits: (source) => source.type === 'number' || reads(source, toDuration),
  },
  list: {
    label: 'list',
    columnType: 'text[]',
    mayBeCustom: true,
    mayBeUnique: false,
    makeReader: () => readList,
    list: { type: 'text', filterSql: (column) => `array_to_string(${column}, ', ')` },
    json: ['texts'],
    toJson: jsonOf,
    toText: (items) => (Array.isArray(items) ? items.join('; ') : String(items)),
    fits: (source) => source.type === 'list',
  },
  role: {
    label: 'role',
    ...shortText,
    mayBeCustom: false,
    mayBeUnique: false,
    isChosenByHand: true,
  },
  person: {
    label: 'person',
    columnType: 'bigint',
    mayBeCustom: false,
    mayBeUnique: false,
    refersTo: 'people',
    // An e-mail address or a username; who that is, is found when the record is decided.
    makeReader: (options) => makeTextReader(maxLengths.short, { ...options, format: 'account' }),
    list: { type: 'bigint' },
    json: ['number'],
    toJson: jsonOf,
    toText: String,
    fits: isTextual,
  },
} satisfies Record<string, FieldTypeSpec>;

export type FieldType = keyof typeof table;

export const fieldTypes: Readonly<Record<FieldType, FieldTypeSpec>> = table;

export const fieldTypeNames = Object.keys(table) as [FieldType, ...FieldType[]];

/** Types a person may choose for a field of their own. */
export const customFieldTypes = fieldTypeNames.filter((type) => fieldTypes[type].mayBeCustom) as [
  FieldType,
  ...FieldType[],
];

/** What the unique index of a field holds of its column or of a value: texts without letter case. */
export const uniqueKeySql = (type: FieldType, sql: string): string =>
  fieldTypes[type].columnType === 'text' ? `lower(${sql})` : sql;

/** A value as JSON has it where its type adds nothing: instants as ISO 8601, integers beyond 2^53 as digits. */
export function jsonOf(value: MappedValue): JsonValue {
  if (value === undefined) return null;
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'bigint' ? String(value) : value;
}

/** Fractions are rounded; what PostgreSQL could not hold is refused here. */
function readWholeNumber(value: unknown): Coerced {
  const found = toNumber(value);
  if (found === undefined) return { problem: `${kindOf(value)} where a whole number is expected` };
  const rounded = typeof found === 'number' ? Math.round(found) : found;
  return rounded >= -largestInteger - 1n && rounded <= largestInteger
    ? { value: rounded }
    : { problem: 'a number of more than 19 digits where a whole number is expected' };
}

function isTextual(source: SourceShape): boolean {
  return source.type === 'text' || source.type === 'number';
}

/** Whether the samples of a text are all something else. */
function reads(source: SourceShape, read: (text: string) => unknown): boolean {
  return (
    source.type === 'text' &&
    source.samples.length > 0 &&
    source.samples.every((text) => read(text) !== undefined)
  );
}
