import { Alert, Group, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { Link, useParams } from '@tanstack/react-router';
import { DetailPage, DetailPagePending } from '../../../components/page/detail-page.tsx';
import type { PageTab } from '../../../components/page/page-tabs.tsx';
import { StatusBadge } from '../../../components/status-badge.tsx';
import type { Session } from '../../../data/session-types.ts';
import { useNow } from '../../../lib/use-now.ts';
import { useMay } from '../../../session/use-may.ts';
import { useSession } from '../api/use-session.ts';
import { describeSession } from '../describe-session.ts';
import { listSessionFigures } from '../list-session-figures.ts';
import { useRefreshAtEnd } from '../use-refresh-at-end.ts';
import { DriftAlert } from './drift-alert.tsx';
import { LogSection } from './log-section.tsx';
import { OutcomesSection } from './outcomes-section.tsx';
import { PayloadSection } from './payload-section.tsx';
import { ProgressSection } from './progress-section.tsx';
import { PrunedNote } from './pruned-note.tsx';
import { SessionActions } from './session-actions.tsx';
import { SessionRail } from './session-rail.tsx';

const crumbs = [{ label: 'Configuration' }, { label: 'Sync sessions', to: '/sessions' }];

export function SessionPage() {
  const { id } = useParams({ from: '/shell/sessions/$id' });
  const { data: session, error, refetch } = useSession(Number(id));
  useRefreshAtEnd(session);
  if (!session) return <DetailPagePending crumbs={crumbs} error={error} onRetry={() => void refetch()} />;
  return <LoadedPage key={session.id} session={session} />;
}

/** What a session read, what became of it, why, and what it logged. */
function LoadedPage({ session }: { session: Session }) {
  const mayOperate = useMay('operator');
  const now = useNow();
  const hasPayload = mayOperate && session.hasPayload;
  const tabs: PageTab[] = [
    {
      id: 'outcomes',
      label: session.kind === 'preview' ? 'Plan' : 'Outcomes',
      content: <OutcomesSection session={session} />,
    },
    ...(hasPayload
      ? [{ id: 'payload', label: 'Test payload', content: <PayloadSection sessionId={session.id} /> }]
      : []),
    ...(mayOperate ? [{ id: 'log', label: 'Log', content: <LogSection session={session} /> }] : []),
  ];
  const usualTab = hasPayload ? 'payload' : mayOperate && session.status === 'failed' ? 'log' : 'outcomes';
  return (
    <DetailPage
      title={session.integrationName}
      pageTitle={`Session ${session.id}`}
      crumbs={crumbs}
      state={<StatusBadge status={session.status} />}
      status={describeSession(session, now)}
      actions={mayOperate ? <SessionActions session={session} /> : null}
      notices={
        <>
          <SessionError session={session} />
          <DriftAlert session={session} />
          <PrunedNote session={session} />
          <ProgressSection session={session} />
        </>
      }
      figures={listSessionFigures(session)}
      tabs={tabs}
      usualTab={usualTab}
      rail={<SessionRail session={session} />}
    />
  );
}

function SessionError({ session }: { session: Session }) {
  if (!session.errorMessage) return null;
  const isFailed = session.status === 'failed';
  return (
    <Alert
      color={isFailed ? 'red' : 'yellow'}
      icon={<IconAlertTriangle size={18} />}
      title={isFailed ? 'The session failed' : 'The session ended with a problem'}
    >
      <span style={{ overflowWrap: 'anywhere' }}>{session.errorMessage}</span>
      <Group gap="md" mt={4}>
        <Link to="/integrations/$id" params={{ id: String(session.integrationId) }}>
          Open the integration
        </Link>
        {session.errorCode ? (
          <Text size="xs" c="dimmed" ff="monospace">
            {session.errorCode}
          </Text>
        ) : null}
      </Group>
    </Alert>
  );
}
