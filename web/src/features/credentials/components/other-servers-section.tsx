import { TagsInput, Text } from '@mantine/core';
import { useState } from 'react';
import { Section } from '../../../components/section.tsx';
import { notifyDone } from '../../../lib/notify.tsx';
import { splitFormError } from '../../../lib/split-form-error.ts';
import type { CredentialDetail } from '../api/credential-types.ts';
import { useUpdateCredential } from '../api/use-update-credential.ts';
import { SectionForm } from './section-form.tsx';

interface OtherServersProps {
  credential: CredentialDetail;
  mayChange: boolean;
}

/** Servers besides its own that integrations may send the credential to. */
export function OtherServersSection({ credential, mayChange }: OtherServersProps) {
  const [isEditing, setEditing] = useState(false);
  return (
    <Section
      title="Other servers"
      {...(mayChange ? { onEdit: () => setEditing(true) } : {})}
      isEditing={isEditing}
    >
      {isEditing ? (
        <OtherServersForm credential={credential} onClose={() => setEditing(false)} />
      ) : credential.otherServers.length === 0 ? (
        <Text c="dimmed">Integrations send this credential to its own server only.</Text>
      ) : (
        <ul style={{ margin: 0, paddingLeft: 18 }}>
          {credential.otherServers.map((server) => (
            <li key={server} style={{ overflowWrap: 'anywhere' }}>
              <code>{server}</code>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function OtherServersForm({ credential, onClose }: { credential: CredentialDetail; onClose: () => void }) {
  const [servers, setServers] = useState(credential.otherServers);
  const save = useUpdateCredential();
  const { fieldErrors, formError } = splitFormError(save.error, ['otherServers']);
  const submit = () =>
    save.mutate(
      { id: credential.id, change: { otherServers: servers } },
      {
        onSuccess: () => {
          notifyDone('The other servers were saved.');
          onClose();
        },
      },
    );
  return (
    <SectionForm error={formError} isSaving={save.isPending} onSave={submit} onCancel={onClose}>
      <TagsInput
        label="Other servers"
        description="Servers besides its own that integrations may send this credential to. Leave empty unless an integration sets another host."
        placeholder={servers.length === 0 ? 'server2.example.com:4443' : ''}
        value={servers}
        onChange={setServers}
        splitChars={[',', ' ', '\n']}
        acceptValueOnBlur
        clearable
        clearButtonProps={{ 'aria-label': 'Remove all other servers' }}
        error={fieldErrors.otherServers}
      />
    </SectionForm>
  );
}
