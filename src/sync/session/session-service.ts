import type { Db, Queryable } from '../../db/client.ts';
import { makeError } from '../../errors.ts';
import type { AuditActor, AuditPort } from '../../model/audit.ts';
import type { Clock } from '../../model/clock.ts';
import { type ListPage, parseListQuery, type RawListQuery } from '../../model/list-query.ts';
import { sessionListFields } from './session-list-fields.ts';
import { acknowledgeDrift, addSessionLog } from './session-row.queries.ts';
import {
  findTestPayload,
  getSessionView,
  type LogLine,
  listOutcomes,
  listSessionLog,
  listSessions,
  type OutcomePage,
  type SessionView,
} from './session-views.queries.ts';

export interface SessionService {
  list(raw: RawListQuery): Promise<ListPage<SessionView>>;
  get(id: number): Promise<SessionView>;
  listOutcomes(id: number, outcome: string, after: number, limit: number): Promise<OutcomePage>;
  listLog(id: number, after: number, limit: number): Promise<LogLine[]>;
  getPayload(id: number): Promise<unknown[]>;
  /**
   * What fell silent in this session is right now: it is what the next sessions are compared with.
   * Throws SESSION_NO_DRIFT.
   */
  acknowledgeDrift(by: AuditActor, id: number): Promise<void>;
}

/** Those that tell what is usual, as `drift.queries.ts` picks them. */
const comparedKinds: ReadonlySet<string> = new Set(['manual', 'scheduled']);

export interface SessionServiceDeps {
  db: Db;
  clock: Clock;
  audit: AuditPort<Queryable>;
}

export function makeSessionService({ db, clock, audit }: SessionServiceDeps): SessionService {
  return {
    list: (raw) => listSessions(db, parseListQuery(raw, sessionListFields)),
    get: (id) => getSessionView(db, id),
    async listOutcomes(id, outcome, after, limit) {
      return listOutcomes(db, await getSessionView(db, id), outcome, { after, limit });
    },
    async listLog(id, after, limit) {
      await getSessionView(db, id);
      return listSessionLog(db, id, after, limit);
    },
    async getPayload(id) {
      const payload = await findTestPayload(db, id);
      if (!payload) throw makeError('API_NOT_FOUND', { what: `A test payload of session ${id}` });
      return payload;
    },
    async acknowledgeDrift(by, id) {
      const session = await getSessionView(db, id);
      if (!session.drift || !comparedKinds.has(session.kind)) {
        const reason = session.drift
          ? 'a preview is not compared with, the next run will be'
          : 'nothing fell silent in it';
        throw makeError('SESSION_NO_DRIFT', { sessionId: id, reason });
      }
      const { message } = session.drift;
      await db.withTransaction(async (tx) => {
        const at = clock.now();
        if (!(await acknowledgeDrift(tx, { sessionId: id, at, by: by.name }))) return;
        await addSessionLog(tx, id, {
          at,
          level: 'info',
          message: `${by.name} says that this is right now.`,
        });
        await audit.record(tx, {
          by,
          action: 'session.drift-acknowledged',
          targetType: 'session',
          targetId: id,
          targetName: session.integrationName,
          details: { drift: message },
        });
      });
    },
  };
}
