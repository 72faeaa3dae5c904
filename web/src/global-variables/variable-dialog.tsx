import { Button, Checkbox, Group, Modal, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { ErrorAlert } from '../components/error-alert.tsx';
import { splitFormError } from '../lib/split-form-error.ts';
import { type GlobalVariable, useSaveGlobalVariable } from './use-global-variables.ts';
import type { WantedVariable } from './use-wanted-variables.ts';

interface VariableDialogProps {
  variable?: GlobalVariable | undefined;
  /** A new one that forms ask for: its key is fixed, and they say what the value is. */
  wanted?: Pick<WantedVariable, 'key' | 'isSecret' | 'fields' | 'example'> | undefined;
  onClose: () => void;
}

/** Adds a global variable, or changes one; the value of a secret is never shown again. */
export function VariableDialog({ variable, wanted, onClose }: VariableDialogProps) {
  const save = useSaveGlobalVariable();
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
  const { fieldErrors, formError } = splitFormError(save.error, ['key', 'value']);
  const submit = form.onSubmit(({ key, value, isSecret }) =>
    save.mutate(
      { id: variable?.id, key: key.trim(), value: wasSecret && value === '' ? undefined : value, isSecret },
      { onSuccess: onClose },
    ),
  );
  const valueProps = {
    label: 'Value',
    withAsterisk: !wasSecret,
    placeholder: wasSecret ? 'Unchanged' : wanted?.example ? `e.g. ${wanted.example}` : undefined,
    'data-autofocus': isKeyFixed || undefined,
    ...(wanted ? { description: `Fills ${wanted.fields.join(', ')} where left empty.` } : {}),
    ...form.getInputProps('value'),
    error: form.errors.value ?? fieldErrors.value,
    autoComplete: 'off',
    spellCheck: false,
  };
  return (
    <Modal opened onClose={onClose} title={makeTitle({ variable, wanted })}>
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          <TextInput
            label="Key"
            description="Vendor and name, such as Acme.Hostname. In templates: {{ Acme.Hostname }}."
            withAsterisk
            disabled={isKeyFixed}
            data-autofocus={!isKeyFixed || undefined}
            {...form.getInputProps('key')}
            error={form.errors.key ?? fieldErrors.key}
            autoComplete="off"
            spellCheck={false}
          />
          {form.values.isSecret ? <PasswordInput {...valueProps} /> : <TextInput {...valueProps} />}
          <Checkbox
            label="Secret"
            description="Stored encrypted, never shown again, and not available in mappings."
            {...form.getInputProps('isSecret', { type: 'checkbox' })}
          />
          <ErrorAlert error={formError} />
          <Group justify="flex-end" gap="xs" mt="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={save.isPending}>
              {variable ? 'Save' : 'Add'}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function makeTitle({ variable, wanted }: Pick<VariableDialogProps, 'variable' | 'wanted'>): string {
  if (variable) return `Change ${variable.key}`;
  return wanted ? `Create ${wanted.key}` : 'Add new variable';
}
