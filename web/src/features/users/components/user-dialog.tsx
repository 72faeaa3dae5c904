import { PasswordInput, Select, Switch, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { ConflictNotice } from '../../../components/form/conflict-notice.tsx';
import { FormDialog } from '../../../components/form/form-dialog.tsx';
import { isConflict, useGuardedChange } from '../../../components/form/use-guarded-change.ts';
import { useServerErrors } from '../../../components/form/use-server-errors.ts';
import { checkEmail, checkNewPassword, passwordHelp } from '../../../lib/check-account.ts';
import { notifyDone } from '../../../lib/notify.tsx';
import { type Role, roleHelp, roleOptions } from '../../../lib/roles.ts';
import { useMe } from '../../../session/use-me.ts';
import { type User, useCreateUser, useUpdateUser } from '../api/use-user-changes.ts';
import { ResetSecondFactor } from './reset-second-factor.tsx';

interface UserDialogProps {
  /** The user to change; absent for a new one. */
  user: User | undefined;
  onClose: () => void;
}

const inputs = ['name', 'email', 'role', 'password', 'isDisabled'];

/** Adds or changes a user. */
export function UserDialog({ user, onClose }: UserDialogProps) {
  const me = useMe();
  const create = useCreateUser();
  const update = useUpdateUser();
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
      password: (value) => (isSelf || (user && value === '') ? null : checkNewPassword(value)),
    },
  });
  const formError = useServerErrors(form, create.error ?? update.error, inputs);
  const change = useGuardedChange(form, update.error);
  const submit = form.onSubmit(({ name, email, role, isDisabled, password }) => {
    const common = { name: name.trim(), email: email.trim(), role };
    const onSuccess = () => {
      notifyDone(user ? `${common.name} was saved.` : `${common.name} can sign in now.`);
      onClose();
    };
    if (!user) {
      create.mutate({ body: { ...common, password } }, { onSuccess });
      return;
    }
    const body = change.makeBody({ ...common, isDisabled, password });
    if (body) update.mutate({ params: { path: { id: user.id } }, body }, { onSuccess });
    else onSuccess();
  });
  return (
    <FormDialog
      form={form}
      draftName={`users/${user?.id ?? 'new'}`}
      withoutSecrets={(values: typeof form.values) => ({ ...values, password: '' })}
      title={user ? `Edit ${user.name}` : 'Add user'}
      onClose={onClose}
      onSubmit={submit}
      submitLabel={user ? 'Save' : 'Add user'}
      isPending={create.isPending || update.isPending}
      error={isConflict(formError) ? null : formError}
    >
      <ConflictNotice
        change={change}
        labels={{ name: 'Name', email: 'E-mail', role: 'Role', isDisabled: 'Disabled' }}
      />
      <TextInput label="Name" withAsterisk data-autofocus {...form.getInputProps('name')} />
      <TextInput
        label="E-mail"
        type="email"
        autoComplete="off"
        withAsterisk
        {...form.getInputProps('email')}
      />
      <Select
        label="Role"
        description={roleHelp[form.values.role]}
        data={roleOptions}
        allowDeselect={false}
        {...form.getInputProps('role')}
      />
      {isSelf ? null : (
        <PasswordInput
          label={user ? 'New password' : 'Password'}
          description={
            user
              ? 'Leave it empty to keep the present one. A new one signs the user out everywhere and ends their API tokens.'
              : passwordHelp
          }
          autoComplete="new-password"
          withAsterisk={!user}
          placeholder={user ? 'Unchanged' : undefined}
          {...form.getInputProps('password')}
        />
      )}
      {user?.hasSecondFactor && !isSelf ? <ResetSecondFactor user={user} onReset={onClose} /> : null}
      {user && !isSelf ? (
        <Switch
          label="Disabled: may not sign in"
          description="Ends the user’s sessions and API tokens; the tokens do not come back."
          {...form.getInputProps('isDisabled', { type: 'checkbox' })}
        />
      ) : null}
    </FormDialog>
  );
}
