import type { IntegrationState } from './overview.queries.ts';

export const integrationHealths = [
  'ok',
  'failing',
  'needs_reauthentication',
  'needs_secret',
  'not_ready',
  'overdue',
] as const;
export type IntegrationHealth = (typeof integrationHealths)[number];

/** A run that has not started this long after its time is overdue; below it a worker may just be busy. */
export const overdueGraceMs = 15 * 60_000;

/**
 * Health of an integration, the worst first: its credential must be authenticated again or needs its secret, something
 * it cannot run without is missing, its last session failed, its next run is past due. Drafts and paused ones are never
 * overdue, and drafts never lack anything.
 */
export function judgeHealth(
  state: Pick<IntegrationState, 'status' | 'nextRunAt' | 'hasOpenSession'> & {
    credentialStatus: string | null;
    last: { status: string } | null | undefined;
    /** Whether something is missing that it cannot run without. */
    isReady: boolean;
  },
  now: Date,
): IntegrationHealth {
  if (state.credentialStatus === 'needs_reauthentication') return 'needs_reauthentication';
  if (state.credentialStatus === 'needs_secret') return 'needs_secret';
  if (!state.isReady && state.status !== 'draft') return 'not_ready';
  if (state.last?.status === 'failed') return 'failing';
  const isLate =
    state.status === 'active' &&
    !state.hasOpenSession &&
    state.nextRunAt !== null &&
    now.getTime() - state.nextRunAt.getTime() > overdueGraceMs;
  return isLate ? 'overdue' : 'ok';
}
