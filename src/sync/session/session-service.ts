import type { Db } from '../../db/client.ts';
import { makeError } from '../../errors.ts';
import { type ListPage, parseListQuery, type RawListQuery } from '../../model/list-query.ts';
import { sessionListFields } from './session-list-fields.ts';
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
}

export function makeSessionService({ db }: { db: Db }): SessionService {
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
  };
}
