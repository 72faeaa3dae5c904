import type { Tx } from '../db/client.ts';
import type { Schedule } from '../integrations/schedule.ts';

export interface DueIntegration {
  id: number;
  name: string;
  schedule: Schedule;
  nextRunAt: Date;
  contacts: number[];
}

/** Active integrations whose time has come, locked; other processes skip them. */
export async function lockDueIntegrations(tx: Tx, now: Date): Promise<DueIntegration[]> {
  const { rows } = await tx.query<{
    id: number;
    name: string;
    schedule: Schedule;
    next_run_at: Date;
    contacts: number[];
  }>(
    `SELECT id, name, schedule, next_run_at, contacts FROM integrations
      WHERE status = 'active' AND next_run_at <= $1 ORDER BY next_run_at LIMIT 50 FOR UPDATE SKIP LOCKED`,
    [now],
  );
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    schedule: row.schedule,
    nextRunAt: row.next_run_at,
    contacts: row.contacts,
  }));
}

export async function setNextRun(tx: Tx, integrationId: number, at: Date | undefined): Promise<void> {
  await tx.query('UPDATE integrations SET next_run_at = $2 WHERE id = $1', [integrationId, at ?? null]);
}

export interface SessionForContacts {
  sessionId: number;
  kind: string;
  status: string;
  errorMessage: string | null;
  integrationId: number;
  integrationName: string;
  contacts: number[];
}

/** A session with the people to tell about it: the contacts, or all administrators where there are none. */
export async function findSessionForContacts(
  tx: Tx,
  sessionId: number,
): Promise<SessionForContacts | undefined> {
  const { rows } = await tx.query<{
    id: number;
    kind: string;
    status: string;
    error_message: string | null;
    integration_id: number;
    name: string;
    contacts: number[];
  }>(
    `SELECT s.id, s.kind, s.status, s.error_message, i.id AS integration_id, i.name,
            CASE WHEN cardinality(i.contacts) > 0 THEN i.contacts
                 ELSE array(SELECT u.id FROM users u WHERE u.role = 'administrator' AND NOT u.is_disabled) END AS contacts
       FROM sessions s JOIN integrations i ON i.id = s.integration_id WHERE s.id = $1`,
    [sessionId],
  );
  const row = rows[0];
  return (
    row && {
      sessionId: row.id,
      kind: row.kind,
      status: row.status,
      errorMessage: row.error_message,
      integrationId: row.integration_id,
      integrationName: row.name,
      contacts: row.contacts,
    }
  );
}
