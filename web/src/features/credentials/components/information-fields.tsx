import { Stack, Textarea, TextInput } from '@mantine/core';
import type { CredentialForm } from '../use-credential-form.ts';

interface InformationFieldsProps {
  form: CredentialForm;
  serverErrors?: Record<string, string>;
}

/** Name, owner, description and expiration date. */
export function InformationFields({ form, serverErrors = {} }: InformationFieldsProps) {
  const { state, problems } = form;
  return (
    <Stack gap="sm">
      <NameField form={form} serverErrors={serverErrors} />
      <TextInput
        label="Owner"
        description="Who to ask when the credential stops working."
        value={state.owner}
        onChange={(event) => form.change({ owner: event.currentTarget.value })}
        error={serverErrors.owner}
      />
      <Textarea
        label="Description"
        value={state.description}
        onChange={(event) => form.change({ description: event.currentTarget.value })}
        error={serverErrors.description}
      />
      {state.method.needsSignIn ? null : (
        <TextInput
          label="Expiration date"
          type="date"
          description="The day the secret ends at the vendor. You are warned before."
          value={state.expiresOn}
          onChange={(event) => form.change({ expiresOn: event.currentTarget.value })}
          error={problems.expiresAt ?? serverErrors.expiresAt}
        />
      )}
    </Stack>
  );
}

export function NameField({ form, serverErrors = {} }: InformationFieldsProps) {
  return (
    <TextInput
      label="Name"
      description="Best: the system, the level of access and the type, e.g. Service desk read-only OAuth."
      withAsterisk
      value={form.state.name}
      onChange={(event) => {
        form.change({ name: event.currentTarget.value });
        form.setProblems(({ name: _solved, ...others }) => others);
      }}
      error={form.problems.name ?? serverErrors.name}
    />
  );
}
