import type { Db } from '../db/client.ts';
import { makeError } from '../errors.ts';
import { type Actor, hasRole, type Role } from '../model/actor.ts';
import type { Clock } from '../model/clock.ts';
import { type ListPage, parseListQuery, type RawListQuery } from '../model/list-query.ts';
import { makeListFields } from '../model/list-sql.ts';
import {
  type ApiToken,
  apiTokenListColumns,
  findApiToken,
  findTokenOwner,
  insertApiToken,
  listApiTokens,
  revokeApiToken,
  touchApiToken,
} from './api-tokens.queries.ts';
import type { Audit } from './audit.ts';
import { assertPerson } from './person-acts.ts';
import { hashToken, makeSecretToken } from './secret-token.ts';

/** What the list of API tokens can be sorted and filtered by. */
const apiTokenListFields = makeListFields(apiTokenListColumns, [{ field: 'createdAt', direction: 'desc' }]);

const tokenStart = 'mst_';
const shownLength = tokenStart.length + 6;
/** `last_used_at` is written at most this often. */
const touchEveryMs = 60_000;
/** A token nobody gave an end works for so long; one that never ends is asked for as such. */
export const defaultTokenLifetimeMs = 90 * 24 * 60 * 60_000;

export interface ApiTokensService {
  /** An administrator sees everybody's tokens, others their own. */
  list(by: Actor, raw: RawListQuery): Promise<ListPage<ApiToken>>;
  /**
   * `secret` is the token itself, shown this once. `expiresAt`: absent is 90 days from now, null is never. Throws
   * ACCESS_ROLE_TOO_HIGH for a role above one's own, ACCESS_PERSON_REQUIRED when a token tries to make another,
   * API_BAD_REQUEST for an expiry in the past.
   */
  create(
    by: Actor,
    input: { name: string; role: Role; expiresAt?: Date | null | undefined },
  ): Promise<{ token: ApiToken; secret: string }>;
  /** Throws API_NOT_FOUND for an unknown token and, unless an administrator asks, for somebody else's. */
  revoke(by: Actor, id: number): Promise<void>;
  /** Finds who a token acts for. Its role is the lower one of the token's and its owner's. */
  findActor(secret: string): Promise<Actor | undefined>;
}

export function makeApiTokensService(options: {
  db: Db;
  clock: Clock;
  audit: Audit;
  random?: (size: number) => Buffer;
}): ApiTokensService {
  const { db, clock, audit, random } = options;
  return {
    list: (by, raw) =>
      listApiTokens(
        db,
        parseListQuery(raw, apiTokenListFields),
        by.role === 'administrator' ? undefined : by.userId,
      ),

    async create(by, input) {
      assertPerson(by, 'api_tokens');
      if (!hasRole(by.role, input.role)) {
        throw makeError('ACCESS_ROLE_TOO_HIGH', { role: input.role, own: by.role }, { field: 'role' });
      }
      const at = clock.now();
      const expiresAt =
        input.expiresAt === undefined ? new Date(at.getTime() + defaultTokenLifetimeMs) : input.expiresAt;
      if (expiresAt && expiresAt <= at) {
        throw makeError(
          'API_BAD_REQUEST',
          {
            problem:
              'expiresAt is in the past. Choose a later date, leave it out for 90 days, or send null for a token that never ends.',
          },
          { field: 'expiresAt' },
        );
      }
      const secret = `${tokenStart}${makeSecretToken(random)}`;
      const prefix = secret.slice(0, shownLength);
      const token = await db.withTransaction(async (tx) => {
        const id = await insertApiToken(tx, {
          name: input.name,
          tokenHash: hashToken(secret),
          prefix,
          role: input.role,
          userId: by.userId,
          at,
          expiresAt,
        });
        await audit.record(tx, {
          by,
          action: 'api_token.created',
          targetType: 'api_token',
          targetId: id,
          targetName: input.name,
          details: { role: input.role, prefix, expiresAt },
        });
        return findApiToken(tx, id);
      });
      if (!token) throw makeError('API_NOT_FOUND', { what: `The API token "${input.name}"` });
      return { token, secret };
    },

    async revoke(by, id) {
      await db.withTransaction(async (tx) => {
        const token = await findApiToken(tx, id);
        if (!token || (by.role !== 'administrator' && token.userId !== by.userId)) {
          throw makeError('API_NOT_FOUND', { what: `API token ${id}` });
        }
        if (!(await revokeApiToken(tx, id, clock.now()))) return;
        await audit.record(tx, {
          by,
          action: 'api_token.revoked',
          targetType: 'api_token',
          targetId: id,
          targetName: token.name,
          details: { prefix: token.prefix },
        });
      });
    },

    async findActor(secret) {
      if (!secret.startsWith(tokenStart)) return undefined;
      const now = clock.now();
      const owner = await findTokenOwner(db, hashToken(secret), now);
      if (!owner) return undefined;
      if (!owner.lastUsedAt || now.getTime() - owner.lastUsedAt.getTime() >= touchEveryMs) {
        await touchApiToken(db, owner.tokenId, now);
      }
      return {
        kind: 'token',
        userId: owner.userId,
        name: owner.name,
        email: owner.email,
        role: hasRole(owner.userRole, owner.tokenRole) ? owner.tokenRole : owner.userRole,
      };
    },
  };
}
