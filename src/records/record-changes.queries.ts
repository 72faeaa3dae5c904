/** The one writer of the history of records, for sessions and for edits by hand. */
import type { Tx } from '../db/client.ts';
import { copyRows, copyText, copyValue } from '../db/copy-rows.ts';

export type ChangeKind = 'updated' | 'restored' | 'archived' | 'deactivated' | 'software';

/** What all changes of one transaction share. */
export interface ChangeStamp {
  object: string;
  at: Date;
  actor: string;
  userId?: number;
  sessionId?: number;
  integrationId?: number;
}

export interface ChangeWriter {
  /** @param changes `{ field: [old, new] }`, values as JSON shows them */
  add(recordId: number, kind: ChangeKind, changes: object, nativeId?: string): void;
  /** Writes what was added. Part of the transaction that makes the changes: neither stays without the other. */
  store(tx: Tx): Promise<void>;
}

const columns = [
  'object',
  'session_id',
  'integration_id',
  'user_id',
  'actor',
  'at',
  'record_id',
  'kind',
  'native_id',
  'changes',
];

export function makeChangeWriter(stamp: ChangeStamp): ChangeWriter {
  const shared = [
    copyText(stamp.object),
    copyValue(stamp.sessionId),
    copyValue(stamp.integrationId),
    copyValue(stamp.userId),
    copyText(stamp.actor),
    stamp.at.toISOString(),
  ].join('\t');
  let lines = '';
  return {
    add(recordId, kind, changes, nativeId) {
      lines += `${shared}\t${recordId}\t${kind}\t${copyValue(nativeId)}\t${copyText(JSON.stringify(changes))}\n`;
    },
    async store(tx) {
      await copyRows(tx, 'record_changes', columns, lines);
      lines = '';
    },
  };
}
