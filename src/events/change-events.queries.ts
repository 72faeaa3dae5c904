import type { Queryable } from '../db/client.ts';

/** How far somebody has read: what was committed then, and of which start of the database and when, to know when it is no use any more. */
export interface Position {
  /** A `pg_snapshot` as text: everything it sees has been read, and nothing else. */
  snapshot: string;
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

const positionSql = `pg_current_snapshot()::text AS snapshot,
    extract(epoch FROM pg_postmaster_start_time())::bigint AS "startedAtSeconds",
    extract(epoch FROM clock_timestamp())::bigint AS "atSeconds"`;

/** Where the events stand now. */
export async function findPosition(db: Queryable): Promise<Position> {
  const { rows } = await db.query<Position>(`SELECT ${positionSql}`);
  return rows[0] as Position;
}

/**
 * What a snapshot did not see yet, in the order of noting, and where reading goes on. A transaction that was still open
 * is told once it has ended, whatever came after it; other databases of the server hold nothing back.
 */
export async function listChangeEvents(
  db: Queryable,
  snapshot: string,
): Promise<{ position: Position; events: ChangeEvent[] }> {
  const { rows } = await db.query<Position & { events: ChangeEvent[] }>(
    `SELECT ${positionSql},
            coalesce((SELECT json_agg(json_build_object('id', id, 'topic', topic, 'userId', user_id) ORDER BY id)
                        FROM change_events
                       WHERE xid >= pg_snapshot_xmin($1::pg_snapshot)
                         AND NOT pg_visible_in_snapshot(xid, $1::pg_snapshot)), '[]') AS events`,
    [snapshot],
  );
  const { events, ...position } = rows[0] as Position & { events: ChangeEvent[] };
  return { position, events };
}

export async function deleteOldChangeEvents(db: Queryable): Promise<void> {
  await db.query('DELETE FROM change_events WHERE at < clock_timestamp() - make_interval(secs => $1)', [
    keepSeconds,
  ]);
}
