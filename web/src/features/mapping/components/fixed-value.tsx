import { NumberInput, Select, TextInput } from '@mantine/core';
import type { MappingSource, MusterField } from '../api/mapping-types.ts';
import classes from './mapping.module.css';

/** The same value for every record, entered as the field's type wants it. */
export function FixedValue({
  field,
  value,
  isDisabled,
  hasFocus,
  onChange,
}: {
  field: MusterField;
  value: string | number | boolean;
  isDisabled: boolean;
  hasFocus: boolean;
  onChange: (source: MappingSource) => void;
}) {
  const set = (next: string | number | boolean) => onChange({ kind: 'literal', value: next });
  const common = {
    size: 'xs',
    className: classes.wide ?? '',
    autoFocus: hasFocus,
    'aria-label': `Fixed value for ${field.label}`,
    disabled: isDisabled,
  } as const;
  if (field.type === 'boolean') {
    return (
      <Select
        {...common}
        data={[
          { value: 'true', label: 'Yes' },
          { value: 'false', label: 'No' },
        ]}
        value={String(value)}
        onChange={(next) => next && set(next === 'true')}
        allowDeselect={false}
      />
    );
  }
  if (field.type === 'number' || field.type === 'decimal') {
    return (
      <NumberInput
        {...common}
        value={typeof value === 'boolean' ? '' : value}
        onChange={(next) => set(next)}
        allowDecimal={field.type === 'decimal'}
        hideControls
      />
    );
  }
  return (
    <TextInput
      {...common}
      placeholder={field.type === 'date_time' ? '2026-01-31T08:00:00Z' : 'The same value for every record'}
      value={String(value)}
      onChange={(event) => set(event.currentTarget.value)}
    />
  );
}
