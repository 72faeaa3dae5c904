import type { Queryable } from '../db/client.ts';

/** How far somebody has read: a transaction, and of which start of the database and when, to know when it is no use any more. */
export interface Position {
  /** Everything of transactions before this one has been read. */
  xid: string;
  /** The table does not outlive a crash of the database. */
  startedAtSeconds: number;
  atSeconds: number;
}

export interface ChangeEvent {
  id: number;
  topic: string;
  /** Only for this user; 0 for everybody. */
  userId: number;
}

/** Events are kept this long. */
export const keepSeconds = 3_600;

const positionSql = `pg_snapshot_xmin(pg_current_snapshot())::text AS xid,
    extract(epoch FROM pg_postmaster_start_time())::bigint AS "startedAtSeconds",
    extract(epoch FROM clock_timestamp())::bigint AS "atSeconds"`;

/** Where the events stand now. */
export async function findPosition(db: Queryable): Promise<Position> {
  const { rows } = await db.query<Position>(`SELECT ${positionSql}`);
  return rows[0] as Position;
}

/**
 * What transactions from `xid` on have noted, in the order of noting, and where reading goes on. A transaction that is
 * still open holds the position back, so what it will have noted is not missed; what came after it is read again then.
 */
export async function listChangeEvents(
  db: Queryable,
  xid: string,
): Promise<{ position: Position; events: ChangeEvent[] }> {
  const { rows } = await db.query<Position & { events: ChangeEvent[] }>(
    `SELECT ${positionSql},
            coalesce((SELECT json_agg(json_build_object('id', id, 'topic', topic, 'userId', user_id) ORDER BY id)
                        FROM change_events WHERE xid >= $1::xid8), '[]') AS events`,
    [xid],
  );
  const { events, ...position } = rows[0] as Position & { events: ChangeEvent[] };
  return { position, events };
}

export async function deleteOldChangeEvents(db: Queryable): Promise<void> {
  await db.query('DELETE FROM change_events WHERE at < clock_timestamp() - make_interval(secs => $1)', [
    keepSeconds,
  ]);
}
