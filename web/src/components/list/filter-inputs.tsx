import { MultiSelect, Select, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { type FilterOp, joinFilterValues, splitFilterValues } from '../../lib/list-types.ts';
import { DateInput } from '../date-input.tsx';
import type { Choices, FilterType } from './filter-kinds.ts';

interface FilterInputProps {
  field: Choices;
  op: FilterOp;
  value: string;
  onChange: (value: string) => void;
}

const inPopover = { comboboxProps: { withinPortal: false } };

const makeTextInput =
  (look: { type?: 'number'; placeholder?: string } = {}) =>
  ({ value, onChange }: FilterInputProps) => (
    <TextInput
      {...look}
      label="Value"
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );

/** How the value of a condition is entered, by the kind of its field. */
export const filterInputs: Record<FilterType, (props: FilterInputProps) => ReactNode> = {
  text: makeTextInput(),
  number: makeTextInput({ type: 'number' }),
  boolean: ({ value, onChange }) => (
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
  // The person means their own midnight; the server gets the instant.
  date_time: ({ value, onChange }) => <DateInput label="Day" value={value} onChange={onChange} isInPopover />,
  choice: ({ field, op, value, onChange }) =>
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
  list: makeTextInput(),
  duration: makeTextInput({ placeholder: 'e.g. 1d 2h' }),
};
