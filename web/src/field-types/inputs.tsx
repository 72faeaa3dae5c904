import { NumberInput, Select, TagsInput, Textarea, TextInput } from '@mantine/core';
import { DateInput } from '../components/date-input.tsx';
import { type FieldInputProps, toText } from './field-input.ts';
import { PersonSelect } from './person-select.tsx';

const clearButton = (field: FieldInputProps['field']) => ({ 'aria-label': `Clear ${field.label}` });

/** What a text input of any height takes. */
const makeTextProps = ({ value, onChange, look }: FieldInputProps) => ({
  ...look,
  value: toText(value),
  onChange: (event: { currentTarget: { value: string } }) => onChange(event.currentTarget.value || null),
});

export function TextFieldInput(props: FieldInputProps) {
  return <TextInput {...makeTextProps(props)} />;
}

export function LongTextFieldInput(props: FieldInputProps) {
  return <Textarea {...makeTextProps(props)} />;
}

export function NumberFieldInput(props: FieldInputProps) {
  return <AnyNumberInput {...props} isWhole />;
}

export function DecimalFieldInput(props: FieldInputProps) {
  return <AnyNumberInput {...props} isWhole={false} />;
}

function AnyNumberInput({ value, onChange, look, isWhole }: FieldInputProps & { isWhole: boolean }) {
  return (
    <NumberInput
      {...look}
      value={toText(value)}
      // What no number can hold exactly comes as its digits.
      onChange={(next) => onChange(next === '' ? null : typeof next === 'bigint' ? String(next) : next)}
      allowDecimal={!isWhole}
      hideControls
    />
  );
}

export function BooleanFieldInput({ field, value, onChange, look }: FieldInputProps) {
  return (
    <Select
      {...look}
      data={[
        { value: 'true', label: 'Yes' },
        { value: 'false', label: 'No' },
      ]}
      value={value === null ? null : String(value)}
      onChange={(next) => onChange(next === null ? null : next === 'true')}
      clearable
      clearButtonProps={clearButton(field)}
    />
  );
}

export function DateTimeFieldInput({ value, onChange, look }: FieldInputProps) {
  return (
    <DateInput {...look} hasTime value={toText(value)} onChange={(instant) => onChange(instant || null)} />
  );
}

export function ListFieldInput({ field, value, onChange, look }: FieldInputProps) {
  return (
    <TagsInput
      {...look}
      value={Array.isArray(value) ? value : []}
      onChange={onChange}
      clearButtonProps={clearButton(field)}
    />
  );
}

export function PersonFieldInput({ field, value, valueName, onChange, look }: FieldInputProps) {
  return (
    <PersonSelect
      label={field.label}
      error={look.error}
      value={typeof value === 'number' ? value : null}
      valueName={typeof valueName === 'string' ? valueName : undefined}
      onChange={onChange}
    />
  );
}

/** Of a field with a list of choices, whatever its type. */
export function ChoiceFieldInput({ field, value, onChange, look }: FieldInputProps) {
  const text = toText(value);
  return (
    <Select
      {...look}
      data={field.choices ?? []}
      value={text === '' ? null : text}
      onChange={onChange}
      clearable
      clearButtonProps={clearButton(field)}
    />
  );
}
