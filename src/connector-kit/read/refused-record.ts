import { makeError } from '../../errors.ts';
import { findExcess } from '../../model/measure-json.ts';
import type { ReadLimits } from '../../model/read-limits.ts';
import type { StreamDefinition } from '../definition/definition.ts';

/** Stands for a record that is too large to be looked at: what it is, and why it fails. */
export class RefusedRecord {
  readonly id: unknown;
  readonly reasonCode: 'SYNC_RECORD_TOO_DEEP' | 'SYNC_RECORD_TOO_LARGE';
  readonly reason: string;

  constructor(id: unknown, reasonCode: RefusedRecord['reasonCode'], reason: string) {
    this.id = id;
    this.reasonCode = reasonCode;
    this.reason = reason;
  }
}

/** Lets records through that are within the limits; any other one fails alone. */
export function makeRecordGate(
  limits: ReadLimits,
  { name }: Pick<StreamDefinition, 'name'>,
  idOf: (record: unknown) => unknown,
): (record: unknown) => unknown {
  const budget = { depth: limits.recordDepth, values: limits.recordValues };
  return (record) => {
    if (record instanceof RefusedRecord) return record;
    const excess = findExcess(record, budget);
    if (!excess) return record;
    const err =
      excess === 'depth'
        ? makeError('SYNC_RECORD_TOO_DEEP', { stream: name, limit: budget.depth })
        : makeError('SYNC_RECORD_TOO_LARGE', { stream: name, limit: budget.values });
    const reasonCode = excess === 'depth' ? 'SYNC_RECORD_TOO_DEEP' : 'SYNC_RECORD_TOO_LARGE';
    return new RefusedRecord(idOf(record), reasonCode, err.message);
  };
}

/** What a list lacks whose records are not taken one by one. */
export const describeRefused = (name: string, count: number): string =>
  `The list "${name}" holds ${count} records that are larger than the limits and were left out.`;
