import { nameSessionKind } from '../../data/session-kinds.ts';
import { isOpen, type Session, writesNothing } from '../../data/session-types.ts';
import { formatDuration, formatNumber, formatRelative } from '../../lib/format.ts';

/** What a session is and how it went, in words. */
export function describeSession(session: Session, now: Date): string {
  const { counts, status } = session;
  const started = formatRelative(session.startedAt ?? session.queuedAt, now);
  const what = `${nameSessionKind(session.kind)} by ${session.requestedByName || 'Muster'}, ${
    session.startedAt ? `started ${started}` : `queued ${started}`
  }.`;
  if (isOpen(session)) return what;
  const took = session.startedAt ? ` after ${formatDuration(session.elapsedMs)}` : '';
  if (status === 'failed') return `${what} It failed${took}, with ${formatNumber(counts.read)} records read.`;
  if (status === 'canceled') return `${what} It was canceled${took}.`;
  const trouble = counts.failed + counts.ambiguous;
  const result =
    trouble > 0 ? `${formatNumber(trouble)} need a look` : writesNothing(session) ? '' : 'nothing failed';
  const parts = [
    `${formatNumber(counts.read)} read`,
    writesNothing(session) ? 'nothing written' : '',
    result,
  ].filter(Boolean);
  return `${what} Ended${took}: ${parts.join(', ')}.`;
}
