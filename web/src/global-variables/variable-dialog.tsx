import { Alert, Checkbox, PasswordInput, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconAlertTriangle } from '@tabler/icons-react';
import { ConflictNotice } from '../components/form/conflict-notice.tsx';
import { FormDialog } from '../components/form/form-dialog.tsx';
import { isConflict, useGuardedChange } from '../components/form/use-guarded-change.ts';
import { useServerErrors } from '../components/form/use-server-errors.ts';
import {
  type GlobalVariable,
  useCreateGlobalVariable,
  useUpdateGlobalVariable,
  useVariableStops,
} from './use-global-variable-changes.ts';
import type { WantedVariable } from './use-wanted-variables.ts';

interface VariableDialogProps {
  variable?: GlobalVariable | undefined;
  /** A new one that forms ask for: its key is fixed, and they say what the value is. */
  wanted?: Pick<WantedVariable, 'key' | 'isSecret' | 'fields' | 'example'> | undefined;
  onClose: () => void;
}

const inputs = ['key', 'value'];

/** Adds a global variable, or changes one; the value of a secret is never shown again. */
export function VariableDialog({ variable, wanted, onClose }: VariableDialogProps) {
  const create = useCreateGlobalVariable();
  const update = useUpdateGlobalVariable();
  const wasSecret = variable?.isSecret === true;
  const isKeyFixed = variable !== undefined || wanted !== undefined;
  const form = useForm({
    initialValues: {
      key: variable?.key ?? wanted?.key ?? '',
      value: variable?.value ?? '',
      isSecret: variable?.isSecret ?? wanted?.isSecret ?? false,
    },
    validate: {
      key: (key) =>
        /^[A-Za-z]\w*\.[A-Za-z]\w*$/.test(key.trim())
          ? null
          : 'Write it as Vendor.Key, e.g. Acme.Hostname, with letters, digits and underscores.',
      value: (value) => (value === '' && !wasSecret ? 'Enter the value.' : null),
    },
  });
  const formError = useServerErrors(form, create.error ?? update.error, inputs);
  // What a secret value is for is decided by entering it.
  const stops = useVariableStops(
    form.values.isSecret ? undefined : { key: form.values.key, value: form.values.value },
  );
  const change = useGuardedChange(form, update.error);
  const submit = form.onSubmit(({ key, value, isSecret }) => {
    const options = { onSuccess: onClose };
    if (!variable) {
      create.mutate({ body: { key: key.trim(), value, isSecret } }, options);
      return;
    }
    // A secret left empty stays as it is; of one nobody sees what it was.
    const body = change.makeBody({ key: variable.key, isSecret, value });
    if (!body) {
      onClose();
      return;
    }
    const { value: _shown, ...expected } = body.expected;
    update.mutate(
      {
        params: { path: { id: variable.id } },
        body: { ...body, expected: wasSecret ? expected : body.expected },
      },
      options,
    );
  });
  const valueProps = {
    label: 'Value',
    withAsterisk: !wasSecret,
    placeholder: wasSecret ? 'Unchanged' : wanted?.example ? `e.g. ${wanted.example}` : undefined,
    'data-autofocus': isKeyFixed || undefined,
    ...(wanted ? { description: `Fills ${wanted.fields.join(', ')} where left empty.` } : {}),
    ...form.getInputProps('value'),
    autoComplete: 'off',
    spellCheck: false,
  };
  return (
    <FormDialog
      form={form}
      draftName={`global-variables/${variable?.id ?? 'new'}`}
      withoutSecrets={(values: typeof form.values) => (values.isSecret ? { ...values, value: '' } : values)}
      title={makeTitle({ variable, wanted })}
      onClose={onClose}
      onSubmit={submit}
      submitLabel={variable ? 'Save' : 'Add'}
      isPending={create.isPending || update.isPending}
      error={isConflict(formError) ? null : formError}
    >
      <ConflictNotice change={change} labels={{ value: 'Value', isSecret: 'Secret' }} />
      <TextInput
        label="Key"
        description="Vendor and name, such as Acme.Hostname. In templates: {{ Acme.Hostname }}."
        withAsterisk
        disabled={isKeyFixed}
        data-autofocus={!isKeyFixed || undefined}
        {...form.getInputProps('key')}
        autoComplete="off"
        spellCheck={false}
      />
      {form.values.isSecret ? <PasswordInput {...valueProps} /> : <TextInput {...valueProps} />}
      <div aria-live="polite">
        {stops && stops.length > 0 ? (
          <Alert color="yellow" icon={<IconAlertTriangle size={18} />} title="Credentials that stop">
            {stops.map(({ id, name, hosts, integrations }) => (
              <div key={id}>
                {name} needs its secret again for {hosts.join(', ')}
                {integrations.length > 0
                  ? `; until then ${integrations.map((used) => used.name).join(', ')} cannot run`
                  : ''}
                .
              </div>
            ))}
          </Alert>
        ) : null}
      </div>
      <Checkbox
        label="Secret"
        description="Stored encrypted, never shown again, and not available in mappings."
        {...form.getInputProps('isSecret', { type: 'checkbox' })}
      />
    </FormDialog>
  );
}

function makeTitle({ variable, wanted }: Pick<VariableDialogProps, 'variable' | 'wanted'>): string {
  if (variable) return `Change ${variable.key}`;
  return wanted ? `Create ${wanted.key}` : 'Add new variable';
}
