import type { MappingRow } from '../../data/use-mapping.ts';
import { ApiError } from '../../lib/api-error.ts';

/** The row a refusal is about: the one of the field it names. */
export function findFailedTarget(error: unknown, rows: MappingRow[]): string | undefined {
  return error instanceof ApiError ? rows.find((row) => row.target === error.field)?.target : undefined;
}
