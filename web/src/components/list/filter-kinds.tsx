import { MultiSelect, Select, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { formatDay } from '../../lib/format.ts';
import { type Filter, type FilterOp, joinFilterValues, splitFilterValues } from '../../lib/list-types.ts';
import { DateInput } from '../date-input.tsx';

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
interface Choices {
  choices?: Choice[];
}

interface ValueInputProps {
  field: Choices;
  op: FilterOp;
  value: string;
  onChange: (value: string) => void;
}

interface FilterKind {
  /** What can be asked; the first one is the default. */
  ops: [OpLook, ...OpLook[]];
  /** Of a new condition. */
  firstValue: string;
  renderInput: (props: ValueInputProps) => ReactNode;
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
const inPopover = { comboboxProps: { withinPortal: false } };

const makeTextInput =
  (look: { type?: 'number'; placeholder?: string } = {}) =>
  ({ value, onChange }: ValueInputProps) => (
    <TextInput
      {...look}
      label="Value"
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );

/** What can be asked of a field by its kind, how the value is entered and how it is said. */
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
    renderInput: makeTextInput(),
    describe: quote,
  },
  number: {
    ops: comparisons,
    firstValue: '',
    renderInput: makeTextInput({ type: 'number' }),
    describe: quote,
  },
  boolean: {
    ops: [{ op: 'eq', label: 'is' }, ...emptiness],
    firstValue: 'true',
    renderInput: ({ value, onChange }) => (
      <Select
        label="Value"
        data={[
          { value: 'true', label: 'Yes' },
          { value: 'false', label: 'No' },
        ]}
        value={value || 'true'}
        onChange={(next) => onChange(next ?? 'true')}
        {...inPopover}
      />
    ),
    describe: (value) => (value === 'true' ? 'Yes' : 'No'),
  },
  date_time: {
    ops: [{ op: 'gte', label: 'is on or after' }, { op: 'lt', label: 'is before' }, ...emptiness],
    firstValue: '',
    // The person means their own midnight; the server gets the instant.
    renderInput: ({ value, onChange }) => (
      <DateInput label="Day" value={value} onChange={onChange} isInPopover />
    ),
    describe: (value) => formatDay(value),
  },
  choice: {
    ops: [{ op: 'in', label: 'is any of' }, { op: 'ne', label: 'is not' }, ...emptiness],
    firstValue: '',
    renderInput: ({ field, op, value, onChange }) =>
      op === 'in' ? (
        <MultiSelect
          label="Values"
          data={field.choices ?? []}
          value={splitFilterValues(value)}
          onChange={(next) => onChange(joinFilterValues(next))}
          {...inPopover}
        />
      ) : (
        <Select
          label="Value"
          data={field.choices ?? []}
          value={value}
          onChange={(next) => onChange(next ?? '')}
          {...inPopover}
        />
      ),
    describe: (value, { choices }) =>
      splitFilterValues(value)
        .map((part) => choices?.find((choice) => choice.value === part)?.label ?? part)
        .join(', '),
  },
  list: {
    ops: [{ op: 'contains', label: 'contains' }, ...emptiness],
    firstValue: '',
    renderInput: makeTextInput(),
    describe: quote,
  },
  duration: {
    ops: comparisons,
    firstValue: '',
    renderInput: makeTextInput({ placeholder: 'e.g. 1d 2h' }),
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
