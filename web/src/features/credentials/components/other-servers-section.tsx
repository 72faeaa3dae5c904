import { TagsInput, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { checkFieldValues, collectFieldValues } from '../../../components/definition-fields.ts';
import { EditableSection } from '../../../components/editable-section.tsx';
import { ConflictNotice } from '../../../components/form/conflict-notice.tsx';
import { Form } from '../../../components/form/form.tsx';
import { useServerErrors } from '../../../components/form/use-server-errors.ts';
import { FormField } from '../../../components/form-field.tsx';
import type { CredentialDetail, CredentialPartProps } from '../api/credential-types.ts';
import { useChangeCheck } from '../api/use-change-check.ts';
import { useSavePart } from '../use-save-part.ts';
import { ChangeNotice } from './change-notice.tsx';

const draftNameOf = ({ id }: CredentialDetail) => `credentials/${id}/other-servers`;

/** Servers besides its own that integrations may send the credential to. */
export function OtherServersSection(props: CredentialPartProps) {
  const { credential, mayChange } = props;
  return (
    <EditableSection
      title="Other servers"
      mayEdit={mayChange}
      draftName={draftNameOf(credential)}
      renderForm={(close) => <OtherServersForm {...props} onClose={close} />}
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

function OtherServersForm({ credential, method, onClose }: CredentialPartProps & { onClose: () => void }) {
  const form = useForm<{ otherServers: string[]; fields: Record<string, string> }>({
    initialValues: { otherServers: credential.otherServers, fields: {} },
  });
  const check = useChangeCheck(credential.id, { otherServers: form.values.otherServers });
  const needed = method.fields.filter(({ key }) => check?.needs.some((need) => need.key === key));
  const part = useSavePart({ stored: credential, done: 'The other servers were saved.', onClose });
  const formError = useServerErrors(form, part.error, [
    'otherServers',
    ...needed.map(({ key }) => `fields.${key}`),
  ]);
  const submit = form.onSubmit(({ otherServers, fields }) => {
    const problems = checkFieldValues(
      needed.map((field) => ({ ...field, isRequired: true })),
      fields,
      false,
    );
    if (Object.keys(problems).length > 0) {
      form.setErrors(
        Object.fromEntries(Object.entries(problems).map(([key, problem]) => [`fields.${key}`, problem])),
      );
      return;
    }
    const entered = collectFieldValues(needed, fields);
    part.save({ otherServers, ...(needed.length > 0 ? { fields: entered } : {}) });
  });
  return (
    <Form
      form={form}
      draftName={draftNameOf(credential)}
      withoutSecrets={(values: typeof form.values) => ({ ...values, fields: {} })}
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
      <ChangeNotice check={check} />
      {needed.map((field) => (
        <FormField
          key={field.key}
          field={{ ...field, isRequired: true }}
          value={form.values.fields[field.key] ?? ''}
          onChange={(value) => form.setFieldValue(`fields.${field.key}`, value)}
          error={form.errors[`fields.${field.key}`]}
        />
      ))}
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
