import type { IntegrationState } from './overview.queries.ts';

export const integrationHealths = ['ok', 'failing', 'needs_reauthentication', 'overdue'] as const;
export type IntegrationHealth = (typeof integrationHealths)[number];

/** A run that has not started this long after its time is overdue; below it a worker may just be busy. */
export const overdueGraceMs = 15 * 60_000;

/**
 * Health of an integration, the worst first: its credential must be authenticated again, its last session failed,
 * its next run is past due. Drafts and paused ones are never overdue.
 */
export function judgeHealth(
  state: Pick<IntegrationState, 'status' | 'nextRunAt' | 'hasOpenSession'> & {
    credentialStatus: string | null;
    last: { status: string } | null | undefined;
  },
  now: Date,
): IntegrationHealth {
  if (state.credentialStatus === 'needs_reauthentication') return 'needs_reauthentication';
  if (state.last?.status === 'failed') return 'failing';
  const isLate =
    state.status === 'active' &&
    !state.hasOpenSession &&
    state.nextRunAt !== null &&
    now.getTime() - state.nextRunAt.getTime() > overdueGraceMs;
  return isLate ? 'overdue' : 'ok';
}
