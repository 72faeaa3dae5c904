import { Alert, Button, Group, Select, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconAlertTriangle, IconPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { EditableSection } from '../../../components/editable-section.tsx';
import { ConflictNotice } from '../../../components/form/conflict-notice.tsx';
import { Form } from '../../../components/form/form.tsx';
import { isConflict, useGuardedChange } from '../../../components/form/use-guarded-change.ts';
import { KeyValue } from '../../../components/key-value.tsx';
import { StatusBadge } from '../../../components/status-badge.tsx';
import type { Integration } from '../../../data/use-integration.ts';
import { useMay } from '../../../session/use-may.ts';
import { useCredentialChoices } from '../api/use-credential-choices.ts';
import { useUpdateIntegration } from '../api/use-integration-actions.ts';
import type { IntegrationSectionProps } from '../use-open-sections.ts';
import { SaveError } from './save-error.tsx';

export function CredentialsSection({ integration, mayChange, state }: IntegrationSectionProps) {
  return (
    <EditableSection
      title="Credentials"
      mayEdit={mayChange}
      isFormOnly={integration.credentialId === null}
      state={state}
      draftName={`integrations/${integration.id}/credentials`}
      renderForm={(close) => <CredentialForm integration={integration} onDone={close} />}
    >
      <Facts integration={integration} />
    </EditableSection>
  );
}

function Facts({ integration }: { integration: Integration }) {
  if (integration.credentialId === null) return <Text c="dimmed">No credential is chosen yet.</Text>;
  return (
    <>
      <KeyValue
        columnCount={2}
        items={[
          {
            label: 'Credential',
            value: (
              <Group gap="xs">
                <Link
                  to="/credentials/$id"
                  params={{ id: String(integration.credentialId) }}
                  className="muster-link"
                >
                  {integration.credentialName}
                </Link>
                {integration.credentialStatus ? <StatusBadge status={integration.credentialStatus} /> : null}
              </Group>
            ),
          },
        ]}
      />
      {integration.credentialStatus === 'needs_reauthentication' ? (
        <Alert color="red" icon={<IconAlertTriangle size={18} />} mt="sm">
          The vendor no longer accepts this credential. Open it and authenticate it again; every integration
          that uses it works again then.
        </Alert>
      ) : null}
      {integration.credentialStatus === 'needs_secret' ? (
        <Alert color="red" icon={<IconAlertTriangle size={18} />} mt="sm">
          The address of this credential has changed since its secret was entered. Open it and enter the
          secret again; every integration that uses it works again then.
        </Alert>
      ) : null}
    </>
  );
}

function CredentialForm({ integration, onDone }: { integration: Integration; onDone: () => void }) {
  const { data: choices, error } = useCredentialChoices(integration.connectorId);
  const save = useUpdateIntegration();
  const mayCreate = useMay('administrator');
  const form = useForm({ initialValues: { credentialId: integration.credentialId } });
  const { credentialId } = form.values;
  const change = useGuardedChange(form, save.error);
  const submit = form.onSubmit((entered) => {
    const body = change.makeBody(entered);
    if (body) save.mutate({ params: { path: { id: integration.id } }, body }, { onSuccess: onDone });
    else onDone();
  });
  return (
    <Form
      form={form}
      draftName={`integrations/${integration.id}/credentials`}
      onSubmit={submit}
      onCancel={integration.credentialId === null ? undefined : onDone}
      submitLabel="Update"
      isPending={save.isPending}
      isSubmitDisabled={credentialId === null}
      maxWidth={560}
      otherButtons={mayCreate ? <NewCredentialButton integration={integration} /> : null}
    >
      <Select
        label="Credential"
        placeholder={choices?.length === 0 ? 'There is none for this connector yet' : 'Choose a credential'}
        data={(choices ?? []).map((credential) => ({ value: String(credential.id), label: credential.name }))}
        value={credentialId === null ? null : String(credentialId)}
        onChange={(id) => form.setFieldValue('credentialId', id === null ? null : Number(id))}
        disabled={!choices || choices.length === 0}
        searchable
      />
      <ConflictNotice change={change} labels={{ credentialId: 'Number of the credential' }} />
      <SaveError
        error={error ?? (isConflict(save.error) ? null : save.error)}
        credentialId={save.variables?.body.credentialId ?? null}
      />
      {mayCreate ? null : (
        <Text size="sm" c="dimmed">
          Credentials are added by an administrator, in Security &gt; Credentials.
        </Text>
      )}
    </Form>
  );
}

function NewCredentialButton({ integration }: { integration: Integration }) {
  return (
    <Button
      renderRoot={(props) => (
        <Link
          to="/credentials/new"
          search={{ connector: integration.connectorId, integration: String(integration.id) }}
          {...props}
        />
      )}
      variant="subtle"
      leftSection={<IconPlus size={16} />}
    >
      Create new credential
    </Button>
  );
}
