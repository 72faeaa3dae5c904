import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { ErrorAlert } from '../../../components/error-alert.tsx';
import { checkEmail } from '../../../lib/check-account.ts';
import { queryKeys } from '../../../lib/query-keys.ts';
import { useTitle } from '../../../lib/use-title.ts';
import { useSignIn } from '../api/use-sign-in.ts';
import { WelcomeFrame } from './welcome-frame.tsx';

/** Signs in and goes back to where the person was. */
export function SignInPage() {
  useTitle('Sign in');
  const { redirect } = useSearch({ from: '/sign-in' });
  const router = useRouter();
  const queryClient = useQueryClient();
  const signIn = useSignIn();
  const form = useForm({
    initialValues: { email: '', password: '' },
    validate: {
      email: checkEmail,
      password: (value) => (value === '' ? 'Enter your password.' : null),
    },
  });
  const submit = form.onSubmit(({ email, password }) =>
    signIn.mutate(
      { body: { email: email.trim(), password } },
      {
        onSuccess: () => {
          queryClient.removeQueries(queryKeys.at('/api/me'));
          router.history.push(redirect ?? '/');
        },
        onError: () => form.setFieldValue('password', ''),
      },
    ),
  );
  return (
    <WelcomeFrame title="Sign in" text="People, software and SaaS accounts, in one true list.">
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          <TextInput
            label="E-mail"
            type="email"
            autoComplete="username"
            data-autofocus
            autoFocus
            {...form.getInputProps('email')}
          />
          <PasswordInput
            label="Password"
            autoComplete="current-password"
            {...form.getInputProps('password')}
          />
          <ErrorAlert error={signIn.error} />
          <Button type="submit" fullWidth mt="xs" loading={signIn.isPending}>
            Sign in
          </Button>
        </Stack>
      </form>
    </WelcomeFrame>
  );
}
