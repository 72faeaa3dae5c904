import { Alert, Button, Code, Group, Modal, Select, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconEyeOff } from '@tabler/icons-react';
import { CopyButton } from '../../../components/copy-button.tsx';
import { ErrorAlert } from '../../../components/error-alert.tsx';
import { hasRole, type Role, roleHelp, roleLabels } from '../../../lib/roles.ts';
import { splitFormError } from '../../../lib/split-form-error.ts';
import { useMe } from '../../../session/use-me.ts';
import { useCreateApiToken } from '../api/use-create-api-token.ts';

const lifetimes = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'One year' },
  { value: 'never', label: 'Never' },
];

const dayMs = 86_400_000;

/** Creates a token, then shows it this once. */
export function NewTokenDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const me = useMe();
  const create = useCreateApiToken();
  const form = useForm({
    initialValues: { name: '', role: 'viewer' as Role, lifetime: '90' },
    validate: { name: (value) => (value.trim() === '' ? 'Say what the token is for.' : null) },
  });
  const { fieldErrors, formError } = splitFormError(create.error, ['name', 'role', 'expiresAt']);
  const close = () => {
    onClose();
    create.reset();
    form.reset();
  };
  const submit = form.onSubmit(({ name, role, lifetime }) =>
    create.mutate({
      name: name.trim(),
      role,
      expiresAt: lifetime === 'never' ? null : new Date(Date.now() + Number(lifetime) * dayMs).toISOString(),
    }),
  );
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      title={create.data ? 'Your new token' : 'Create API token'}
      closeOnClickOutside={!create.data}
    >
      {create.data ? (
        <Stack gap="sm">
          <Alert icon={<IconEyeOff size={18} />} title="Copy it now">
            Muster keeps only a fingerprint. When this window is closed, nobody can show the token again.
          </Alert>
          <Group gap={6} wrap="nowrap" align="flex-start">
            <Code block style={{ flex: 1, whiteSpace: 'normal', overflowWrap: 'anywhere' }}>
              {create.data.secret}
            </Code>
            <CopyButton value={create.data.secret} what="token" />
          </Group>
          <Group justify="flex-end">
            <Button onClick={close}>I have copied it</Button>
          </Group>
        </Stack>
      ) : (
        <form onSubmit={submit} noValidate>
          <Stack gap="sm">
            <TextInput
              label="Name"
              description="What uses it, e.g. Nightly export."
              withAsterisk
              data-autofocus
              {...form.getInputProps('name')}
              error={form.errors.name ?? fieldErrors.name}
            />
            <Select
              label="Role"
              description={roleHelp[form.values.role]}
              data={Object.entries(roleLabels)
                .filter(([role]) => hasRole(me.role, role as Role))
                .map(([value, label]) => ({ value, label }))}
              allowDeselect={false}
              {...form.getInputProps('role')}
              error={fieldErrors.role}
            />
            <Select
              label="Expires after"
              data={lifetimes}
              allowDeselect={false}
              {...form.getInputProps('lifetime')}
              error={fieldErrors.expiresAt}
            />
            <ErrorAlert error={formError} />
            <Group justify="flex-end" gap="xs" mt="xs">
              <Button variant="default" onClick={close}>
                Cancel
              </Button>
              <Button type="submit" loading={create.isPending}>
                Create token
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  );
}
