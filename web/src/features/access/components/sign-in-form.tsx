import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { ErrorAlert } from '../../../components/error-alert.tsx';
import { FormElement } from '../../../components/form/form-element.tsx';
import { checkEmail } from '../../../lib/check-account.ts';
import { useSignIn, wantsSecondFactor } from '../api/use-sign-in.ts';
import { SecondFactorForm } from './second-factor-form.tsx';

interface SignInFormProps {
  /** Who was signed in before, when the session has ended. */
  email?: string;
  onSignedIn: () => unknown;
}

/** E-mail address and password, then the second factor of whoever has one; of the page, and over a page whose session has ended. */
export function SignInForm({ email: known = '', onSignedIn }: SignInFormProps) {
  const signIn = useSignIn();
  const form = useForm({
    initialValues: { email: known, password: '' },
    validate: {
      email: checkEmail,
      password: (value) => (value === '' ? 'Enter your password.' : null),
    },
  });
  const submit = form.onSubmit(({ email, password }) =>
    signIn.mutate(
      { body: { email: email.trim(), password } },
      {
        onSuccess: (answer) => (wantsSecondFactor(answer) ? undefined : onSignedIn()),
        onError: () => form.setFieldValue('password', ''),
      },
    ),
  );
  if (wantsSecondFactor(signIn.data)) {
    const startAgain = () => {
      form.setFieldValue('password', '');
      signIn.reset();
    };
    return <SecondFactorForm wanted={signIn.data} onSignedIn={onSignedIn} onBack={startAgain} />;
  }
  return (
    <FormElement onSubmit={submit}>
      <Stack gap="sm">
        <TextInput
          label="E-mail"
          type="email"
          autoComplete="username"
          data-autofocus={known === '' || undefined}
          autoFocus={known === ''}
          {...form.getInputProps('email')}
        />
        <PasswordInput
          label="Password"
          autoComplete="current-password"
          data-autofocus={known !== '' || undefined}
          {...form.getInputProps('password')}
        />
        <ErrorAlert error={signIn.error} />
        <Button type="submit" fullWidth mt="xs" loading={signIn.isPending}>
          Sign in
        </Button>
      </Stack>
    </FormElement>
  );
}
