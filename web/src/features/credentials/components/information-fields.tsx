import { Stack, Textarea, TextInput } from '@mantine/core';
import { DateInput } from '../../../components/date-input.tsx';
import type { CredentialForm } from '../use-credential-form.ts';

/** Name, owner, description and expiration date. */
export function InformationFields({ credential }: { credential: CredentialForm }) {
  const { form, method } = credential;
  return (
    <Stack gap="sm">
      <NameField credential={credential} />
      <TextInput
        label="Owner"
        description="Who to ask when the credential stops working."
        {...form.getInputProps('owner')}
      />
      <Textarea label="Description" {...form.getInputProps('description')} />
      {method.needsSignIn ? null : (
        <DateInput
          label="Expiration date"
          description="The day the secret ends at the vendor. You are warned before."
          value={form.values.expiresAt}
          onChange={(instant) => form.setFieldValue('expiresAt', instant)}
          error={form.errors.expiresAt}
        />
      )}
    </Stack>
  );
}

export function NameField({ credential: { form } }: { credential: CredentialForm }) {
  return (
    <TextInput
      label="Name"
      description="Best: the system, the level of access and the type, e.g. Service desk read-only OAuth."
      withAsterisk
      {...form.getInputProps('name')}
    />
  );
}
