/** The session row: checkpoint, fence, end. Every write names the epoch; a write that finds no row has lost it. */
import type { ReadingDoubts } from '../../connector-kit/index.ts';
import type { Queryable } from '../../db/client.ts';
import { makeError } from '../../errors.ts';
import { toStorable } from '../../model/storable-text.ts';
import type { SessionCounters, SessionKind, SyncRun } from '../run.ts';

export interface SessionRow {
  id: number;
  integrationId: number;
  kind: SessionKind;
  epoch: number;
  mappingVersion: number | null;
  planSessionId: number | null;
  cursor: unknown;
  isReadComplete: boolean;
  expectedCount: number | null;
  doubts: ReadingDoubts;
  startedAt: Date;
  counters: SessionCounters;
}

type CounterName = Exclude<keyof SessionCounters, 'causes'>;

const counterColumns: Record<CounterName, string> = {
  pageCount: 'page_count',
  readCount: 'read_count',
  createdCount: 'created_count',
  updatedCount: 'updated_count',
  unchangedCount: 'unchanged_count',
  skippedCount: 'skipped_count',
  failedCount: 'failed_count',
  ambiguousCount: 'ambiguous_count',
  canceledCount: 'canceled_count',
  retiredCount: 'retired_count',
  warningCount: 'warning_count',
  byteCount: 'byte_count',
  installReadCount: 'install_read_count',
  installSkippedCount: 'install_skipped_count',
  installChangedCount: 'install_changed_count',
};
const counterNames = Object.keys(counterColumns) as CounterName[];

export async function getSession(db: Queryable, sessionId: number): Promise<SessionRow> {
  const { rows } = await db.query<Record<string, unknown>>(
    `SELECT id, integration_id, kind, epoch, mapping_version, plan_session_id, cursor, is_read_complete, expected_count, doubts,
            coalesce(started_at, queued_at) AS started_at, causes, ${Object.values(counterColumns).join(', ')}
       FROM sessions WHERE id = $1`,
    [sessionId],
  );
  const row = rows[0];
  if (!row) throw makeError('API_NOT_FOUND', { what: `Session ${sessionId}` });
  const counters = { causes: row['causes'] ?? {} } as SessionCounters;
  for (const name of counterNames) counters[name] = Number(row[counterColumns[name]]);
  return {
    id: Number(row['id']),
    integrationId: Number(row['integration_id']),
    kind: row['kind'] as SessionKind,
    epoch: Number(row['epoch']),
    mappingVersion: row['mapping_version'] as number | null,
    planSessionId: row['plan_session_id'] as number | null,
    cursor: row['cursor'],
    isReadComplete: row['is_read_complete'] === true,
    expectedCount: row['expected_count'] as number | null,
    doubts: (row['doubts'] ?? {}) as ReadingDoubts,
    startedAt: row['started_at'] as Date,
    counters,
  };
}

export interface Checkpoint {
  sessionId: number;
  epoch: number;
  cursor: unknown;
  isReadComplete: boolean;
  phase: 'reading' | 'retiring' | 'finishing';
  expectedCount: number | null;
  doubts?: ReadingDoubts | undefined;
  restartCount: number;
  counters: SessionCounters;
}

/**
 * Commits with the batch it describes. Throws SYNC_EPOCH_LOST when another worker has the session by now: the
 * transaction then rolls back and nothing of the batch is kept.
 */
export async function saveCheckpoint(tx: Queryable, checkpoint: Checkpoint): Promise<void> {
  const assignments = counterNames
    .map((name, index) => `${counterColumns[name]} = $${index + 10}`)
    .join(', ');
  const { rowCount } = await tx.query(
    `UPDATE sessions SET cursor = $3::json, is_read_complete = $4, phase = $5, expected_count = $6, heartbeat_at = clock_timestamp(),
            restart_count = $7, causes = $8, doubts = $9, ${assignments}
      WHERE id = $1 AND epoch = $2 AND status = 'running'`,
    [
      checkpoint.sessionId,
      checkpoint.epoch,
      checkpoint.cursor === undefined ? null : JSON.stringify(checkpoint.cursor),
      checkpoint.isReadComplete,
      checkpoint.phase,
      checkpoint.expectedCount,
      checkpoint.restartCount,
      JSON.stringify(checkpoint.counters.causes),
      JSON.stringify(checkpoint.doubts ?? {}),
      ...counterNames.map((name) => checkpoint.counters[name]),
    ],
  );
  if (rowCount === 0) throw makeError('SYNC_EPOCH_LOST', { sessionId: checkpoint.sessionId });
}

/** The checkpoint of a run as far as it has come; `change` is what the transaction adds to it. */
export async function saveProgress(
  tx: Queryable,
  { session, progress }: SyncRun,
  change: Pick<Checkpoint, 'phase' | 'counters'> & Partial<Pick<Checkpoint, 'cursor' | 'isReadComplete'>>,
): Promise<void> {
  const { cursor, isReadComplete, expectedCount, doubts, restartCount } = progress;
  await saveCheckpoint(tx, {
    sessionId: session.id,
    epoch: session.epoch,
    cursor,
    isReadComplete,
    expectedCount,
    doubts,
    restartCount,
    ...change,
  });
}

export interface SessionEnd {
  sessionId: number;
  epoch: number;
  status: 'succeeded' | 'succeeded_with_errors' | 'failed' | 'canceled';
  at: Date;
  errorCode?: string;
  errorMessage?: string;
  testPayload?: string;
  canceledCount?: number;
  /** What fell silent, in words; `isFirst`: there was no session yet to compare with. */
  drift?: { message: string; isFirst: boolean } | undefined;
}

export async function endSession(tx: Queryable, end: SessionEnd): Promise<void> {
  const { rowCount } = await tx.query(
    `UPDATE sessions SET status = $3, ended_at = $4, error_code = $5, error_message = $6, phase = 'done',
            test_payload = $7::json, canceled_count = canceled_count + $8, drift = $9, drift_is_first = $10, worker_id = NULL
      WHERE id = $1 AND epoch = $2 AND status = 'running'`,
    [
      end.sessionId,
      end.epoch,
      end.status,
      end.at,
      end.errorCode ?? null,
      end.errorMessage ?? null,
      end.testPayload ?? null,
      end.canceledCount ?? 0,
      end.drift?.message ?? null,
      end.drift?.isFirst ?? false,
    ],
  );
  if (rowCount === 0) throw makeError('SYNC_EPOCH_LOST', { sessionId: end.sessionId });
  await deleteWorkRows(tx, end.sessionId);
}

/** What only a running session needs. */
export async function deleteWorkRows(tx: Queryable, sessionId: number): Promise<void> {
  for (const table of ['session_seen', 'session_software', 'session_deferred', 'session_deferred_software'])
    await tx.query(`DELETE FROM ${table} WHERE session_id = $1`, [sessionId]);
}

/** Notes that a person has seen what fell silent and says it is right now. False when it had been said before. */
export async function acknowledgeDrift(
  tx: Queryable,
  { sessionId, at, by }: { sessionId: number; at: Date; by: string },
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `UPDATE sessions SET drift_acknowledged_at = $2, drift_acknowledged_by = $3
      WHERE id = $1 AND drift_acknowledged_at IS NULL`,
    [sessionId, at, by],
  );
  return rowCount === 1;
}

export interface SessionLogLine {
  at: Date;
  level: 'info' | 'warning' | 'error';
  message: string;
  details?: object;
}

export async function addSessionLog(
  db: Queryable,
  sessionId: number,
  { at, level, message, details }: SessionLogLine,
): Promise<void> {
  await db.query(
    'INSERT INTO session_log (session_id, at, level, message, details) VALUES ($1, $2, $3, $4, $5)',
    [sessionId, at, level, toStorable(message), details === undefined ? null : JSON.stringify(details)],
  );
}

export async function findSeenChunks(
  db: Queryable,
  sessionId: number,
  kind: 'record' | 'software',
): Promise<{ chunk: number; bits: Buffer }[]> {
  const { rows } = await db.query<{ chunk: number; bits: Buffer }>(
    'SELECT chunk, bits FROM session_seen WHERE session_id = $1 AND kind = $2',
    [sessionId, kind],
  );
  return rows;
}

/** What was met is met anew. */
export async function deleteSeenChunks(
  tx: Queryable,
  sessionId: number,
  kind: 'record' | 'software',
): Promise<void> {
  await tx.query('DELETE FROM session_seen WHERE session_id = $1 AND kind = $2', [sessionId, kind]);
}

/** Stored with the checkpoint of the batch that met them. */
export async function storeSeenChunks(
  tx: Queryable,
  sessionId: number,
  kind: 'record' | 'software',
  chunks: readonly { chunk: number; bits: Uint8Array }[],
): Promise<void> {
  for (const { chunk, bits } of chunks) {
    await tx.query(
      `INSERT INTO session_seen (session_id, kind, chunk, bits) VALUES ($1, $2, $3, $4)
       ON CONFLICT (session_id, kind, chunk) DO UPDATE SET bits = excluded.bits`,
      [sessionId, kind, chunk, Buffer.from(bits)],
    );
  }
}
