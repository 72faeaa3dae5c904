import { Checkbox, Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { FormDialog } from '../../../components/form/form-dialog.tsx';
import { useServerErrors } from '../../../components/form/use-server-errors.ts';
import {
  type Placeholder,
  useCreatePlaceholder,
  usePlaceholderFields,
  usePlaceholderPreview,
  useUpdatePlaceholder,
} from '../api/use-placeholder-changes.ts';
import { EffectList } from './effect-list.tsx';

interface PlaceholderDialogProps {
  /** The entry to change; absent for a new one. */
  entry: Placeholder | undefined;
  onClose: () => void;
}

const inputs = ['value', 'isPattern', 'field', 'note'];

/** Saves in two steps: first what would change is shown, then it is saved. */
export function PlaceholderDialog({ entry, onClose }: PlaceholderDialogProps) {
  const create = useCreatePlaceholder();
  const update = useUpdatePlaceholder();
  const preview = usePlaceholderPreview();
  const { data: fields } = usePlaceholderFields();
  const form = useForm({
    initialValues: {
      value: entry?.value ?? '',
      isPattern: entry?.isPattern ?? false,
      field: entry?.field ?? '',
      note: entry?.note ?? '',
    },
    validate: { value: (value) => (value.trim() === '' ? 'Enter the value.' : null) },
    // What was shown was about other values.
    onValuesChange: () => preview.reset(),
  });
  const error = preview.error ?? create.error ?? update.error;
  const formError = useServerErrors(form, error, inputs);
  const submit = form.onSubmit(({ field, ...values }) => {
    const body = { ...values, field: field === '' ? null : field };
    if (!preview.data) preview.mutate({ body });
    else if (entry) update.mutate({ params: { path: { id: entry.id } }, body }, { onSuccess: onClose });
    else create.mutate({ body }, { onSuccess: onClose });
  });
  const choices = [
    { value: '', label: 'Every field' },
    ...(fields?.items ?? []).map(({ name, label }) => ({ value: name, label })),
  ];
  return (
    <FormDialog
      form={form}
      draftName={`placeholders/${entry?.id ?? 'new'}`}
      title={entry ? 'Change placeholder' : 'Add placeholder'}
      onClose={onClose}
      onSubmit={submit}
      submitLabel={preview.data ? (entry ? 'Save' : 'Add') : 'Show what would change'}
      isPending={preview.isPending || create.isPending || update.isPending}
      error={formError}
    >
      <TextInput
        label="Value"
        description="As vendors write it, e.g. Default string."
        withAsterisk
        data-autofocus
        {...form.getInputProps('value')}
      />
      <Checkbox
        label="Pattern: # stands for one digit, * for any text"
        {...form.getInputProps('isPattern', { type: 'checkbox' })}
      />
      <Select label="Field" data={choices} allowDeselect={false} {...form.getInputProps('field')} />
      <TextInput label="Note" description="Why it identifies nothing." {...form.getInputProps('note')} />
      {preview.data ? <EffectList effect={preview.data} /> : null}
    </FormDialog>
  );
}
