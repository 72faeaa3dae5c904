import { formatNumber } from '../lib/format.ts';

interface SessionCounts {
  kind: string;
  read: number;
  created: number;
  updated: number;
  skipped: number;
  failed: number;
  warnings: number;
}

/** What a session did in a line: `1,204 read, 3 created, 2 skipped`; of one that writes nothing what it would do. */
export function describeCounts(session: SessionCounts): string {
  const verb = session.kind === 'test' || session.kind === 'preview' ? 'would be ' : '';
  const say = (count: number, words: string) => (count > 0 ? `${formatNumber(count)} ${words}` : '');
  return [
    `${formatNumber(session.read)} read`,
    say(session.created, `${verb}created`),
    say(session.updated, `${verb}updated`),
    say(session.skipped, 'skipped'),
    say(session.failed, 'failed'),
    say(session.warnings, session.warnings === 1 ? 'warning' : 'warnings'),
  ]
    .filter(Boolean)
    .join(', ');
}
