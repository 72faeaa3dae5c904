import { EditableSection } from '../../../components/editable-section.tsx';
import { ConflictNotice } from '../../../components/form/conflict-notice.tsx';
import { Form } from '../../../components/form/form.tsx';
import { useServerErrors } from '../../../components/form/use-server-errors.ts';
import { KeyValue } from '../../../components/key-value.tsx';
import { RelativeTime } from '../../../components/relative-time.tsx';
import { formatDay } from '../../../lib/format.ts';
import type { CredentialPartProps } from '../api/credential-types.ts';
import { listInputs, useCredentialForm } from '../use-credential-form.ts';
import { useSavePart } from '../use-save-part.ts';
import { InformationFields } from './information-fields.tsx';

const draftNameOf = ({ credential }: CredentialPartProps) => `credentials/${credential.id}/information`;

export function InformationSection(props: CredentialPartProps) {
  const { credential, mayChange } = props;
  return (
    <EditableSection
      title="Information"
      mayEdit={mayChange}
      draftName={draftNameOf(props)}
      renderForm={(close) => <InformationForm {...props} onClose={close} />}
    >
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
    </EditableSection>
  );
}

function InformationForm(props: CredentialPartProps & { onClose: () => void }) {
  const { credential: stored, connector, method, onClose } = props;
  const credential = useCredentialForm({ connector, method, stored, parts: ['information'] });
  const part = useSavePart({ stored, done: 'The information was saved.', onClose });
  const formError = useServerErrors(credential.form, part.error, listInputs(method));
  const submit = credential.form.onSubmit(() => {
    const { name, owner, description, expiresAt } = credential.makeInput(false);
    part.save({ name, owner, description, ...(expiresAt === undefined ? {} : { expiresAt }) });
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
      <InformationFields credential={credential} />
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
