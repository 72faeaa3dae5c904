import { Checkbox, PasswordInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { Form } from '../../../components/form/form.tsx';
import { useServerErrors } from '../../../components/form/use-server-errors.ts';
import { api } from '../../../lib/api-client.ts';
import { checkNewPassword, passwordHelp } from '../../../lib/check-account.ts';
import { notifyDone } from '../../../lib/notify.tsx';
import { queryKeys, useRefresh } from '../../../lib/query-keys.ts';

const inputs = ['currentPassword', 'newPassword'];

/** Changes one's own password. Other browsers are signed out; about API tokens the person is asked. */
export function PasswordForm() {
  const refresh = useRefresh();
  const change = api.useMutation('post', '/api/me/password', {
    onSuccess: () => refresh(queryKeys.below('/api/me'), queryKeys.below('/api/api-tokens')),
  });
  const form = useForm({
    initialValues: { currentPassword: '', newPassword: '', repeat: '', endApiTokens: true },
    validate: {
      currentPassword: (value) => (value === '' ? 'Enter your present password.' : null),
      newPassword: checkNewPassword,
      repeat: (value, values) => (value === values.newPassword ? null : 'The two passwords differ.'),
    },
  });
  const formError = useServerErrors(form, change.error, inputs);
  const submit = form.onSubmit(({ currentPassword, newPassword, endApiTokens }) =>
    change.mutate(
      { body: { currentPassword, newPassword, endApiTokens } },
      {
        onSuccess: () => {
          form.reset();
          notifyDone('Your password was changed. Other browsers are signed out.');
        },
      },
    ),
  );
  return (
    <Form
      form={form}
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
      <Checkbox
        label="Also end my API tokens"
        description="Leave it on when somebody else may know the password. Scripts that use one of your tokens need a new one then."
        {...form.getInputProps('endApiTokens', { type: 'checkbox' })}
      />
    </Form>
  );
}
