import { Alert, Button, Skeleton, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconPlayerStop, IconPlayerTrackNext } from '@tabler/icons-react';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { ErrorState } from '../../../components/error-state.tsx';
import { notifyFailed } from '../../../components/notify.tsx';
import { PageHeader } from '../../../components/page-header.tsx';
import { StatusBadge } from '../../../components/status-badge.tsx';
import { useTitle } from '../../../lib/use-title.ts';
import { useMay } from '../../access/api/use-may.ts';
import { isOpen, kindLabels, type Session } from '../api/session-types.ts';
import { useSession } from '../api/use-session.ts';
import { useApplyPlan, useCancelSession } from '../api/use-session-actions.ts';
import { LogSection } from './log-section.tsx';
import { OutcomesSection } from './outcomes-section.tsx';
import { PayloadSection } from './payload-section.tsx';
import { ProgressSection } from './progress-section.tsx';

export function SessionPage() {
  const { id } = useParams({ from: '/shell/sessions/$id' });
  const { data: session, error, refetch } = useSession(Number(id));
  const mayOperate = useMay('operator');
  useTitle(session ? `Session ${session.id}` : undefined, 'Sync sessions');
  if (error && !session) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!session) {
    return (
      <Stack gap="md" aria-busy="true">
        <Skeleton height={32} width={320} />
        <Skeleton height={240} />
        <Skeleton height={160} />
      </Stack>
    );
  }
  return (
    <Stack gap="md" maw={1180}>
      <PageHeader
        title={session.integrationName}
        crumbs={[{ label: 'Configuration' }, { label: 'Sync sessions', to: '/sessions' }]}
        badge={<StatusBadge status={session.status} />}
        description={
          <>
            {kindLabels[session.kind] ?? session.kind}, session {session.id} of{' '}
            <Link
              to="/integrations/$id"
              params={{ id: String(session.integrationId) }}
              className="muster-link"
            >
              {session.integrationName}
            </Link>
          </>
        }
        actions={mayOperate ? <SessionActions session={session} /> : null}
      />
      {session.errorMessage ? (
        <Alert color="red" icon={<IconAlertTriangle size={18} />} title="The session failed">
          {session.errorMessage}
          {session.errorCode ? (
            <Text size="xs" c="dimmed" ff="monospace" mt={4}>
              {session.errorCode}
            </Text>
          ) : null}
        </Alert>
      ) : null}
      <ProgressSection session={session} />
      <OutcomesSection session={session} />
      {session.hasPayload && mayOperate ? <PayloadSection sessionId={session.id} /> : null}
      <LogSection session={session} />
    </Stack>
  );
}

function SessionActions({ session }: { session: Session }) {
  const cancel = useCancelSession();
  const apply = useApplyPlan();
  const navigate = useNavigate();
  if (isOpen(session)) {
    return (
      <Button
        variant="default"
        leftSection={<IconPlayerStop size={16} />}
        loading={cancel.isPending}
        disabled={session.isCancelRequested}
        onClick={() =>
          cancel.mutate(session.id, {
            onError: (err) => notifyFailed('The session could not be canceled', err),
          })
        }
      >
        {session.isCancelRequested ? 'Canceling …' : 'Cancel'}
      </Button>
    );
  }
  const isPlan = session.kind === 'preview' && session.status.startsWith('succeeded');
  if (!isPlan || session.counts.created + session.counts.updated === 0) return null;
  return (
    <Button
      leftSection={<IconPlayerTrackNext size={16} />}
      loading={apply.isPending}
      onClick={() =>
        apply.mutate(session.id, {
          onSuccess: ({ sessionId }) =>
            void navigate({ to: '/sessions/$id', params: { id: String(sessionId) } }),
          onError: (err) => notifyFailed('The plan could not be applied', err),
        })
      }
    >
      Apply plan
    </Button>
  );
}
