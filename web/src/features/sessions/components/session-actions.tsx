import { Button } from '@mantine/core';
import { IconPlayerStop, IconPlayerTrackNext } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { isOpen, type Session } from '../../../data/session-types.ts';
import { useCancelSession } from '../../../data/use-cancel-session.ts';
import { formatCount } from '../../../lib/format.ts';
import { notifyFailed } from '../../../lib/notify.tsx';
import { useApplyPlan } from '../api/use-apply-plan.ts';

/** Cancel while it runs; Apply plan for a preview that found something to do. */
export function SessionActions({ session }: { session: Session }) {
  if (isOpen(session)) return <CancelButton session={session} />;
  const isPlan = session.kind === 'preview' && session.status.startsWith('succeeded');
  const { created, updated, retired } = session.counts;
  return isPlan && created + updated + retired > 0 ? <ApplyButton session={session} /> : null;
}

function CancelButton({ session }: { session: Session }) {
  const cancel = useCancelSession();
  return (
    <Button
      variant="default"
      leftSection={<IconPlayerStop size={16} />}
      loading={cancel.isPending}
      disabled={session.isCancelRequested}
      onClick={() =>
        cancel.mutate(
          { params: { path: { id: session.id } } },
          { onError: (err) => notifyFailed('The session could not be canceled', err) },
        )
      }
    >
      {session.isCancelRequested ? 'Canceling …' : 'Cancel'}
    </Button>
  );
}

function ApplyButton({ session }: { session: Session }) {
  const [isAsking, setAsking] = useState(false);
  const apply = useApplyPlan();
  const navigate = useNavigate();
  const { created, updated, retired } = session.counts;
  const parts = [
    created > 0 ? `${formatCount(created, 'record is', 'records are')} created` : '',
    updated > 0 ? `${formatCount(updated, 'record is', 'records are')} updated` : '',
    retired > 0 ? `${formatCount(retired, 'record is', 'records are')} retired` : '',
  ].filter(Boolean);
  return (
    <>
      <Button leftSection={<IconPlayerTrackNext size={16} />} onClick={() => setAsking(true)}>
        Apply plan
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title="Apply this plan?"
        confirmLabel="Apply plan"
        isDangerous={false}
        isPending={apply.isPending}
        error={apply.error}
        onConfirm={() =>
          apply.mutate(
            { params: { path: { id: session.id } } },
            {
              onSuccess: ({ sessionId }) =>
                navigate({ to: '/sessions/$id', params: { id: String(sessionId) }, search: {} }),
            },
          )
        }
      >
        Exactly what the preview shows is written: {parts.join(', ')}. If records or the mapping changed since
        the preview, nothing is written and the session says why.
      </ConfirmDialog>
    </>
  );
}
