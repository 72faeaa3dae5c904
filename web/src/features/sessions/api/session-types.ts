import type { Schema } from '../../../lib/api-client.ts';

export type Session = Schema<'Session'>;
export type Outcome = Schema<'Outcome'>;

export const kindLabels: Record<string, string> = {
  test: 'Test run',
  preview: 'Preview',
  manual: 'Run now',
  scheduled: 'Scheduled',
  apply: 'Plan applied',
};

/** Outcomes in the order they are shown everywhere. */
export const outcomeKinds = [
  'created',
  'updated',
  'unchanged',
  'skipped',
  'failed',
  'ambiguous',
  'retired',
  'canceled',
] as const;
export type OutcomeKind = (typeof outcomeKinds)[number];

export const outcomeLabels: Record<OutcomeKind, string> = {
  created: 'Created',
  updated: 'Updated',
  unchanged: 'Unchanged',
  skipped: 'Skipped',
  failed: 'Failed',
  ambiguous: 'Ambiguous',
  retired: 'Retired',
  canceled: 'Canceled',
};

export const isOpen = (session: Pick<Session, 'status'>) =>
  session.status === 'queued' || session.status === 'running';
