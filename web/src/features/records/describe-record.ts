import type { RecordKind } from '../../data/record-kinds.ts';
import { formatCount, formatRelative } from '../../lib/format.ts';
import type { RecordDetail } from './api/record-types.ts';

/** Where a record is known from and when it last changed, in words. */
export function describeRecord(
  { sources, updatedAt, updatedBy, archivedAt }: RecordDetail,
  { nouns }: Pick<RecordKind, 'nouns'>,
  now: Date,
): string {
  const missing = sources.filter((source) => source.missingSince !== null).length;
  const known =
    sources.length === 0
      ? `No source knows this ${nouns[0]}.`
      : `Known from ${formatCount(sources.length, 'source', 'sources')}${
          missing > 0 ? `, ${missing === sources.length ? 'gone there' : `gone at ${missing}`}` : ''
        }.`;
  const changed = `Last changed ${formatRelative(updatedAt, now)}${updatedBy ? ` by ${updatedBy}` : ''}.`;
  return [archivedAt ? `Archived ${formatRelative(archivedAt, now)}.` : '', known, changed]
    .filter(Boolean)
    .join(' ');
}
