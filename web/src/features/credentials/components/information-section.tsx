import { useState } from 'react';
import { KeyValue } from '../../../components/key-value.tsx';
import { RelativeTime } from '../../../components/relative-time.tsx';
import { Section } from '../../../components/section.tsx';
import { formatDay } from '../../../lib/format.ts';
import { notifyDone } from '../../../lib/notify.tsx';
import { splitFormError } from '../../../lib/split-form-error.ts';
import type { CredentialPartProps } from '../api/credential-types.ts';
import { useUpdateCredential } from '../api/use-update-credential.ts';
import { useCredentialForm } from '../use-credential-form.ts';
import { InformationFields } from './information-fields.tsx';
import { SectionForm } from './section-form.tsx';

export function InformationSection(props: CredentialPartProps) {
  const { credential, mayChange } = props;
  const [isEditing, setEditing] = useState(false);
  return (
    <Section
      title="Information"
      {...(mayChange ? { onEdit: () => setEditing(true) } : {})}
      isEditing={isEditing}
    >
      {isEditing ? (
        <InformationForm {...props} onClose={() => setEditing(false)} />
      ) : (
        <KeyValue
          items={[
            { label: 'Connector', value: credential.connectorName },
            { label: 'Owner', value: credential.owner },
            { label: 'Description', value: credential.description },
            { label: 'Expires', value: credential.expiresAt ? formatDay(credential.expiresAt) : null },
            { label: 'Last used', value: <RelativeTime value={credential.lastUsedAt} fallback="Never" /> },
            { label: 'Created', value: <RelativeTime value={credential.createdAt} /> },
          ]}
        />
      )}
    </Section>
  );
}

function InformationForm({
  credential,
  connector,
  method,
  onClose,
}: CredentialPartProps & { onClose: () => void }) {
  const form = useCredentialForm(connector, method, credential);
  const save = useUpdateCredential();
  const { fieldErrors, formError } = splitFormError(save.error, [
    'name',
    'owner',
    'description',
    'expiresAt',
  ]);
  const submit = () => {
    if (form.state.name.trim() === '') {
      form.setProblems({ name: 'Give the credential a name.' });
      return;
    }
    const { name, owner, description, expiresAt } = form.makeInput(false);
    save.mutate(
      {
        id: credential.id,
        change: { name, owner, description, ...(expiresAt === undefined ? {} : { expiresAt }) },
      },
      {
        onSuccess: () => {
          notifyDone('The information was saved.');
          onClose();
        },
      },
    );
  };
  return (
    <SectionForm error={formError} isSaving={save.isPending} onSave={submit} onCancel={onClose}>
      <InformationFields form={form} serverErrors={fieldErrors} />
    </SectionForm>
  );
}
