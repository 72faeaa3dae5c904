import { Button, Checkbox, Group, Modal, Select, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { ErrorAlert } from '../../../components/error-alert.tsx';
import { splitFormError } from '../../../lib/split-form-error.ts';
import { fieldTypeLabels, type MusterField, type SourceField } from '../api/mapping-types.ts';
import { type NewField, useAddField } from '../api/use-add-field.ts';

interface AddFieldDialogProps {
  object: string;
  /** The vendor field the new one is made for, if any. */
  source: SourceField | undefined;
  onClose: () => void;
  onAdded: (field: MusterField) => void;
}

const types = Object.entries(fieldTypeLabels)
  .filter(([value]) => value !== 'role')
  .map(([value, label]) => ({ value, label }));

const typeOfSource: Record<SourceField['type'], NewField['type']> = {
  text: 'short_text',
  number: 'number',
  boolean: 'boolean',
  date_time: 'date_time',
  list: 'list',
  object: 'long_text',
};

const mayBeUnique = (type: NewField['type']) => type === 'short_text' || type === 'number';

/** Add new Muster field: name, type, Unique; it is there for every integration at once. */
export function AddFieldDialog({ object, source, onClose, onAdded }: AddFieldDialogProps) {
  const [field, setField] = useState<NewField>({
    label: source?.label ?? '',
    type: source ? typeOfSource[source.type] : 'short_text',
    isUnique: false,
  });
  const add = useAddField(object);
  const { fieldErrors, formError } = splitFormError(add.error, ['label', 'type', 'isUnique']);
  const submit = () =>
    add.mutate(
      { ...field, label: field.label.trim(), isUnique: mayBeUnique(field.type) && field.isUnique === true },
      { onSuccess: onAdded },
    );
  return (
    <Modal opened onClose={onClose} title="Add new Muster field" size="md">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack gap="md">
          <TextInput
            label="Name"
            description={source ? `It will be filled from ${source.label}.` : undefined}
            required
            maxLength={80}
            value={field.label}
            error={fieldErrors.label}
            onChange={(event) => setField({ ...field, label: event.currentTarget.value })}
            data-autofocus
          />
          <Select
            label="Type"
            data={types}
            value={field.type}
            error={fieldErrors.type}
            onChange={(value) => value && setField({ ...field, type: value as NewField['type'] })}
            allowDeselect={false}
          />
          <Checkbox
            label="Unique"
            description={
              mayBeUnique(field.type)
                ? 'At most one record may have a given value. Only Unique fields can be sync keys.'
                : 'Only short text and numbers can be Unique.'
            }
            checked={mayBeUnique(field.type) && field.isUnique === true}
            disabled={!mayBeUnique(field.type)}
            error={fieldErrors.isUnique}
            onChange={(event) => setField({ ...field, isUnique: event.currentTarget.checked })}
          />
          <ErrorAlert error={formError} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={add.isPending} disabled={field.label.trim() === ''}>
              Create
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
