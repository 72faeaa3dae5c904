import { Button } from '@mantine/core';
import { useState } from 'react';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { notifyDone } from '../../../lib/notify.tsx';
import { type User, useResetSecondFactor } from '../api/use-user-changes.ts';

/** For somebody who has lost phone and recovery codes; asks first. */
export function ResetSecondFactor({ user, onReset }: { user: User; onReset: () => void }) {
  const reset = useResetSecondFactor();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button variant="default" onClick={() => setOpen(true)}>
        Reset two-factor sign-in
      </Button>
      <ConfirmDialog
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        title={`Reset two-factor sign-in of ${user.name}`}
        confirmLabel="Reset"
        isPending={reset.isPending}
        error={reset.error}
        onConfirm={() =>
          reset.mutate(
            { params: { path: { id: user.id } } },
            {
              onSuccess: () => {
                notifyDone(`${user.name} signs in with the password alone now.`);
                setOpen(false);
                onReset();
              },
            },
          )
        }
      >
        App, passkeys and recovery codes of {user.name} no longer count, and the user is signed out
        everywhere. Make sure by another way that it is really {user.name} who asks.
      </ConfirmDialog>
    </>
  );
}
