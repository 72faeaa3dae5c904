import { TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { ConflictNotice } from '../../../components/form/conflict-notice.tsx';
import { FormDialog } from '../../../components/form/form-dialog.tsx';
import { isConflict, useGuardedChange } from '../../../components/form/use-guarded-change.ts';
import { useServerErrors } from '../../../components/form/use-server-errors.ts';
import {
  type SoftwareName,
  useCreateSoftwareName,
  useUpdateSoftwareName,
} from '../api/use-software-name-changes.ts';

interface SoftwareNameDialogProps {
  /** The entry to change; absent for a new one. */
  entry: SoftwareName | undefined;
  onClose: () => void;
}

const inputs = ['incomingName', 'standardName'];

export function SoftwareNameDialog({ entry, onClose }: SoftwareNameDialogProps) {
  const create = useCreateSoftwareName();
  const update = useUpdateSoftwareName();
  const form = useForm({
    initialValues: { incomingName: entry?.incomingName ?? '', standardName: entry?.standardName ?? '' },
    validate: {
      incomingName: (value) => (value.trim() === '' ? 'Enter the name as the vendor spells it.' : null),
      standardName: (value) => (value.trim() === '' ? 'Enter the name it stands for.' : null),
    },
  });
  const formError = useServerErrors(form, create.error ?? update.error, inputs);
  const change = useGuardedChange(form, update.error);
  const submit = form.onSubmit((body) =>
    entry
      ? update.mutate(
          {
            params: { path: { id: entry.id } },
            body: { ...body, expected: change.makeBody(body)?.expected ?? {} },
          },
          { onSuccess: onClose },
        )
      : create.mutate({ body }, { onSuccess: onClose }),
  );
  return (
    <FormDialog
      form={form}
      draftName={`software-names/${entry?.id ?? 'new'}`}
      title={entry ? 'Change entry' : 'Add entry'}
      onClose={onClose}
      onSubmit={submit}
      submitLabel={entry ? 'Save' : 'Add'}
      isPending={create.isPending || update.isPending}
      error={isConflict(formError) ? null : formError}
    >
      <ConflictNotice
        change={change}
        labels={{ incomingName: 'Incoming name', standardName: 'Standard name' }}
      />
      <TextInput
        label="Incoming name"
        description="As vendors spell it; * stands for any text, e.g. Acrobat Reader*."
        withAsterisk
        data-autofocus
        {...form.getInputProps('incomingName')}
      />
      <TextInput
        label="Standard name"
        description="The product it is counted under."
        withAsterisk
        {...form.getInputProps('standardName')}
      />
    </FormDialog>
  );
}
