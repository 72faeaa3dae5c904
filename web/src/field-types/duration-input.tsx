import { TextInput } from '@mantine/core';
import { formatSeconds } from './duration.ts';
import { type FieldInputProps, toText } from './field-input.ts';

/** Shown in the short form; whatever else is typed the server reads, as it reads what vendors send. */
export function DurationFieldInput({ value, onChange, look }: FieldInputProps) {
  return (
    <TextInput
      {...look}
      placeholder="e.g. 1d 2h 30m"
      value={typeof value === 'number' ? formatSeconds(value) : toText(value)}
      onChange={(event) => onChange(event.currentTarget.value || null)}
    />
  );
}
