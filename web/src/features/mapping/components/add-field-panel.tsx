import { useDroppable } from '@dnd-kit/core';
import { Button, Checkbox, Group, Select, Stack, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { ErrorAlert } from '../../../components/error-alert.tsx';
import { type NewField, useAddField } from '../api/use-mapping.ts';
import classes from './mapping.module.css';

const types: { value: NewField['type']; label: string }[] = [
  { value: 'short_text', label: 'Short text' },
  { value: 'long_text', label: 'Long text' },
  { value: 'number', label: 'Number' },
  { value: 'decimal', label: 'Decimal' },
  { value: 'boolean', label: 'Yes or no' },
  { value: 'date_time', label: 'Date and time' },
  { value: 'list', label: 'List' },
];

export interface FieldSeed {
  label: string;
  type: NewField['type'];
  /** Source to map to the new field. */
  path?: string;
}

interface Props {
  object: string;
  seed: FieldSeed | undefined;
  onOpen(): void;
  onClose(): void;
  onMade(name: string, path: string | undefined): void;
}

export const addFieldDropId = '__add-field__';

/** Add new field: drop a source here, or press the button; name, type, Unique. */
export function AddFieldPanel({ object, seed, onOpen, onClose, onMade }: Props) {
  const { setNodeRef, isOver } = useDroppable({ id: addFieldDropId });
  return (
    <div ref={setNodeRef} className={classes.drop} data-over={isOver || undefined}>
      {seed ? (
        <AddFieldForm
          key={`${seed.label} ${seed.path}`}
          object={object}
          seed={seed}
          onClose={onClose}
          onMade={onMade}
        />
      ) : (
        <>
          Drop a vendor field here to make a Muster field of it, or{' '}
          <Button variant="subtle" size="compact-sm" leftSection={<IconPlus size={14} />} onClick={onOpen}>
            Add new Muster field
          </Button>
        </>
      )}
    </div>
  );
}

function AddFieldForm({
  object,
  seed,
  onClose,
  onMade,
}: Pick<Props, 'object' | 'onClose' | 'onMade'> & { seed: FieldSeed }) {
  const [field, setField] = useState<NewField>({ label: seed.label, type: seed.type, isUnique: false });
  const add = useAddField(object);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate(field, { onSuccess: (made) => onMade(made.name, seed.path) });
      }}
    >
      <Stack gap="xs" ta="left">
        <Group gap="xs" align="flex-end">
          <TextInput
            label="Name"
            required
            value={field.label}
            onChange={(event) => setField({ ...field, label: event.currentTarget.value })}
            style={{ flex: 1 }}
            data-autofocus
          />
          <Select
            label="Type"
            data={types}
            value={field.type}
            onChange={(value) => value && setField({ ...field, type: value as NewField['type'] })}
            allowDeselect={false}
            w={150}
          />
        </Group>
        <Checkbox
          label="Unique"
          description="At most one record may have a value; only Unique fields can be sync keys."
          checked={field.isUnique}
          onChange={(event) => setField({ ...field, isUnique: event.currentTarget.checked })}
        />
        <ErrorAlert error={add.error} />
        <Group gap="xs">
          <Button type="submit" size="compact-md" loading={add.isPending}>
            Create
          </Button>
          <Button variant="default" size="compact-md" onClick={onClose}>
            Cancel
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
