import type { KeyFigure } from '../../components/page/key-figures.tsx';
import { countOf, type ListedKind, labelOutcome, type Session } from '../../data/session-types.ts';
import { formatNumber } from '../../lib/format.ts';

/** What a session read and what became of it; each number leads to its records. */
export function listSessionFigures(session: Session): KeyFigure[] {
  const { counts } = session;
  const listed = (kind: ListedKind, change: Partial<KeyFigure> = {}): KeyFigure => ({
    label: labelOutcome(session, kind),
    value: formatNumber(countOf(session, kind)),
    ...(countOf(session, kind) > 0 ? { href: `/sessions/${session.id}?tab=outcomes&outcome=${kind}` } : {}),
    ...change,
  });
  return [
    {
      label: 'Read',
      value: formatNumber(counts.read),
      note: `${formatNumber(counts.unchanged)} unchanged`,
    },
    listed('created'),
    listed('updated', counts.retired > 0 ? { note: `${formatNumber(counts.retired)} retired` } : {}),
    listed('skipped'),
    listed('failed', {
      ...(counts.failed > 0 ? { tone: 'bad' as const } : {}),
      ...(counts.ambiguous > 0 ? { note: `${formatNumber(counts.ambiguous)} ambiguous` } : {}),
    }),
    listed('warning', counts.warnings > 0 ? { tone: 'warn' as const } : {}),
  ];
}
