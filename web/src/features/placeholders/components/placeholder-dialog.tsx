import { Checkbox, Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { ConflictNotice } from '../../../components/form/conflict-notice.tsx';
import { FormDialog } from '../../../components/form/form-dialog.tsx';
import { isConflict, useGuardedChange } from '../../../components/form/use-guarded-change.ts';
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

const labels = { value: 'Value', isPattern: 'Pattern', field: 'Field', note: 'Note' };

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
  const formError = useServerErrors(form, error, Object.keys(labels));
  const change = useGuardedChange(form, update.error);
  const submit = form.onSubmit((values) => {
    const body = withField(values);
    if (!preview.data) preview.mutate({ body });
    else if (entry) {
      const expected = withField(change.makeBody(values)?.expected ?? {});
      update.mutate(
        { params: { path: { id: entry.id } }, body: { ...body, expected } },
        { onSuccess: onClose },
      );
    } else create.mutate({ body }, { onSuccess: onClose });
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
      error={isConflict(formError) ? null : formError}
    >
      <ConflictNotice change={change} labels={labels} />
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

/** The form has a text where the API says null: every field. */
const withField = <Values extends { field?: unknown }>(values: Values) =>
  values.field === '' ? { ...values, field: null } : values;
