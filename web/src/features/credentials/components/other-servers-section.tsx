import { TagsInput, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { EditableSection } from '../../../components/editable-section.tsx';
import { ConflictNotice } from '../../../components/form/conflict-notice.tsx';
import { Form } from '../../../components/form/form.tsx';
import { useServerErrors } from '../../../components/form/use-server-errors.ts';
import type { CredentialDetail } from '../api/credential-types.ts';
import { useSavePart } from '../use-save-part.ts';

interface OtherServersProps {
  credential: CredentialDetail;
  mayChange: boolean;
}

const draftNameOf = ({ id }: CredentialDetail) => `credentials/${id}/other-servers`;

/** Servers besides its own that integrations may send the credential to. */
export function OtherServersSection({ credential, mayChange }: OtherServersProps) {
  return (
    <EditableSection
      title="Other servers"
      mayEdit={mayChange}
      draftName={draftNameOf(credential)}
      renderForm={(close) => <OtherServersForm credential={credential} onClose={close} />}
    >
      {credential.otherServers.length === 0 ? (
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
    </EditableSection>
  );
}

function OtherServersForm({ credential, onClose }: { credential: CredentialDetail; onClose: () => void }) {
  const form = useForm({ initialValues: { otherServers: credential.otherServers } });
  const part = useSavePart({ stored: credential, done: 'The other servers were saved.', onClose });
  const formError = useServerErrors(form, part.error, ['otherServers']);
  const submit = form.onSubmit((body) => part.save(body));
  return (
    <Form
      form={form}
      draftName={draftNameOf(credential)}
      onSubmit={submit}
      onCancel={onClose}
      submitLabel="Save"
      isPending={part.isPending}
      error={formError}
    >
      <TagsInput
        label="Other servers"
        description="Servers besides its own that integrations may send this credential to. Leave empty unless an integration sets another host."
        placeholder={form.values.otherServers.length === 0 ? 'server2.example.com:4443' : ''}
        {...form.getInputProps('otherServers')}
        splitChars={[',', ' ', '\n']}
        acceptValueOnBlur
        clearable
        clearButtonProps={{ 'aria-label': 'Remove all other servers' }}
      />
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
