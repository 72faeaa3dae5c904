import { Alert } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useState } from 'react';
import { KeyValue, type KeyValueItem } from '../../../components/key-value.tsx';
import { RelativeTime } from '../../../components/relative-time.tsx';
import { Section } from '../../../components/section.tsx';
import { notifyDone } from '../../../lib/notify.tsx';
import { splitFormError } from '../../../lib/split-form-error.ts';
import type { CredentialPartProps } from '../api/credential-types.ts';
import { useUpdateCredential } from '../api/use-update-credential.ts';
import { useCredentialForm } from '../use-credential-form.ts';
import { AuthorizationFields } from './authorization-fields.tsx';
import { SectionForm } from './section-form.tsx';

export function AuthorizationSection(props: CredentialPartProps) {
  const [isEditing, setEditing] = useState(false);
  return (
    <Section
      title="Authorization"
      {...(props.mayChange ? { onEdit: () => setEditing(true) } : {})}
      isEditing={isEditing}
    >
      {isEditing ? (
        <AuthorizationForm {...props} onClose={() => setEditing(false)} />
      ) : (
        <KeyValue items={makeItems(props)} />
      )}
    </Section>
  );
}

function makeItems({ credential, method }: CredentialPartProps): KeyValueItem[] {
  return [
    { label: 'Type', value: method.title },
    ...method.fields.map((field) => ({
      label: field.title,
      value: field.isSecret
        ? credential.secretsSet.includes(field.key)
          ? 'Stored, never shown'
          : null
        : credential.fields[field.key],
    })),
    ...(credential.scopes.length > 0
      ? [{ label: 'Scopes', value: <code>{credential.scopes.join(' ')}</code> }]
      : []),
    ...(credential.kind === 'oauth2'
      ? [
          {
            label: 'Tokens renewed',
            value: <RelativeTime value={credential.refreshedAt} fallback="Not yet" />,
          },
          { label: 'Access token ends', value: <RelativeTime value={credential.accessTokenExpiresAt} /> },
        ]
      : []),
  ];
}

function AuthorizationForm({
  credential,
  connector,
  method,
  onClose,
}: CredentialPartProps & { onClose: () => void }) {
  const form = useCredentialForm(connector, method, credential);
  const save = useUpdateCredential();
  const { fieldErrors, formError } = splitFormError(
    save.error,
    form.state.method.fields.map((field) => field.key),
  );
  const submit = () => {
    if (!form.check()) return;
    const { methodId, fields, scopes } = form.makeInput(false);
    save.mutate(
      { id: credential.id, change: { methodId, fields, scopes } },
      {
        onSuccess: () => {
          notifyDone('The authorization was saved.');
          onClose();
        },
      },
    );
  };
  return (
    <SectionForm error={formError} isSaving={save.isPending} onSave={submit} onCancel={onClose}>
      <AuthorizationFields form={form} methods={connector.auth} serverErrors={fieldErrors} />
      {form.state.method.needsSignIn ? (
        <Alert icon={<IconInfoCircle size={18} />}>
          After a change here, press Re-authenticate so that the vendor gives new tokens.
        </Alert>
      ) : null}
    </SectionForm>
  );
}
