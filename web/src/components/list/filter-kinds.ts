import { formatDay } from '../../lib/format.ts';
import { type Filter, type FilterOp, splitFilterValues } from '../../lib/list-types.ts';

export interface FilterField {
  field: string;
  label: string;
  type: FilterType;
  choices?: Choice[];
}

interface Choice {
  value: string;
  label: string;
}

interface OpLook {
  op: FilterOp;
  label: string;
}

/** What a kind may know of the field. */
export interface Choices {
  choices?: Choice[];
}

interface FilterKind {
  /** What can be asked; the first one is the default. */
  ops: [OpLook, ...OpLook[]];
  /** Of a new condition. */
  firstValue: string;
  /** The value in the sentence of the chip. */
  describe: (value: string, field: Choices) => string;
}

const emptiness: OpLook[] = [
  { op: 'empty', label: 'is empty' },
  { op: 'notEmpty', label: 'is not empty' },
];

const comparisons: [OpLook, ...OpLook[]] = [
  { op: 'eq', label: '=' },
  { op: 'ne', label: '≠' },
  { op: 'lt', label: '<' },
  { op: 'lte', label: '≤' },
  { op: 'gt', label: '>' },
  { op: 'gte', label: '≥' },
  ...emptiness,
];

const quote = (value: string) => `“${value}”`;
/** What can be asked of a field by its kind and how the value is said; how it is entered stands in `filter-inputs.tsx`. */
export const filterKinds = {
  text: {
    ops: [
      { op: 'contains', label: 'contains' },
      { op: 'eq', label: 'is' },
      { op: 'ne', label: 'is not' },
      { op: 'starts', label: 'starts with' },
      ...emptiness,
    ],
    firstValue: '',
    describe: quote,
  },
  number: {
    ops: comparisons,
    firstValue: '',
    describe: quote,
  },
  boolean: {
    ops: [{ op: 'eq', label: 'is' }, ...emptiness],
    firstValue: 'true',
    describe: (value) => (value === 'true' ? 'Yes' : 'No'),
  },
  date_time: {
    ops: [{ op: 'gte', label: 'is on or after' }, { op: 'lt', label: 'is before' }, ...emptiness],
    firstValue: '',
    describe: (value) => formatDay(value),
  },
  choice: {
    ops: [{ op: 'in', label: 'is any of' }, { op: 'ne', label: 'is not' }, ...emptiness],
    firstValue: '',
    describe: (value, { choices }) =>
      splitFilterValues(value)
        .map((part) => choices?.find((choice) => choice.value === part)?.label ?? part)
        .join(', '),
  },
  list: {
    ops: [{ op: 'contains', label: 'contains' }, ...emptiness],
    firstValue: '',
    describe: quote,
  },
  duration: {
    ops: comparisons,
    firstValue: '',
    describe: quote,
  },
} satisfies Record<string, FilterKind>;

export type FilterType = keyof typeof filterKinds;

/** Stands in for a field the list does not offer. */
export const unknownField = (name: string): FilterField => ({ field: name, label: name, type: 'text' });

/** What can be asked of a field. */
export const filterKindOf = (field: FilterField): FilterKind => filterKinds[field.type];

export function needsValue(op: FilterOp): boolean {
  return op !== 'empty' && op !== 'notEmpty';
}

/** The condition as a sentence: `Role is any of Employee, Manager`. */
export function describeFilter({ field: name, op, value }: Filter, fields: FilterField[]): string {
  const field = fields.find((candidate) => candidate.field === name) ?? unknownField(name);
  const kind = filterKindOf(field);
  const words = `${field.label} ${kind.ops.find((look) => look.op === op)?.label ?? op}`;
  return needsValue(op) ? `${words} ${kind.describe(value, field)}` : words;
}
