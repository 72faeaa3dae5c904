import { Alert } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { EditableSection } from '../../../components/editable-section.tsx';
import { ConflictNotice } from '../../../components/form/conflict-notice.tsx';
import { Form } from '../../../components/form/form.tsx';
import { useServerErrors } from '../../../components/form/use-server-errors.ts';
import { KeyValue, type KeyValueItem } from '../../../components/key-value.tsx';
import { RelativeTime } from '../../../components/relative-time.tsx';
import type { CredentialPartProps } from '../api/credential-types.ts';
import { listInputs, useCredentialForm } from '../use-credential-form.ts';
import { useSavePart } from '../use-save-part.ts';
import { AuthorizationFields } from './authorization-fields.tsx';
import { ChangeNotice } from './change-notice.tsx';

export function AuthorizationSection(props: CredentialPartProps) {
  return (
    <EditableSection
      title="Authorization"
      mayEdit={props.mayChange}
      draftName={draftNameOf(props)}
      renderForm={(close) => <AuthorizationForm {...props} onClose={close} />}
    >
      <KeyValue items={makeItems(props)} />
    </EditableSection>
  );
}

const draftNameOf = ({ credential }: CredentialPartProps) => `credentials/${credential.id}/authorization`;

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

function AuthorizationForm(props: CredentialPartProps & { onClose: () => void }) {
  const { credential: stored, connector, method, onClose } = props;
  const credential = useCredentialForm({ connector, method, stored, parts: ['authorization'] });
  const part = useSavePart({ stored, done: 'The authorization was saved.', onClose });
  const formError = useServerErrors(credential.form, part.error, listInputs(credential.method));
  const submit = credential.form.onSubmit(() => {
    const { methodId, fields, scopes } = credential.makeInput(false);
    part.save({ methodId, fields, scopes });
  });
  return (
    <Form
      form={credential.form}
      draftName={draftNameOf(props)}
      withoutSecrets={credential.withoutSecrets}
      onSubmit={submit}
      onCancel={onClose}
      submitLabel="Save"
      isPending={part.isPending}
      error={formError}
    >
      <AuthorizationFields credential={credential} />
      <ChangeNotice check={credential.changeCheck} />
      {credential.method.needsSignIn ? (
        <Alert icon={<IconInfoCircle size={18} />}>
          After a change here, press Re-authenticate so that the vendor gives new tokens.
        </Alert>
      ) : null}
      <ConflictNotice
        change={part.change}
        labels={{
          name: 'Name',
          owner: 'Owner',
          description: 'Description',
          expiresAt: 'Expiration date',
          fields: 'Fields',
          scopes: 'Scopes',
          otherServers: 'Other servers',
        }}
      />
    </Form>
  );
}
