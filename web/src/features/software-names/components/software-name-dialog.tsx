import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { ErrorAlert } from '../../../components/error-alert.tsx';
import { splitFormError } from '../../../lib/split-form-error.ts';
import { type SoftwareName, useSaveSoftwareName } from '../api/use-software-names.ts';

interface SoftwareNameDialogProps {
  /** The entry to change; absent for a new one. */
  entry?: SoftwareName | undefined;
  onClose: () => void;
}

export function SoftwareNameDialog({ entry, onClose }: SoftwareNameDialogProps) {
  const save = useSaveSoftwareName();
  const form = useForm({
    initialValues: { incomingName: entry?.incomingName ?? '', standardName: entry?.standardName ?? '' },
    validate: {
      incomingName: (value) => (value.trim() === '' ? 'Enter the name as the vendor spells it.' : null),
      standardName: (value) => (value.trim() === '' ? 'Enter the name it stands for.' : null),
    },
  });
  const { fieldErrors, formError } = splitFormError(save.error, ['incomingName', 'standardName']);
  const submit = form.onSubmit((values) => save.mutate({ id: entry?.id, ...values }, { onSuccess: onClose }));
  return (
    <Modal opened onClose={onClose} title={entry ? 'Change entry' : 'Add entry'}>
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          <TextInput
            label="Incoming name"
            description="As vendors spell it; * stands for any text, e.g. Acrobat Reader*."
            withAsterisk
            data-autofocus
            {...form.getInputProps('incomingName')}
            error={form.errors.incomingName ?? fieldErrors.incomingName}
          />
          <TextInput
            label="Standard name"
            description="The product it is counted under."
            withAsterisk
            {...form.getInputProps('standardName')}
            error={form.errors.standardName ?? fieldErrors.standardName}
          />
          <ErrorAlert error={formError} />
          <Group justify="flex-end" gap="xs" mt="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={save.isPending}>
              {entry ? 'Save' : 'Add'}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
