/** The one writer of outcomes that have a row of their own (see the migration). */
import type { Tx } from '../../db/client.ts';
import { copyRows, copyText, copyValue } from '../../db/copy-rows.ts';
import type { Outcome } from '../run.ts';

export interface OutcomeRow {
  outcome: Outcome | 'warning';
  nativeId: string | undefined;
  label: string | undefined;
  recordId: number | undefined;
  reasonCode: string | undefined;
  reason: string | undefined;
  /** `{ field: [old, new] }` or `{ candidates }`. */
  details: object | null;
}

export interface OutcomeWriter {
  add(row: OutcomeRow): void;
  /** Writes what was added, in that order. */
  store(tx: Tx): Promise<void>;
}

export function makeOutcomeWriter(sessionId: number): OutcomeWriter {
  let lines = '';
  return {
    add(row) {
      const { outcome, nativeId, label, recordId, reasonCode, reason, details } = row;
      const shown = details === null ? '\\N' : copyText(JSON.stringify(details));
      lines += `${sessionId}\t${outcome}\t${copyValue(nativeId)}\t${copyValue(label)}\t${copyValue(recordId)}\t${copyValue(reasonCode)}\t${copyValue(reason)}\t${shown}\n`;
    },
    async store(tx) {
      await copyRows(
        tx,
        'session_outcomes',
        ['session_id', 'outcome', 'native_id', 'label', 'record_id', 'reason_code', 'reason', 'details'],
        lines,
      );
      lines = '';
    },
  };
}
