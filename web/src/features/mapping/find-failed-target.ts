import { ApiError } from '../../lib/api-error.ts';
import type { MappingRow } from './api/mapping-types.ts';

/** The row a refusal is about: by the field it names, or by the path or template its sentence quotes. */
export function findFailedTarget(error: unknown, rows: MappingRow[]): string | undefined {
  if (!(error instanceof ApiError)) return undefined;
  const named = rows.find((row) => row.target === error.field);
  if (named) return named.target;
  return rows.find((row) => row.source.kind === 'path' && error.message.includes(`"${row.source.path}"`))
    ?.target;
}
