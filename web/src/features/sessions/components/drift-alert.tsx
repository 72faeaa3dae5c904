import { Alert, Button, Text } from '@mantine/core';
import { IconEyeOff } from '@tabler/icons-react';
import { useState } from 'react';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { RelativeTime } from '../../../components/relative-time.tsx';
import type { Session } from '../../../data/session-types.ts';
import { useMay } from '../../../session/use-may.ts';
import { useAcknowledgeDrift } from '../api/use-acknowledge-drift.ts';

/** What fell silent, and the one way to make it usual. */
export function DriftAlert({ session }: { session: Session }) {
  const { drift } = session;
  if (!drift) return null;
  return (
    <Alert
      color={drift.acknowledgedAt ? 'gray' : 'yellow'}
      icon={<IconEyeOff size={18} />}
      title={drift.acknowledgedAt ? 'Something fell silent, which is right' : 'Something fell silent'}
    >
      <span style={{ overflowWrap: 'anywhere' }}>{drift.message}</span>
      {drift.acknowledgedAt ? (
        <Text size="sm" c="dimmed" mt={4}>
          {drift.acknowledgedByName} said so <RelativeTime value={drift.acknowledgedAt} />. Later sessions are
          compared with this one.
        </Text>
      ) : (
        <Acknowledge session={session} />
      )}
    </Alert>
  );
}

function Acknowledge({ session }: { session: Session }) {
  const [isAsking, setAsking] = useState(false);
  const acknowledge = useAcknowledgeDrift();
  const mayOperate = useMay('operator');
  // Nothing is compared with a preview.
  if (!mayOperate || session.kind === 'preview') return null;
  return (
    <>
      <Button variant="default" size="xs" mt="xs" onClick={() => setAsking(true)}>
        This is right now
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title="Is this right now?"
        confirmLabel="This is right now"
        isDangerous={false}
        isPending={acknowledge.isPending}
        error={acknowledge.error}
        onConfirm={() =>
          acknowledge.mutate({ params: { path: { id: session.id } } }, { onSuccess: () => setAsking(false) })
        }
      >
        Until somebody says so, every session in which it is so ends with errors and tells the contacts. From
        then on the next sessions are compared with this one, and only what is worse is told.
      </ConfirmDialog>
    </>
  );
}
