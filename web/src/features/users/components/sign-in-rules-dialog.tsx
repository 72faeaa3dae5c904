import { Checkbox, Skeleton, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { ErrorState } from '../../../components/error-state.tsx';
import { FormDialog } from '../../../components/form/form-dialog.tsx';
import { notifyDone } from '../../../lib/notify.tsx';
import { type Role, roleOptions } from '../../../lib/roles.ts';
import { useSetSignInRules, useSignInRules } from '../api/use-sign-in-rules.ts';

/** Says which roles need a second factor. */
export function SignInRulesDialog({ onClose }: { onClose: () => void }) {
  const { data, error, refetch } = useSignInRules();
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return data ? <RulesForm roles={data.secondFactorRoles} onClose={onClose} /> : <Skeleton height={160} />;
}

function RulesForm({ roles, onClose }: { roles: Role[]; onClose: () => void }) {
  const save = useSetSignInRules();
  const form = useForm({ initialValues: { secondFactorRoles: roles } });
  const submit = form.onSubmit(({ secondFactorRoles }) =>
    save.mutate(
      { body: { secondFactorRoles } },
      {
        onSuccess: () => {
          notifyDone('The rules of signing in were saved.');
          onClose();
        },
      },
    ),
  );
  return (
    <FormDialog
      title="Sign-in rules"
      form={form}
      onClose={onClose}
      onSubmit={submit}
      submitLabel="Save"
      isPending={save.isPending}
      error={save.error}
    >
      <Text size="sm">
        Holds at once: whoever has one of these roles and no second factor can only set one up, also when
        signed in already. API tokens go on.
      </Text>
      <Checkbox.Group label="Roles that need a second factor" {...form.getInputProps('secondFactorRoles')}>
        <Stack gap="xs" mt="xs">
          {roleOptions.map(({ value, label }) => (
            <Checkbox key={value} value={value} label={label} />
          ))}
        </Stack>
      </Checkbox.Group>
    </FormDialog>
  );
}
