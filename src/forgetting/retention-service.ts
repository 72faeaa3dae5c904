import type { Db, Queryable } from '../db/client.ts';
import { makeError } from '../errors.ts';
import { assertUnchanged, type Expected } from '../model/assert-unchanged.ts';
import type { AuditActor, AuditPort } from '../model/audit.ts';
import type { Clock } from '../model/clock.ts';
import type { Logger } from '../model/logger.ts';
import {
  hasDueRetention,
  listRetentionRows,
  lockRetention,
  noteDeletedBefore,
  noteRetentionRun,
  type RetentionRow,
  retentionSlices,
  updateRetention,
} from './retention.queries.ts';
import { type RetentionKind, retentionKindNames, retentionKinds } from './retention-kinds.ts';

export interface RetentionView extends RetentionRow {
  label: string;
  what: string;
  defaultDays: number | null;
}

export interface RetentionServiceDeps {
  db: Db;
  clock: Clock;
  log: Logger;
  audit: AuditPort<Queryable>;
  /** Rows of one transaction. */
  sliceSize?: number;
}

export type RetentionService = ReturnType<typeof makeRetentionService>;

const dayMs = 24 * 60 * 60_000;
const maxDays = 36_500;
const defaultSliceSize = 5_000;

/** How long what passes is kept, and the deleting of what is older: slice by slice, each a transaction of its own. */
export function makeRetentionService(deps: RetentionServiceDeps) {
  const { db, clock, log, audit, sliceSize = defaultSliceSize } = deps;

  async function list(): Promise<RetentionView[]> {
    const rows = new Map((await listRetentionRows(db)).map((row) => [row.kind, row]));
    return retentionKindNames.flatMap((kind) => {
      const row = rows.get(kind);
      return row ? [{ ...row, ...retentionKinds[kind] }] : [];
    });
  }

  async function runKind(kind: RetentionKind, keepDays: number, signal: AbortSignal): Promise<boolean> {
    const before = new Date(clock.now().getTime() - keepDays * dayMs);
    await noteDeletedBefore(db, kind, before);
    let deletedCount = 0;
    for (;;) {
      const count = await db.withTransaction((tx) => retentionSlices[kind](tx, before, sliceSize));
      deletedCount += count;
      if (count === 0 || signal.aborted) break;
    }
    await noteRetentionRun(db, { kind, at: clock.now(), deletedCount });
    if (deletedCount > 0) log.info({ kind, keepDays, deletedCount }, 'what was kept long enough was deleted');
    return !signal.aborted;
  }

  return {
    list,

    /** Throws RETENTION_INVALID, API_CHANGED_MEANWHILE where one of `expected` is another by now. `null` keeps for ever. */
    async update(
      by: AuditActor,
      change: Partial<Record<RetentionKind, number | null | undefined>>,
      expected?: Expected,
    ): Promise<RetentionView[]> {
      const wanted = Object.entries(change).filter(([, keepDays]) => keepDays !== undefined) as [
        RetentionKind,
        number | null,
      ][];
      for (const [kind, keepDays] of wanted) {
        if (keepDays === null || (Number.isInteger(keepDays) && keepDays >= 1 && keepDays <= maxDays))
          continue;
        throw makeError('RETENTION_INVALID', { what: retentionKinds[kind].label, maxDays }, { field: kind });
      }
      await db.withTransaction(async (tx) => {
        const current = await lockRetention(tx);
        assertUnchanged(expected, current, change);
        for (const [kind, keepDays] of wanted) {
          const before = current[kind] ?? null;
          if (before === keepDays) continue;
          await updateRetention(tx, { kind, keepDays, at: clock.now(), by: by.name });
          await audit.record(tx, {
            by,
            action: 'retention.updated',
            targetType: 'retention',
            targetId: kind,
            targetName: retentionKinds[kind].label,
            details: { before, keepDays },
          });
        }
      });
      return list();
    },

    /** Whether a day has passed since the last run. */
    isDue: () => hasDueRetention(db, new Date(clock.now().getTime() - dayMs)),

    /** Deletes what is older than its rule says. Not done where the signal ended it; what is deleted stays so. */
    async run(signal: AbortSignal): Promise<{ isDone: boolean }> {
      for (const { kind, keepDays } of await list()) {
        if (signal.aborted) return { isDone: false };
        if (keepDays !== null && !(await runKind(kind, keepDays, signal))) return { isDone: false };
      }
      return { isDone: true };
    },
  };
}
