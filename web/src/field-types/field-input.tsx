import { Select, TagsInput, Textarea, TextInput } from '@mantine/core';
import type { FieldValue, ObjectField } from '../data/record-types.ts';
import { PersonSelect } from './person-select.tsx';

interface FieldInputProps {
  field: ObjectField;
  value: FieldValue;
  /** Of a person: the name for the id. */
  valueName?: FieldValue | undefined;
  onChange: (value: FieldValue) => void;
  error: string | undefined;
}

/** The input that fits a field's type; an emptied input clears the field. */
export function FieldInput({ field, value, valueName, onChange, error }: FieldInputProps) {
  const common = { label: field.label, error };
  const text = value === null || Array.isArray(value) ? '' : String(value);
  const clearLabel = { 'aria-label': `Clear ${field.label}` };
  if (field.choices) {
    return (
      <Select
        {...common}
        data={field.choices}
        value={text === '' ? null : text}
        onChange={onChange}
        clearable
        clearButtonProps={clearLabel}
      />
    );
  }
  switch (field.type) {
    case 'boolean': {
      const data = [
        { value: 'true', label: 'Yes' },
        { value: 'false', label: 'No' },
      ];
      return (
        <Select
          {...common}
          data={data}
          value={value === null ? null : String(value)}
          onChange={(next) => onChange(next === null ? null : next === 'true')}
          clearable
          clearButtonProps={clearLabel}
        />
      );
    }
    case 'person':
      return (
        <PersonSelect
          {...common}
          value={typeof value === 'number' ? value : null}
          valueName={typeof valueName === 'string' ? valueName : undefined}
          onChange={onChange}
        />
      );
    case 'list':
      return (
        <TagsInput
          {...common}
          value={Array.isArray(value) ? value : []}
          onChange={onChange}
          clearButtonProps={clearLabel}
        />
      );
    case 'long_text':
      return (
        <Textarea
          {...common}
          value={text}
          onChange={(event) => onChange(event.currentTarget.value || null)}
        />
      );
    case 'date_time':
      return (
        <TextInput
          {...common}
          type="datetime-local"
          value={text === '' ? '' : toLocalInput(text)}
          onChange={(event) => {
            const local = event.currentTarget.value;
            onChange(local === '' ? null : new Date(local).toISOString());
          }}
        />
      );
    case 'number':
    case 'decimal':
      return (
        <TextInput
          {...common}
          type="number"
          value={text}
          onChange={(event) => {
            const typed = event.currentTarget.value;
            onChange(typed === '' ? null : Number(typed));
          }}
        />
      );
    default:
      return (
        <TextInput
          {...common}
          value={text}
          onChange={(event) => onChange(event.currentTarget.value || null)}
        />
      );
  }
}

/** ISO instant → `yyyy-mm-ddThh:mm` in local time, as the input takes it. */
function toLocalInput(iso: string): string {
  const at = new Date(iso);
  const pad = (part: number) => String(part).padStart(2, '0');
  const day = `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`;
  return `${day}T${pad(at.getHours())}:${pad(at.getMinutes())}`;
}
