import { Autocomplete, Checkbox, PasswordInput, Select, Text, Textarea, TextInput } from '@mantine/core';
import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { type DefinitionField, findCorrection } from './definition-fields.ts';

interface FormFieldProps {
  field: DefinitionField;
  value: string;
  onChange: (value: string) => void;
  error?: ReactNode;
  /** A secret is stored already: an empty input keeps it. */
  isSecretStored?: boolean;
  isDisabled?: boolean;
}

/**
 * Renders one field of a connector's definition: title, help, example and the input that fits its type. A known misprint
 * is corrected when the field is left, and a sentence below says so.
 */
export function FormField(props: FormFieldProps) {
  const { field, value, onChange } = props;
  const [hint, setHint] = useState('');
  if (field.corrections.length === 0) return <FieldInput {...props} />;
  const correct = () => {
    const found = findCorrection(field, value);
    if (!found) return;
    onChange(found.to);
    setHint(found.hint);
  };
  return (
    <div>
      <FieldInput
        {...props}
        onChange={(next) => {
          setHint('');
          onChange(next);
        }}
        onBlur={correct}
        onKeyDown={(event) => {
          // Enter saves without leaving the field.
          if (event.key === 'Enter') correct();
        }}
      />
      {/* Always there: a live region that appears together with its text is not read out. */}
      <Text size="sm" c="dimmed" mt={hint === '' ? 0 : 4} aria-live="polite" component="div">
        {hint}
      </Text>
    </div>
  );
}

interface FieldEvents {
  onBlur?: () => void;
  onKeyDown?: (event: KeyboardEvent) => void;
}

function FieldInput({
  field,
  value,
  onChange,
  error,
  isSecretStored = false,
  isDisabled = false,
  ...events
}: FormFieldProps & FieldEvents) {
  const keepsSecret = field.isSecret && isSecretStored;
  const common = {
    name: field.key,
    label: field.title,
    description: describe(field),
    error,
    disabled: isDisabled,
    withAsterisk: field.isRequired && !keepsSecret && field.globalVariable === null,
    'aria-required': field.isRequired && !keepsSecret && field.globalVariable === null,
  };
  const example = field.example ? `e.g. ${field.example}` : undefined;

  if (field.type === 'boolean') {
    return (
      <Checkbox
        name={field.key}
        label={field.title}
        description={field.help}
        error={error}
        disabled={isDisabled}
        checked={value === 'true'}
        onChange={(event) => onChange(String(event.currentTarget.checked))}
      />
    );
  }
  if (field.type === 'choice') {
    return (
      <Select
        {...common}
        data={field.choices}
        value={value === '' ? null : value}
        onChange={(next) => onChange(next ?? '')}
        placeholder={example ?? 'Choose'}
        searchable={field.choices.length > 8}
        clearable={!field.isRequired}
        clearButtonProps={{ 'aria-label': `Clear ${field.title}` }}
        allowDeselect={false}
      />
    );
  }
  const placeholder = keepsSecret
    ? 'Unchanged'
    : field.globalVariable
      ? `From ${field.globalVariable}`
      : example;
  const input = {
    ...common,
    value,
    placeholder,
    ...events,
    onChange: (event: { currentTarget: { value: string } }) => onChange(event.currentTarget.value),
  };
  if (field.isSecret && field.type !== 'multiline') {
    return <PasswordInput {...input} autoComplete="new-password" spellCheck={false} />;
  }
  if (field.type === 'host' && field.choices.length > 0) {
    return (
      <Autocomplete
        {...common}
        value={value}
        placeholder={placeholder ?? 'Choose, or enter another host'}
        onChange={onChange}
        {...events}
        data={field.choices.map((choice) => choice.value)}
        renderOption={({ option }) => (
          <span>
            {option.value}
            <Text component="span" size="sm" c="dimmed">
              {' '}
              {field.choices.find((choice) => choice.value === option.value)?.label}
            </Text>
          </span>
        )}
        autoComplete="off"
        spellCheck={false}
      />
    );
  }
  if (field.type === 'multiline') return <Textarea {...input} spellCheck={false} />;
  return (
    <TextInput
      {...input}
      autoComplete="off"
      spellCheck={false}
      inputMode={
        field.type === 'number' || field.type === 'port' ? 'numeric' : field.type === 'url' ? 'url' : 'text'
      }
    />
  );
}

/** Help, and where the value comes from when the field is left empty. */
function describe(field: DefinitionField) {
  if (field.globalVariable === null) return field.help === '' ? undefined : field.help;
  return (
    <>
      {field.help} Left empty, the global variable{' '}
      <a href="/global-settings" target="_blank" rel="noreferrer">
        {field.globalVariable}
      </a>{' '}
      is used.
    </>
  );
}
