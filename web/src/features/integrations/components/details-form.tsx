import { MultiSelect, NumberInput, Radio, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { ConflictNotice } from '../../../components/form/conflict-notice.tsx';
import { Form } from '../../../components/form/form.tsx';
import { isConflict, useGuardedChange } from '../../../components/form/use-guarded-change.ts';
import { useServerErrors } from '../../../components/form/use-server-errors.ts';
import { FormField } from '../../../components/form-field.tsx';
import type { Connector } from '../../../data/use-connector.ts';
import type { Integration } from '../../../data/use-integration.ts';
import {
  absenceLabels,
  neverRetires,
  preferenceLabels,
  userSelectionLabels,
} from '../api/integration-types.ts';
import { useContacts } from '../api/use-contacts.ts';
import { useUpdateIntegration } from '../api/use-integration-actions.ts';
import { SaveError } from './save-error.tsx';

interface DetailsFormProps {
  integration: Integration;
  connector: Connector | undefined;
  onDone: () => void;
}

const inputs = [
  'name',
  'integrationUser',
  'contacts',
  'absencePolicy',
  'retireLimitPercent',
  'driftPoints',
  'driftFactor',
  'driftFirstPercent',
  'caBundlePem',
];

export function DetailsForm({ integration, connector, onDone }: DetailsFormProps) {
  const settings = connector?.settings ?? [];
  const { data: contacts = [] } = useContacts(true);
  const save = useUpdateIntegration();
  const form = useForm({
    initialValues: {
      name: integration.name,
      userSelection: integration.userSelection,
      preference: integration.preference,
      integrationUser: integration.integrationUser,
      contacts: integration.contacts,
      settings: integration.settings,
      absencePolicy: integration.absencePolicy,
      retireLimitPercent: integration.retireLimitPercent,
      driftPoints: integration.driftPoints,
      driftFactor: integration.driftFactor,
      driftFirstPercent: integration.driftFirstPercent,
      caBundlePem: integration.caBundlePem,
    },
    validate: {
      name: (value) => (value.trim() === '' ? 'Give the integration a name.' : null),
      integrationUser: (value) =>
        value.trim() === '' ? 'Name the user that changes are attributed to.' : null,
    },
  });
  const { values } = form;
  const formError = useServerErrors(form, save.error, [
    ...inputs,
    ...settings.map((field) => `settings.${field.key}`),
  ]);
  const change = useGuardedChange(form, save.error);
  const submit = form.onSubmit((entered) => {
    const body = change.makeBody(entered);
    if (body) save.mutate({ params: { path: { id: integration.id } }, body }, { onSuccess: onDone });
    else onDone();
  });
  return (
    <Form
      form={form}
      draftName={`integrations/${integration.id}/details`}
      onSubmit={submit}
      onCancel={onDone}
      submitLabel="Update"
      isPending={save.isPending}
      maxWidth={640}
    >
      <TextInput label="Name" withAsterisk {...form.getInputProps('name')} />
      {integration.mayFillSaas ? (
        <LabeledRadios
          label="User Selection"
          choices={userSelectionLabels}
          {...form.getInputProps('userSelection')}
        />
      ) : null}
      <LabeledRadios
        label="Integration preferences"
        choices={preferenceLabels}
        {...form.getInputProps('preference')}
      />
      <TextInput
        label="Integration user"
        description="Changes are attributed to this name. One name per integration makes its records easy to find."
        withAsterisk
        {...form.getInputProps('integrationUser')}
      />
      <MultiSelect
        label="Integration contacts"
        description="Told when a session fails, takes longer than 24 hours, or a scheduled run does not start. Nobody chosen: all administrators."
        data={contacts.map((contact) => ({ value: String(contact.id), label: contact.name }))}
        value={values.contacts.map(String)}
        onChange={(ids) => form.setFieldValue('contacts', ids.map(Number))}
        error={form.errors.contacts}
        searchable
        clearable
      />
      {settings.map((field) => (
        <FormField
          key={field.key}
          field={field}
          value={values.settings[field.key] ?? ''}
          error={form.errors[`settings.${field.key}`]}
          onChange={(value) => form.setFieldValue(`settings.${field.key}`, value)}
        />
      ))}
      <Select
        label="Records that are missing at the vendor"
        description={integration.mayRetire ? absenceLabels[values.absencePolicy].help : neverRetires}
        disabled={!integration.mayRetire}
        data={Object.entries(absenceLabels).map(([value, { label }]) => ({ value, label }))}
        allowDeselect={false}
        {...form.getInputProps('absencePolicy')}
      />
      <NumberInput
        label="At most in one session"
        description="When more are missing, the vendor may have left them out: nothing is retired or deactivated, and the session says so."
        suffix=" %"
        min={0}
        max={100}
        maw={200}
        {...form.getInputProps('retireLimitPercent')}
        onChange={(value) => form.setFieldValue('retireLimitPercent', Number(value) || 0)}
      />
      <NumberInput
        label="Something fell silent: rise"
        description="A session tells its contacts when the share of records that are skipped, fail or lack a sync key has risen by more percentage points than this"
        suffix=" points"
        min={0}
        max={100}
        allowDecimal={false}
        maw={200}
        {...form.getInputProps('driftPoints')}
      />
      <NumberInput
        label="Something fell silent: factor"
        description="and to more than this many times what the last five sessions had (their median)."
        suffix=" times"
        min={1}
        max={100}
        maw={200}
        {...form.getInputProps('driftFactor')}
      />
      <NumberInput
        label="Something fell silent: first session"
        description="Share that is too much where no session before tells what is usual."
        suffix=" %"
        min={0}
        max={100}
        allowDecimal={false}
        maw={200}
        {...form.getInputProps('driftFirstPercent')}
      />
      <Textarea
        label="CA certificate (PEM)"
        description="Only for a vendor server whose certificate your own authority has signed. Paste the authority's certificate, never a private key."
        autosize
        minRows={2}
        maxRows={8}
        value={values.caBundlePem ?? ''}
        error={form.errors.caBundlePem}
        onChange={(event) => form.setFieldValue('caBundlePem', event.currentTarget.value || null)}
      />
      <ConflictNotice change={change} labels={labels} />
      <SaveError error={isConflict(formError) ? null : formError} credentialId={integration.credentialId} />
    </Form>
  );
}

/** What the inputs are called where somebody else's change is told. */
const labels = {
  name: 'Name',
  userSelection: 'User Selection',
  preference: 'Integration preferences',
  integrationUser: 'Integration user',
  contacts: 'Integration contacts',
  settings: 'Settings of the vendor',
  absencePolicy: 'Records that are missing at the vendor',
  retireLimitPercent: 'At most in one session',
  caBundlePem: 'CA certificate (PEM)',
};

interface LabeledRadiosProps {
  label: string;
  choices: Record<string, { label: string; help: string }>;
  value?: string;
  onChange?: (value: string) => void;
}

/** A few ways to choose from, each with what it means. */
function LabeledRadios({ label, choices, ...input }: LabeledRadiosProps) {
  return (
    <Radio.Group label={label} {...input}>
      <Stack gap={6} mt={4}>
        {Object.entries(choices).map(([value, choice]) => (
          <Radio key={value} value={value} label={choice.label} description={choice.help} />
        ))}
      </Stack>
    </Radio.Group>
  );
}
