import { Checkbox, Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { FormDialog } from '../../../components/form/form-dialog.tsx';
import { useServerErrors } from '../../../components/form/use-server-errors.ts';
import type { ObjectField } from '../../../data/record-types.ts';
import { fieldTypeOf, fieldTypes } from '../../../field-types/field-types.tsx';
import type { SourceField } from '../api/mapping-types.ts';
import { type NewField, useAddField } from '../api/use-add-field.ts';

interface AddFieldDialogProps {
  object: string;
  /** The vendor field the new one is made for, if any. */
  source: SourceField | undefined;
  onClose: () => void;
  onAdded: (field: ObjectField) => void;
}

const types = Object.entries(fieldTypes)
  .filter(([, { mayBeOwn }]) => mayBeOwn)
  .map(([value, { label }]) => ({ value, label }));

const typeOfSource: Record<SourceField['type'], NewField['type']> = {
  text: 'short_text',
  number: 'number',
  boolean: 'boolean',
  date_time: 'date_time',
  list: 'list',
  object: 'long_text',
};

const inputs = ['label', 'type', 'isUnique'];

/** Add new Muster field: name, type, Unique; it is there for every integration at once. */
export function AddFieldDialog({ object, source, onClose, onAdded }: AddFieldDialogProps) {
  const add = useAddField(object);
  const form = useForm({
    initialValues: {
      label: source?.label ?? '',
      type: source ? typeOfSource[source.type] : ('short_text' as NewField['type']),
      isUnique: false,
    },
    validate: { label: (value) => (value.trim() === '' ? 'Give the field a name.' : null) },
  });
  const formError = useServerErrors(form, add.error, inputs);
  const mayBeUnique = fieldTypeOf(form.values).mayBeUnique ?? false;
  const isUnique = mayBeUnique && form.values.isUnique;
  const submit = form.onSubmit(({ label, type }) =>
    add.mutate(
      { params: { path: { object } }, body: { label: label.trim(), type, isUnique } },
      { onSuccess: onAdded },
    ),
  );
  return (
    <FormDialog
      form={form}
      title="Add new Muster field"
      onClose={onClose}
      onSubmit={submit}
      submitLabel="Create"
      isPending={add.isPending}
      isSubmitDisabled={form.values.label.trim() === ''}
      error={formError}
    >
      <TextInput
        label="Name"
        description={source ? `It will be filled from ${source.label}.` : undefined}
        withAsterisk
        maxLength={80}
        data-autofocus
        {...form.getInputProps('label')}
      />
      <Select label="Type" data={types} allowDeselect={false} {...form.getInputProps('type')} />
      <Checkbox
        label="Unique"
        description={
          mayBeUnique
            ? 'At most one record may have a given value. Only Unique fields can be sync keys.'
            : 'Only short text and numbers can be Unique.'
        }
        {...form.getInputProps('isUnique')}
        checked={isUnique}
        disabled={!mayBeUnique}
      />
    </FormDialog>
  );
}
