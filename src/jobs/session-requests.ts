import type { Db, Tx } from '../db/client.ts';
import { makeError } from '../errors.ts';
import { type AuditActor, userIdOf } from '../model/audit.ts';
import type { SessionKind } from '../sync/run.ts';
import { cancelSessionRow, findOpenSession, insertSession } from './session-rows.queries.ts';
import type { Transport } from './transport.ts';

export interface SessionRequest {
  integrationId: number;
  kind: SessionKind;
  /** User; null for the scheduler and the command line. */
  requestedBy: number | null;
  requestedByName: string;
  /** For kind `apply`: the preview whose plan is applied. */
  planSessionId?: number | null;
}

export interface SessionRequests {
  /** Queues a session. Throws API_NOT_FOUND, SYNC_ALREADY_RUNNING. */
  requestSession(request: SessionRequest, tx?: Tx): Promise<{ sessionId: number }>;
  /** Asks a session to stop; a queued one ends at once. Throws API_NOT_FOUND, SESSION_ENDED. */
  cancelSession(by: AuditActor, sessionId: number): Promise<void>;
}

/** The row and its job appear together or not at all. */
export function makeSessionRequests({ db, transport }: { db: Db; transport: Transport }): SessionRequests {
  async function requestIn(tx: Tx, request: SessionRequest): Promise<{ sessionId: number }> {
    const open = await findOpenSession(tx, request.integrationId);
    if (!open) throw makeError('API_NOT_FOUND', { what: `Integration ${request.integrationId}` });
    const sessionId = await insertSession(tx, { ...request, planSessionId: request.planSessionId ?? null });
    if (sessionId === undefined) {
      const current = await findOpenSession(tx, request.integrationId);
      throw makeError('SYNC_ALREADY_RUNNING', { integration: open.name, status: current?.status ?? 'open' });
    }
    await transport.sendSession(sessionId, { tx });
    return { sessionId };
  }
  return {
    requestSession: (request, tx) =>
      tx ? requestIn(tx, request) : db.withTransaction((own) => requestIn(own, request)),
    async cancelSession(by, sessionId) {
      const found = await cancelSessionRow(db, sessionId, userIdOf(by));
      if (!found) throw makeError('API_NOT_FOUND', { what: `Session ${sessionId}` });
      if (!found.isOpen)
        throw makeError('SESSION_ENDED', { sessionId, status: found.status.replaceAll('_', ' ') });
    },
  };
}
