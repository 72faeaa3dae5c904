import { useState } from 'react';
import { useAddPasskey, usePasskeyOptions } from '../api/use-account.ts';
import { makePasskey } from '../passkey-support.ts';
import { PasswordDialog } from './password-dialog.tsx';

interface PasskeyDialogProps {
  /** The codes made with the first factor, shown this once; null with a further one. */
  onAdded: (recoveryCodes: string[] | null) => void;
  onClose: () => void;
}

/** Adds a passkey: the password, then the browser asks for the device or key. */
export function PasskeyDialog({ onAdded, onClose }: PasskeyDialogProps) {
  const begin = usePasskeyOptions();
  const add = useAddPasskey();
  const [browserError, setBrowserError] = useState<unknown>();
  const [isAsking, setAsking] = useState(false);
  const start = async (options: object, name: string) => {
    setBrowserError(undefined);
    setAsking(true);
    try {
      const answer = await makePasskey(options);
      add.mutate({ body: { name, answer } }, { onSuccess: ({ recoveryCodes }) => onAdded(recoveryCodes) });
    } catch (err) {
      setBrowserError(err);
    } finally {
      setAsking(false);
    }
  };
  return (
    <PasswordDialog
      title="Add a passkey"
      text="The fingerprint or face of this device, your phone, or a security key. It works at this address of Muster only."
      submitLabel="Add passkey"
      nameLabel="Name of the device or key"
      isPending={begin.isPending || isAsking || add.isPending}
      error={begin.error ?? browserError ?? add.error}
      onSubmit={({ currentPassword, name }) =>
        begin.mutate({ body: { currentPassword } }, { onSuccess: ({ options }) => void start(options, name) })
      }
      onClose={onClose}
    />
  );
}
