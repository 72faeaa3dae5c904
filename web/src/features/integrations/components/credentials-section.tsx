import { Alert, Button, Group, Select, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { KeyValue } from '../../../components/key-value.tsx';
import { Section } from '../../../components/section.tsx';
import { StatusBadge } from '../../../components/status-badge.tsx';
import { useMay } from '../../../session/use-may.ts';
import type { Integration } from '../api/integration-types.ts';
import { useCredentialChoices } from '../api/use-credential-choices.ts';
import { useUpdateIntegration } from '../api/use-integration-actions.ts';
import type { SectionState } from '../use-open-sections.ts';
import { SaveError } from './save-error.tsx';

export function CredentialsSection({
  integration,
  mayChange,
  state,
}: {
  integration: Integration;
  mayChange: boolean;
  state: SectionState;
}) {
  const { id, isEditing, setEditing } = state;
  return (
    <div id={id}>
      <Section
        title="Credentials"
        isEditing={isEditing}
        {...(mayChange ? { onEdit: () => setEditing(true) } : {})}
      >
        {isEditing || (integration.credentialId === null && mayChange) ? (
          <CredentialForm integration={integration} onDone={() => setEditing(false)} />
        ) : (
          <Facts integration={integration} />
        )}
      </Section>
    </div>
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
          The vendor no longer accepts this credential. Open it and click Re-authenticate; every integration
          that uses it works again then.
        </Alert>
      ) : null}
    </>
  );
}

function CredentialForm({ integration, onDone }: { integration: Integration; onDone: () => void }) {
  const { data: choices, error } = useCredentialChoices(integration.connectorId);
  const [chosen, setChosen] = useState(
    integration.credentialId === null ? null : String(integration.credentialId),
  );
  const save = useUpdateIntegration(integration.id);
  const mayCreate = useMay('administrator');
  return (
    <Stack gap="md" maw={560}>
      <Select
        label="Credential"
        placeholder={choices?.length === 0 ? 'There is none for this connector yet' : 'Choose a credential'}
        data={(choices ?? []).map((credential) => ({ value: String(credential.id), label: credential.name }))}
        value={chosen}
        onChange={setChosen}
        disabled={!choices || choices.length === 0}
        searchable
      />
      <SaveError error={error ?? save.error} credentialId={save.variables?.credentialId ?? null} />
      <Group gap="xs">
        <Button
          disabled={chosen === null}
          loading={save.isPending}
          onClick={() => save.mutate({ credentialId: Number(chosen) }, { onSuccess: onDone })}
        >
          Update
        </Button>
        {integration.credentialId === null ? null : (
          <Button variant="default" onClick={onDone}>
            Cancel
          </Button>
        )}
        {mayCreate ? (
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
        ) : null}
      </Group>
      {mayCreate ? null : (
        <Text size="sm" c="dimmed">
          Credentials are added by an administrator, in Security &gt; Credentials.
        </Text>
      )}
    </Stack>
  );
}
