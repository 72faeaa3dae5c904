import { PasswordInput, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { FormDialog } from '../../../components/form/form-dialog.tsx';
import { useServerErrors } from '../../../components/form/use-server-errors.ts';

interface PasswordDialogProps {
  title: string;
  /** What will happen. */
  text: string;
  submitLabel: string;
  /** Asks for a name too, under this label. */
  nameLabel?: string;
  isPending: boolean;
  error: unknown;
  onSubmit: (values: { currentPassword: string; name: string }) => void;
  onClose: () => void;
}

const inputs = ['currentPassword', 'name'];

/** Asks for the password before something about signing in is changed. */
export function PasswordDialog(props: PasswordDialogProps) {
  const { title, text, submitLabel, nameLabel, isPending, error, onSubmit, onClose } = props;
  const form = useForm({
    initialValues: { name: '', currentPassword: '' },
    validate: {
      name: (value) => (nameLabel && value.trim() === '' ? 'Enter a name.' : null),
      currentPassword: (value) => (value === '' ? 'Enter your present password.' : null),
    },
  });
  const formError = useServerErrors(form, error, inputs);
  return (
    <FormDialog
      title={title}
      form={form}
      onClose={onClose}
      onSubmit={form.onSubmit(({ currentPassword, name }) =>
        onSubmit({ currentPassword, name: name.trim() }),
      )}
      submitLabel={submitLabel}
      isPending={isPending}
      error={formError}
    >
      <Text size="sm">{text}</Text>
      {nameLabel ? <TextInput label={nameLabel} data-autofocus {...form.getInputProps('name')} /> : null}
      <PasswordInput
        label="Present password"
        autoComplete="current-password"
        data-autofocus={nameLabel ? undefined : true}
        {...form.getInputProps('currentPassword')}
      />
    </FormDialog>
  );
}
