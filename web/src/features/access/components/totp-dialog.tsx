import { Code, Group, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { renderSVG } from 'uqr';
import { CopyButton } from '../../../components/copy-button.tsx';
import { FormDialog } from '../../../components/form/form-dialog.tsx';
import { useServerErrors } from '../../../components/form/use-server-errors.ts';
import { useBeginTotp, useConfirmTotp } from '../api/use-account.ts';
import { PasswordDialog } from './password-dialog.tsx';

interface TotpDialogProps {
  /** The codes made with the first factor, shown this once; null with a further one. */
  onAdded: (recoveryCodes: string[] | null) => void;
  onClose: () => void;
}

/** Sets up an authenticator app: the password, then the secret as a picture, then a first code. */
export function TotpDialog({ onAdded, onClose }: TotpDialogProps) {
  const begin = useBeginTotp();
  if (begin.data) return <FirstCode {...begin.data} onAdded={onAdded} onClose={onClose} />;
  return (
    <PasswordDialog
      title="Set up an authenticator app"
      text="You need an app on your phone that shows codes, such as Aegis, Google Authenticator or a password safe."
      submitLabel="Continue"
      isPending={begin.isPending}
      error={begin.error}
      onSubmit={({ currentPassword }) => begin.mutate({ body: { currentPassword } })}
      onClose={onClose}
    />
  );
}

function FirstCode({ secret, uri, onAdded, onClose }: TotpDialogProps & { secret: string; uri: string }) {
  const confirm = useConfirmTotp();
  const form = useForm({
    initialValues: { code: '' },
    validate: {
      code: (value) => (/^\d{6}$/.test(value.replace(/\s/g, '')) ? null : 'Enter the six digits of the app.'),
    },
  });
  const formError = useServerErrors(form, confirm.error, ['code']);
  const picture = `data:image/svg+xml;utf8,${encodeURIComponent(renderSVG(uri, { border: 2 }))}`;
  return (
    <FormDialog
      title="Set up an authenticator app"
      form={form}
      onClose={onClose}
      onSubmit={form.onSubmit(({ code }) =>
        confirm.mutate({ body: { code } }, { onSuccess: ({ recoveryCodes }) => onAdded(recoveryCodes) }),
      )}
      submitLabel="Turn on"
      isPending={confirm.isPending}
      error={formError}
    >
      <Text size="sm">Scan the picture with the app, or type the key. Then enter the code it shows.</Text>
      <Stack align="center" gap="xs">
        <img src={picture} alt="QR code for the authenticator app" width={200} height={200} />
        <Group gap={6} wrap="nowrap">
          <Code>{secret.match(/.{1,4}/g)?.join(' ')}</Code>
          <CopyButton value={secret} what="key" />
        </Group>
      </Stack>
      <TextInput
        label="Code of the app"
        inputMode="numeric"
        autoComplete="one-time-code"
        data-autofocus
        {...form.getInputProps('code')}
      />
    </FormDialog>
  );
}
