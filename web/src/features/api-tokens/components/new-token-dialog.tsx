import { Alert, Button, Code, Group, Modal, Select, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconEyeOff } from '@tabler/icons-react';
import { CopyButton } from '../../../components/copy-button.tsx';
import { FormDialog } from '../../../components/form/form-dialog.tsx';
import { useServerErrors } from '../../../components/form/use-server-errors.ts';
import { hasRole, type Role, roleHelp, roleOptions } from '../../../lib/roles.ts';
import { useReturnFocus } from '../../../lib/use-return-focus.ts';
import { useMe } from '../../../session/use-me.ts';
import { useCreateApiToken } from '../api/use-api-token-changes.ts';

const lifetimes = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'One year' },
  { value: 'never', label: 'Never: it works until somebody revokes it' },
];

const dayMs = 86_400_000;

/** What the server refuses about the expiry stands at the choice it is made from. */
const inputs = ['name', 'role', 'expiresAt'];

/** Creates a token, then shows it this once. */
export function NewTokenDialog({ onClose }: { onClose: () => void }) {
  const me = useMe();
  const create = useCreateApiToken();
  const form = useForm({
    initialValues: { name: '', role: 'viewer' as Role, expiresAt: '90' },
    validate: { name: (value) => (value.trim() === '' ? 'Say what the token is for.' : null) },
  });
  const formError = useServerErrors(form, create.error, inputs);
  const submit = form.onSubmit(({ name, role, expiresAt: lifetime }) =>
    create.mutate({
      body: {
        name: name.trim(),
        role,
        expiresAt:
          lifetime === 'never' ? null : new Date(Date.now() + Number(lifetime) * dayMs).toISOString(),
      },
    }),
  );
  if (create.data) return <NewToken secret={create.data.secret} onClose={onClose} />;
  return (
    <FormDialog
      form={form}
      draftName="api-tokens/new"
      title="Create API token"
      onClose={onClose}
      onSubmit={submit}
      submitLabel="Create token"
      isPending={create.isPending}
      error={formError}
    >
      <TextInput
        label="Name"
        description="What uses it, e.g. Nightly export."
        withAsterisk
        data-autofocus
        {...form.getInputProps('name')}
      />
      <Select
        label="Role"
        description={roleHelp[form.values.role]}
        data={roleOptions.filter(({ value }) => hasRole(me.role, value))}
        allowDeselect={false}
        {...form.getInputProps('role')}
      />
      <Select
        label="Expires after"
        data={lifetimes}
        allowDeselect={false}
        {...form.getInputProps('expiresAt')}
      />
    </FormDialog>
  );
}

function NewToken({ secret, onClose }: { secret: string; onClose: () => void }) {
  useReturnFocus();
  return (
    <Modal opened onClose={onClose} title="Your new token" closeOnClickOutside={false}>
      <Stack gap="sm">
        <Alert icon={<IconEyeOff size={18} />} title="Copy it now">
          Muster keeps only a fingerprint. When this window is closed, nobody can show the token again.
        </Alert>
        <Group gap={6} wrap="nowrap" align="flex-start">
          <Code block style={{ flex: 1, whiteSpace: 'normal', overflowWrap: 'anywhere' }}>
            {secret}
          </Code>
          <CopyButton value={secret} what="token" />
        </Group>
        <Group justify="flex-end">
          <Button onClick={onClose}>I have copied it</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
