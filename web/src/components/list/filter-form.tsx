import { Button, Group, MultiSelect, Select, Stack, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import type { Filter, FilterOp } from '../../lib/list-types.ts';
import { needsValue, opsByType } from './filter-ops.ts';
import type { FilterField } from './list-columns.ts';

interface FilterFormProps {
  fields: FilterField[];
  initial?: Filter;
  onSubmit: (filter: Filter) => void;
}

/** One condition: field, operator, value in the input that fits the field's type. */
export function FilterForm({ fields, initial, onSubmit }: FilterFormProps) {
  const [fieldName, setFieldName] = useState(initial?.field ?? fields[0]?.field ?? '');
  const field = fields.find((candidate) => candidate.field === fieldName);
  const ops = opsByType[field?.type ?? 'text'];
  const [op, setOp] = useState<FilterOp>(initial?.op ?? ops[0]?.op ?? 'contains');
  const [value, setValue] = useState(initial?.value ?? '');

  const chooseField = (name: string | null) => {
    const next = fields.find((candidate) => candidate.field === name);
    if (!next) return;
    setFieldName(next.field);
    setOp(opsByType[next.type][0]?.op ?? 'contains');
    setValue(next.type === 'boolean' ? 'true' : '');
  };
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (field && (!needsValue(op) || value.trim() !== '')) {
      onSubmit({ field: field.field, op, value: needsValue(op) ? value.trim() : '' });
    }
  };

  return (
    <form onSubmit={submit}>
      <Stack gap="xs">
        <Select
          label="Field"
          data={fields.map(({ field: name, label }) => ({ value: name, label }))}
          value={fieldName}
          onChange={chooseField}
          searchable
          openOnFocus={false}
          allowDeselect={false}
          comboboxProps={{ withinPortal: false }}
          data-autofocus
        />
        <Select
          label="Condition"
          data={ops.map((look) => ({ value: look.op, label: look.label }))}
          value={op}
          onChange={(next) => next && setOp(next as FilterOp)}
          allowDeselect={false}
          comboboxProps={{ withinPortal: false }}
        />
        {needsValue(op) ? <ValueInput field={field} op={op} value={value} onChange={setValue} /> : null}
        <Group justify="flex-end">
          <Button type="submit" size="compact-md">
            {initial ? 'Change filter' : 'Add filter'}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface ValueInputProps {
  field: FilterField | undefined;
  op: FilterOp;
  value: string;
  onChange: (value: string) => void;
}

function ValueInput({ field, op, value, onChange }: ValueInputProps) {
  const inside = { comboboxProps: { withinPortal: false } };
  if (field?.type === 'boolean') {
    const data = [
      { value: 'true', label: 'Yes' },
      { value: 'false', label: 'No' },
    ];
    return (
      <Select
        label="Value"
        data={data}
        value={value || 'true'}
        onChange={(next) => onChange(next ?? 'true')}
        {...inside}
      />
    );
  }
  if (field?.type === 'choice' && op === 'in') {
    const chosen = value === '' ? [] : value.split(',');
    return (
      <MultiSelect
        label="Values"
        data={field.choices ?? []}
        value={chosen}
        onChange={(next) => onChange(next.join(','))}
        {...inside}
      />
    );
  }
  if (field?.type === 'choice') {
    return (
      <Select
        label="Value"
        data={field.choices ?? []}
        value={value}
        onChange={(next) => onChange(next ?? '')}
        {...inside}
      />
    );
  }
  if (field?.type === 'date_time') {
    // The person means their own midnight; the server gets the instant.
    const asDay = value === '' ? '' : new Date(value).toLocaleDateString('sv-SE');
    return (
      <TextInput
        label="Day"
        type="date"
        value={asDay}
        onChange={(event) => {
          const day = event.currentTarget.value;
          onChange(day === '' ? '' : new Date(`${day}T00:00:00`).toISOString());
        }}
      />
    );
  }
  return (
    <TextInput
      label="Value"
      type={field?.type === 'number' ? 'number' : 'text'}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
