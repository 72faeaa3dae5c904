import { Button, Group, Select, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { Filter, FilterOp } from '../../lib/list-types.ts';
import { FormElement } from '../form/form-element.tsx';
import { filterInputs } from './filter-inputs.tsx';
import type { FilterField } from './filter-kinds.ts';
import { filterKindOf, needsValue, unknownField } from './filter-kinds.ts';

interface FilterFormProps {
  fields: FilterField[];
  initial?: Filter;
  onSubmit: (filter: Filter) => void;
}

/** A condition on a field as it starts. */
function makeFilter(field = unknownField('')): Filter {
  const { ops, firstValue } = filterKindOf(field);
  return { field: field.field, op: ops[0].op, value: firstValue };
}

/** One condition: field, operator, value in the input that fits the field's type. */
export function FilterForm({ fields, initial, onSubmit }: FilterFormProps) {
  const form = useForm<Filter>({ initialValues: initial ?? makeFilter(fields[0]) });
  const { field: name, op, value } = form.values;
  const known = fields.find((candidate) => candidate.field === name);
  // An address may name a field this list does not offer: it has to be chosen anew.
  const field = known ?? unknownField(name);
  const kind = filterKindOf(field);
  const submit = form.onSubmit(() => {
    if (known && (!needsValue(op) || value.trim() !== ''))
      onSubmit({ field: name, op, value: needsValue(op) ? value.trim() : '' });
  });
  return (
    <FormElement onSubmit={submit}>
      <Stack gap="xs">
        <Select
          label="Field"
          data={fields.map((candidate) => ({ value: candidate.field, label: candidate.label }))}
          value={known?.field ?? null}
          onChange={(next) => {
            const chosen = fields.find((candidate) => candidate.field === next);
            if (chosen) form.setValues(makeFilter(chosen));
          }}
          searchable
          openOnFocus={false}
          allowDeselect={false}
          comboboxProps={{ withinPortal: false }}
          // Comes after the popover that holds it, which has looked for something to focus by then.
          autoFocus
        />
        <Select
          label="Condition"
          data={kind.ops.map((look) => ({ value: look.op, label: look.label }))}
          value={op}
          onChange={(next) => next && form.setFieldValue('op', next as FilterOp)}
          allowDeselect={false}
          comboboxProps={{ withinPortal: false }}
        />
        {needsValue(op)
          ? filterInputs[field.type]({
              field,
              op,
              value,
              onChange: (next) => form.setFieldValue('value', next),
            })
          : null}
        <Group justify="flex-end">
          <Button type="submit" size="compact-md">
            {initial ? 'Change filter' : 'Add filter'}
          </Button>
        </Group>
      </Stack>
    </FormElement>
  );
}
