import {
  Alert,
  Button,
  Group,
  MultiSelect,
  NumberInput,
  Radio,
  Select,
  Stack,
  Textarea,
  TextInput,
} from '@mantine/core';
import { useState } from 'react';
import { FormField } from '../../../components/form-field.tsx';
import { KeyValue } from '../../../components/key-value.tsx';
import { Section } from '../../../components/section.tsx';
import { ApiError } from '../../../lib/api-error.ts';
import {
  absenceLabels,
  type Connector,
  type Integration,
  type IntegrationChange,
  preferenceLabels,
  userSelectionLabels,
} from '../api/integration-types.ts';
import { useContacts } from '../api/use-contacts.ts';
import { useUpdateIntegration } from '../api/use-integration-actions.ts';
import type { SectionState } from '../use-open-sections.ts';
import { SaveError } from './save-error.tsx';

interface Props {
  integration: Integration;
  connector: Connector | undefined;
  mayChange: boolean;
}

export function DetailsSection(props: Props & { state: SectionState }) {
  const { id, isEditing, setEditing } = props.state;
  return (
    <div id={id}>
      <Section
        title="Integration details"
        isEditing={isEditing}
        {...(props.mayChange ? { onEdit: () => setEditing(true) } : {})}
      >
        {isEditing ? (
          <DetailsForm {...props} onDone={() => setEditing(false)} />
        ) : (
          <DetailsFacts {...props} />
        )}
      </Section>
    </div>
  );
}

function DetailsFacts({ integration, connector, mayChange }: Props) {
  const { data: contacts = [] } = useContacts(mayChange);
  const names = integration.contacts.map(
    (id) => contacts.find((contact) => contact.id === id)?.name ?? `User ${id}`,
  );
  const settings = (connector?.settings ?? []).map((field) => ({
    label: field.title,
    value: integration.settings[field.key],
  }));
  return (
    <KeyValue
      columnCount={2}
      items={[
        { label: 'Name', value: integration.name },
        ...(integration.mayFillSaas
          ? [{ label: 'User Selection', value: userSelectionLabels[integration.userSelection].label }]
          : []),
        { label: 'Integration preferences', value: preferenceLabels[integration.preference].label },
        { label: 'Integration user', value: integration.integrationUser },
        { label: 'Integration contacts', value: names.length > 0 ? names.join(', ') : 'all administrators' },
        ...settings,
        {
          label: 'Missing at the vendor',
          value: `${absenceLabels[integration.absencePolicy].label}, at most ${integration.retireLimitPercent} % in one session`,
        },
        {
          label: 'CA certificate',
          value: integration.caBundlePem ? 'An extra certificate is trusted' : 'Public authorities only',
        },
      ]}
    />
  );
}

function DetailsForm({ integration, connector, onDone }: Props & { onDone: () => void }) {
  const [draft, setDraft] = useState<IntegrationChange>({
    name: integration.name,
    userSelection: integration.userSelection,
    preference: integration.preference,
    integrationUser: integration.integrationUser,
    contacts: integration.contacts,
    settings: integration.settings,
    absencePolicy: integration.absencePolicy,
    retireLimitPercent: integration.retireLimitPercent,
    caBundlePem: integration.caBundlePem,
  });
  const { data: contacts = [] } = useContacts(true);
  const save = useUpdateIntegration(integration.id);
  const set = (change: IntegrationChange) => setDraft((before) => ({ ...before, ...change }));
  const failedField = save.error instanceof ApiError ? save.error.field : undefined;
  const errorOf = (field: string) => (failedField === field ? save.error?.message : undefined);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(draft, { onSuccess: onDone });
      }}
    >
      <Stack gap="md" maw={640}>
        <TextInput
          label="Name"
          required
          value={draft.name ?? ''}
          error={errorOf('name')}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        {integration.mayFillSaas ? (
          <Radio.Group
            label="User Selection"
            value={draft.userSelection ?? null}
            onChange={(value) => set({ userSelection: value as Integration['userSelection'] })}
          >
            <Stack gap={6} mt={4}>
              {Object.entries(userSelectionLabels).map(([value, { label, help }]) => (
                <Radio key={value} value={value} label={label} description={help} />
              ))}
            </Stack>
          </Radio.Group>
        ) : null}
        <Radio.Group
          label="Integration preferences"
          value={draft.preference ?? null}
          onChange={(value) => set({ preference: value as Integration['preference'] })}
        >
          <Stack gap={6} mt={4}>
            {Object.entries(preferenceLabels).map(([value, { label, help }]) => (
              <Radio key={value} value={value} label={label} description={help} />
            ))}
          </Stack>
        </Radio.Group>
        <TextInput
          label="Integration user"
          description="Changes are attributed to this name. One name per integration makes its records easy to find."
          required
          value={draft.integrationUser ?? ''}
          onChange={(event) => set({ integrationUser: event.currentTarget.value })}
        />
        <MultiSelect
          label="Integration contacts"
          description="Told when a session fails, takes longer than 24 hours, or a scheduled run does not start. Nobody chosen: all administrators."
          data={contacts.map((contact) => ({ value: String(contact.id), label: contact.name }))}
          value={(draft.contacts ?? []).map(String)}
          onChange={(values) => set({ contacts: values.map(Number) })}
          searchable
          clearable
        />
        {connector?.settings.map((field) => (
          <FormField
            key={field.key}
            field={field}
            value={draft.settings?.[field.key] ?? ''}
            error={errorOf(`settings.${field.key}`)}
            onChange={(value) => set({ settings: { ...draft.settings, [field.key]: value } })}
          />
        ))}
        <Select
          label="Records that are missing at the vendor"
          description={absenceLabels[draft.absencePolicy ?? 'keep'].help}
          data={Object.entries(absenceLabels).map(([value, { label }]) => ({ value, label }))}
          value={draft.absencePolicy ?? null}
          onChange={(value) => value && set({ absencePolicy: value as Integration['absencePolicy'] })}
          allowDeselect={false}
        />
        <NumberInput
          label="At most in one session"
          description="When more are missing, the vendor may have left them out: nothing is retired or deactivated, and the session says so."
          suffix=" %"
          min={0}
          max={100}
          value={draft.retireLimitPercent ?? 20}
          onChange={(value) => set({ retireLimitPercent: Number(value) || 0 })}
          maw={200}
        />
        <Textarea
          label="CA certificate (PEM)"
          description="Only for a vendor server whose certificate your own authority has signed. Paste the authority's certificate, never a private key."
          autosize
          minRows={2}
          maxRows={8}
          value={draft.caBundlePem ?? ''}
          error={errorOf('caBundlePem')}
          onChange={(event) =>
            set({ caBundlePem: event.currentTarget.value === '' ? null : event.currentTarget.value })
          }
        />
        {save.error && !failedField ? (
          <SaveError error={save.error} credentialId={integration.credentialId} />
        ) : null}
        {failedField &&
        !['name', 'caBundlePem'].includes(failedField) &&
        !failedField.startsWith('settings.') ? (
          <Alert color="red">{save.error?.message}</Alert>
        ) : null}
        <Group gap="xs">
          <Button type="submit" loading={save.isPending}>
            Update
          </Button>
          <Button variant="default" onClick={onDone}>
            Cancel
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
