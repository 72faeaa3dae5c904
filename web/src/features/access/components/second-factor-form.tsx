import { Anchor, Button, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconFingerprint } from '@tabler/icons-react';
import { useState } from 'react';
import { ErrorAlert } from '../../../components/error-alert.tsx';
import { FormElement } from '../../../components/form/form-element.tsx';
import { type SecondFactorWanted, useSecondStep } from '../api/use-sign-in.ts';
import { showPasskey } from '../passkey-support.ts';

interface SecondFactorFormProps {
  wanted: SecondFactorWanted;
  onSignedIn: () => unknown;
  onBack: () => void;
}

/** The second step of signing in: a code of the app, a passkey, or a recovery code when both are lost. */
export function SecondFactorForm({ wanted, onSignedIn, onBack }: SecondFactorFormProps) {
  const { signInToken, hasTotp, passkeyOptions } = wanted;
  const step = useSecondStep();
  const [isRecovering, setRecovering] = useState(!hasTotp && !passkeyOptions);
  const [passkeyError, setPasskeyError] = useState<unknown>();
  const form = useForm({
    initialValues: { code: '' },
    validate: { code: (value) => (value.trim() === '' ? 'Enter the code.' : null) },
  });
  const submit = form.onSubmit(({ code }) => {
    const kind = isRecovering ? ('recovery_code' as const) : ('totp' as const);
    step.mutate(
      { body: { signInToken, proof: { kind, code } } },
      { onSuccess: onSignedIn, onError: () => form.setFieldValue('code', '') },
    );
  });
  const usePasskey = async () => {
    setPasskeyError(undefined);
    try {
      const answer = await showPasskey(passkeyOptions ?? {});
      step.mutate({ body: { signInToken, proof: { kind: 'passkey', answer } } }, { onSuccess: onSignedIn });
    } catch (err) {
      setPasskeyError(err);
    }
  };
  const hasCode = hasTotp || isRecovering;
  return (
    <FormElement onSubmit={submit}>
      <Stack gap="sm">
        <Text>The password is right. Your account has a second factor.</Text>
        {passkeyOptions && !isRecovering ? (
          <Button
            variant={hasTotp ? 'default' : 'filled'}
            leftSection={<IconFingerprint size={18} />}
            onClick={() => void usePasskey()}
            loading={step.isPending}
            fullWidth
          >
            Use a passkey
          </Button>
        ) : null}
        {hasCode ? (
          <TextInput
            key={String(isRecovering)}
            label={isRecovering ? 'Recovery code' : 'Code of your authenticator app'}
            description={isRecovering ? 'Each of them counts once.' : undefined}
            autoComplete="one-time-code"
            inputMode={isRecovering ? 'text' : 'numeric'}
            data-autofocus
            autoFocus
            {...form.getInputProps('code')}
          />
        ) : null}
        <ErrorAlert error={passkeyError ?? step.error} />
        {hasCode ? (
          <Button type="submit" fullWidth mt="xs" loading={step.isPending}>
            Sign in
          </Button>
        ) : null}
        {hasTotp || passkeyOptions ? (
          <Anchor
            component="button"
            type="button"
            size="sm"
            onClick={() => {
              setRecovering(!isRecovering);
              form.reset();
              step.reset();
            }}
          >
            {isRecovering ? 'Use my second factor' : 'I have lost it: use a recovery code'}
          </Anchor>
        ) : null}
        <Anchor component="button" type="button" size="sm" onClick={onBack}>
          Start again
        </Anchor>
      </Stack>
    </FormElement>
  );
}
