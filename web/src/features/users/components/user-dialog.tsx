import { Button, Group, Modal, PasswordInput, Select, Stack, Switch, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { ErrorAlert } from '../../../components/error-alert.tsx';
import { checkEmail, checkNewPassword, passwordHelp } from '../../../lib/check-account.ts';
import { notifyDone } from '../../../lib/notify.tsx';
import { type Role, roleHelp, roleLabels } from '../../../lib/roles.ts';
import { splitFormError } from '../../../lib/split-form-error.ts';
import { useMe } from '../../../session/use-me.ts';
import { useCreateUser } from '../api/use-create-user.ts';
import { useUpdateUser } from '../api/use-update-user.ts';
import type { User } from '../api/user-types.ts';

interface UserDialogProps {
  opened: User | 'new' | undefined;
  onClose: () => void;
}

/** Adds or changes a user. */
export function UserDialog({ opened, onClose }: UserDialogProps) {
  const me = useMe();
  const creating = useCreateUser();
  const updating = useUpdateUser();
  const save = opened === 'new' ? creating : updating;
  const user = opened === 'new' ? undefined : opened;
  const isSelf = user?.id === me.id;
  const form = useForm({
    initialValues: {
      name: user?.name ?? '',
      email: user?.email ?? '',
      role: user?.role ?? ('operator' as Role),
      isDisabled: user?.isDisabled ?? false,
      password: '',
    },
    validate: {
      name: (value) => (value.trim() === '' ? 'Enter a name.' : null),
      email: checkEmail,
      password: (value) => (user && value === '' ? null : checkNewPassword(value)),
    },
  });
  const { fieldErrors, formError } = splitFormError(save.error, [
    'name',
    'email',
    'role',
    'password',
    'isDisabled',
  ]);
  const submit = form.onSubmit(({ name, email, role, isDisabled, password }) => {
    const common = { name: name.trim(), email: email.trim(), role };
    const onSuccess = () => {
      notifyDone(user ? `${common.name} was saved.` : `${common.name} can sign in now.`);
      onClose();
    };
    if (!user) creating.mutate({ ...common, password }, { onSuccess });
    else {
      const change = {
        ...common,
        ...(isSelf ? {} : { isDisabled }),
        ...(password === '' ? {} : { password }),
      };
      updating.mutate({ id: user.id, change }, { onSuccess });
    }
  });
  return (
    <Modal opened={opened !== undefined} onClose={onClose} title={user ? `Edit ${user.name}` : 'Add user'}>
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          <TextInput
            label="Name"
            withAsterisk
            data-autofocus
            {...form.getInputProps('name')}
            error={form.errors.name ?? fieldErrors.name}
          />
          <TextInput
            label="E-mail"
            type="email"
            autoComplete="off"
            withAsterisk
            {...form.getInputProps('email')}
            error={form.errors.email ?? fieldErrors.email}
          />
          <Select
            label="Role"
            description={roleHelp[form.values.role]}
            data={Object.entries(roleLabels).map(([value, label]) => ({ value, label }))}
            allowDeselect={false}
            {...form.getInputProps('role')}
            error={fieldErrors.role}
          />
          <PasswordInput
            label={user ? 'New password' : 'Password'}
            description={
              user
                ? 'Leave it empty to keep the present one. A new one signs the user out everywhere.'
                : passwordHelp
            }
            autoComplete="new-password"
            withAsterisk={!user}
            placeholder={user ? 'Unchanged' : undefined}
            {...form.getInputProps('password')}
            error={form.errors.password ?? fieldErrors.password}
          />
          {user && !isSelf ? (
            <Switch
              label="Disabled: may not sign in"
              {...form.getInputProps('isDisabled', { type: 'checkbox' })}
              error={fieldErrors.isDisabled}
            />
          ) : null}
          <ErrorAlert error={formError} />
          <Group justify="flex-end" gap="xs" mt="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={save.isPending}>
              {user ? 'Save' : 'Add user'}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
