import type { Schema } from '../lib/api-client.ts';

export type Session = Schema<'Session'>;
export type Outcome = Schema<'Outcome'>;

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

/** What can be listed of a session; a record with a warning has an outcome of its own as well. */
export const listedKinds = [...outcomeKinds, 'warning'] as const;
export type ListedKind = (typeof listedKinds)[number];

export const countOf = ({ counts }: Pick<Session, 'counts'>, kind: ListedKind): number =>
  kind === 'warning' ? counts.warnings : counts[kind];

export const outcomeLabels: Record<ListedKind, string> = {
  created: 'Created',
  updated: 'Updated',
  unchanged: 'Unchanged',
  skipped: 'Skipped',
  failed: 'Failed',
  ambiguous: 'Ambiguous',
  retired: 'Retired',
  canceled: 'Canceled',
  warning: 'Warnings',
};

/** A test run and a preview write nothing: their records would be created, and are not. */
export const writesNothing = ({ kind }: Pick<Session, 'kind'>) => kind === 'test' || kind === 'preview';

const wouldBe = new Set<ListedKind>(['created', 'updated', 'retired']);

/** What an outcome is called for a session. */
export const labelOutcome = (session: Pick<Session, 'kind'>, kind: ListedKind): string =>
  writesNothing(session) && wouldBe.has(kind)
    ? `Would be ${outcomeLabels[kind].toLowerCase()}`
    : outcomeLabels[kind];

export const isOpen = (session: Pick<Session, 'status'>) =>
  session.status === 'queued' || session.status === 'running';
