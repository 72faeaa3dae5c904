import { useQuery } from '@tanstack/react-query';
import { callApi } from '../../../lib/api-client.ts';
import { queryKeys } from '../../../lib/query-keys.ts';

interface RowCount {
  count: number;
  isExact: boolean;
}

export interface AttentionItem {
  level: 'error' | 'warning' | 'info';
  title: string;
  message: string;
  link: string;
}

export interface RecentSession {
  id: number;
  integrationId: number;
  integrationName: string;
  kind: 'test' | 'preview' | 'manual' | 'scheduled' | 'apply';
  status: 'queued' | 'running' | 'succeeded' | 'succeeded_with_errors' | 'failed' | 'canceled';
  readCount: number;
  createdCount: number;
  updatedCount: number;
  failedCount: number;
  queuedAt: string;
  startedAt: string | null;
  endedAt: string | null;
}

export interface SessionDay {
  /** `yyyy-mm-dd` in the reader's time zone. */
  date: string;
  succeededCount: number;
  succeededWithErrorsCount: number;
  failedCount: number;
  canceledCount: number;
}

export interface Overview {
  records: { people: RowCount; saas: RowCount; saasAccounts: RowCount };
  integrations: {
    byStatus: { draft: number; active: number; paused: number };
    byHealth: { ok: number; failing: number; needs_reauthentication: number; overdue: number };
  };
  credentialsNeedingAttentionCount: number;
  sessionDays: SessionDay[];
  recentSessions: RecentSession[];
  attention: AttentionItem[];
}

const askEveryMs = 30_000;

/** What the start page shows; days are counted in the reader's time zone. */
export function useOverview() {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return useQuery({
    queryKey: queryKeys.overview,
    queryFn: ({ signal }) => callApi<Overview>('get', '/api/overview', { query: { timeZone }, signal }),
    refetchInterval: askEveryMs,
  });
}
