import { emptyText, formatValue } from '../../lib/format.ts';
import type { SourceField } from './api/mapping-types.ts';
import { readPath } from './read-path.ts';

/** Source path of the session's own instant, offered by every stream. */
export const syncTimePath = 'connectorSyncTime';

/** What a source field holds in a sampled record, as text; nothing sampled yet gives undefined. */
export function showSample(field: SourceField, record: unknown): string | undefined {
  if (field.path === syncTimePath) return 'time of the session';
  if (record === undefined) return undefined;
  const value = readPath(record, field.path);
  return value === undefined ? 'absent' : value === null ? 'null' : formatValue(value);
}

/** Whether the text stands for a missing value. */
export function isNothing(text: string | undefined): boolean {
  return text === undefined || text === 'absent' || text === 'null' || text === emptyText;
}
