import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useNavigate } from '@tanstack/react-router';
import { ErrorAlert } from '../../../components/error-alert.tsx';
import { FormElement } from '../../../components/form/form-element.tsx';
import { useServerErrors } from '../../../components/form/use-server-errors.ts';
import { checkEmail, checkNewPassword, passwordHelp } from '../../../lib/check-account.ts';
import { queryKeys, useRefresh } from '../../../lib/query-keys.ts';
import { useTitle } from '../../../lib/use-title.ts';
import { useSetup } from '../api/use-setup.ts';
import { WelcomeFrame } from './welcome-frame.tsx';

/** First visit: creates the administrator and goes straight to the Overview. */
export function SetupPage() {
  useTitle('Welcome');
  const refresh = useRefresh();
  const navigate = useNavigate();
  const setup = useSetup();
  const form = useForm({
    initialValues: { name: '', email: '', password: '', repeat: '' },
    validate: {
      name: (value) => (value.trim() === '' ? 'Enter your name.' : null),
      email: checkEmail,
      password: checkNewPassword,
      repeat: (value, values) => (value === values.password ? null : 'The two passwords differ.'),
    },
  });
  const formError = useServerErrors(form, setup.error, ['name', 'email', 'password']);
  const submit = form.onSubmit(({ name, email, password }) =>
    setup.mutate(
      { body: { name: name.trim(), email: email.trim(), password } },
      {
        onSuccess: async () => {
          await refresh(queryKeys.at('/api/setup'));
          await navigate({ to: '/' });
        },
      },
    ),
  );
  return (
    <WelcomeFrame title="Welcome to Muster" text="Create the administrator. You can add more users later.">
      <FormElement onSubmit={submit}>
        <Stack gap="sm">
          <TextInput label="Name" autoComplete="name" withAsterisk {...form.getInputProps('name')} />
          <TextInput
            label="E-mail"
            type="email"
            autoComplete="username"
            withAsterisk
            {...form.getInputProps('email')}
          />
          <PasswordInput
            label="Password"
            description={passwordHelp}
            autoComplete="new-password"
            withAsterisk
            {...form.getInputProps('password')}
          />
          <PasswordInput
            label="Repeat the password"
            autoComplete="new-password"
            withAsterisk
            {...form.getInputProps('repeat')}
          />
          <ErrorAlert error={formError} />
          <Button type="submit" fullWidth mt="xs" loading={setup.isPending}>
            Create administrator
          </Button>
        </Stack>
      </FormElement>
    </WelcomeFrame>
  );
}
