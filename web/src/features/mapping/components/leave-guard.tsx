import { useBlocker } from '@tanstack/react-router';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';

/** Asks before changes that are not saved are lost, by leaving the page or by closing the window. */
export function LeaveGuard({ isBlocked }: { isBlocked: boolean }) {
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: () => isBlocked,
    enableBeforeUnload: () => isBlocked,
    withResolver: true,
  });
  return (
    <ConfirmDialog
      isOpen={status === 'blocked'}
      onClose={() => reset?.()}
      title="Leave without saving?"
      confirmLabel="Leave without saving"
      onConfirm={() => proceed?.()}
    >
      The changes of the mapping are not saved yet and would be lost.
    </ConfirmDialog>
  );
}
