import type { Db } from '../db/client.ts';
import { makeError } from '../errors.ts';
import type { Actor } from '../model/actor.ts';
import type { Clock } from '../model/clock.ts';
import type { Audit } from './audit.ts';
import { assertPerson } from './person-acts.ts';
import {
  deleteUserSessionById,
  deleteUserSessions,
  listUserSessions,
  type UserSession,
} from './user-sessions.queries.ts';

export interface BrowserSession extends Omit<UserSession, 'tokenHash'> {
  /** The one that asks. */
  isCurrent: boolean;
}

/** The browsers somebody is signed in with. */
export interface BrowserSessionsService {
  /** Latest seen first. */
  list(actor: Actor): Promise<BrowserSession[]>;
  /** Throws API_NOT_FOUND for a session that is not one's own. */
  end(actor: Actor, id: number): Promise<void>;
  /** All but the one that asks; how many that were. */
  endOthers(actor: Actor): Promise<number>;
}

export function makeBrowserSessionsService(deps: {
  db: Db;
  clock: Clock;
  audit: Audit;
}): BrowserSessionsService {
  const { db, clock, audit } = deps;
  const target = (actor: Actor) => ({
    by: actor,
    targetType: 'user',
    targetId: actor.userId,
    targetName: actor.name,
  });
  return {
    async list(actor) {
      assertPerson(actor, 'browser_sessions');
      const sessions = await listUserSessions(db, actor.userId, clock.now());
      return sessions.map(({ tokenHash, ...session }) => ({
        ...session,
        isCurrent: tokenHash.toString('hex') === actor.sessionKey,
      }));
    },
    async end(actor, id) {
      assertPerson(actor, 'browser_sessions');
      await db.withTransaction(async (tx) => {
        const address = await deleteUserSessionById(tx, actor.userId, id);
        if (address === undefined) throw makeError('API_NOT_FOUND', { what: `Browser session ${id}` });
        await audit.record(tx, {
          ...target(actor),
          action: 'user.session_ended',
          details: { address },
        });
      });
    },
    async endOthers(actor) {
      assertPerson(actor, 'browser_sessions');
      return db.withTransaction(async (tx) => {
        const keep = Buffer.from(actor.sessionKey ?? '', 'hex');
        const endedCount = await deleteUserSessions(tx, actor.userId, keep);
        if (endedCount > 0) {
          await audit.record(tx, {
            ...target(actor),
            action: 'user.session_ended',
            details: { endedCount },
          });
        }
        return endedCount;
      });
    },
  };
}
