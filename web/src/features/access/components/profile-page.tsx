import { PasswordInput, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { Form } from '../../../components/form/form.tsx';
import { useServerErrors } from '../../../components/form/use-server-errors.ts';
import { KeyValue } from '../../../components/key-value.tsx';
import { PageHeader } from '../../../components/page-header.tsx';
import { Section } from '../../../components/section.tsx';
import { api } from '../../../lib/api-client.ts';
import { checkNewPassword, passwordHelp } from '../../../lib/check-account.ts';
import { notifyDone } from '../../../lib/notify.tsx';
import { roleHelp, roleLabels } from '../../../lib/roles.ts';
import { useTitle } from '../../../lib/use-title.ts';
import { useMe } from '../../../session/use-me.ts';

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

const inputs = ['currentPassword', 'newPassword'];

function PasswordForm() {
  const change = api.useMutation('post', '/api/me/password');
  const form = useForm({
    initialValues: { currentPassword: '', newPassword: '', repeat: '' },
    validate: {
      currentPassword: (value) => (value === '' ? 'Enter your present password.' : null),
      newPassword: checkNewPassword,
      repeat: (value, values) => (value === values.newPassword ? null : 'The two passwords differ.'),
    },
  });
  const formError = useServerErrors(form, change.error, inputs);
  const submit = form.onSubmit(({ currentPassword, newPassword }) =>
    change.mutate(
      { body: { currentPassword, newPassword } },
      {
        onSuccess: () => {
          form.reset();
          notifyDone('Your password was changed.');
        },
      },
    ),
  );
  return (
    <Form
      onSubmit={submit}
      submitLabel="Change password"
      isPending={change.isPending}
      error={formError}
      maxWidth={380}
    >
      <PasswordInput
        label="Present password"
        autoComplete="current-password"
        {...form.getInputProps('currentPassword')}
      />
      <PasswordInput
        label="New password"
        description={passwordHelp}
        autoComplete="new-password"
        {...form.getInputProps('newPassword')}
      />
      <PasswordInput
        label="Repeat the new password"
        autoComplete="new-password"
        {...form.getInputProps('repeat')}
      />
    </Form>
  );
}
