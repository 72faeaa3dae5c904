import { Button, Group, PasswordInput, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { ErrorAlert } from '../../../components/error-alert.tsx';
import { KeyValue } from '../../../components/key-value.tsx';
import { PageHeader } from '../../../components/page-header.tsx';
import { Section } from '../../../components/section.tsx';
import { checkNewPassword, passwordHelp } from '../../../lib/check-account.ts';
import { notifyDone } from '../../../lib/notify.tsx';
import { roleHelp, roleLabels } from '../../../lib/roles.ts';
import { splitFormError } from '../../../lib/split-form-error.ts';
import { useTitle } from '../../../lib/use-title.ts';
import { useMe } from '../../../session/use-me.ts';
import { useChangePassword } from '../api/use-change-password.ts';

export function ProfilePage() {
  useTitle('Profile');
  const me = useMe();
  return (
    <Stack gap="md" maw={640}>
      <PageHeader title="Profile" />
      <Section title="Account">
        <KeyValue
          items={[
            { label: 'Name', value: me.name },
            { label: 'E-mail', value: me.email },
            { label: 'Role', value: roleLabels[me.role], note: roleHelp[me.role] },
          ]}
        />
      </Section>
      <Section title="Password">
        <PasswordForm />
      </Section>
    </Stack>
  );
}

function PasswordForm() {
  const change = useChangePassword();
  const form = useForm({
    initialValues: { currentPassword: '', newPassword: '', repeat: '' },
    validate: {
      currentPassword: (value) => (value === '' ? 'Enter your present password.' : null),
      newPassword: checkNewPassword,
      repeat: (value, values) => (value === values.newPassword ? null : 'The two passwords differ.'),
    },
  });
  const { fieldErrors, formError } = splitFormError(change.error, ['currentPassword', 'newPassword']);
  const submit = form.onSubmit(({ currentPassword, newPassword }) =>
    change.mutate(
      { currentPassword, newPassword },
      {
        onSuccess: () => {
          form.reset();
          notifyDone('Your password was changed.');
        },
      },
    ),
  );
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm" maw={380}>
        <PasswordInput
          label="Present password"
          autoComplete="current-password"
          {...form.getInputProps('currentPassword')}
          error={form.errors.currentPassword ?? fieldErrors.currentPassword}
        />
        <PasswordInput
          label="New password"
          description={passwordHelp}
          autoComplete="new-password"
          {...form.getInputProps('newPassword')}
          error={form.errors.newPassword ?? fieldErrors.newPassword}
        />
        <PasswordInput
          label="Repeat the new password"
          autoComplete="new-password"
          {...form.getInputProps('repeat')}
        />
        <ErrorAlert error={formError} />
        <Group>
          <Button type="submit" loading={change.isPending}>
            Change password
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
