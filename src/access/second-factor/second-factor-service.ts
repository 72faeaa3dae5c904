import type { Db, Tx } from '../../db/client.ts';
import { makeError } from '../../errors.ts';
import type { Actor } from '../../model/actor.ts';
import type { AuditActor } from '../../model/audit.ts';
import type { Clock } from '../../model/clock.ts';
import type { Envelope } from '../../vault/seal/envelope.ts';
import type { Audit } from '../audit.ts';
import type { AssertOwnPassword } from '../own-password.ts';
import { assertPerson } from '../person-acts.ts';
import type { SignInGuard } from '../sign-in-guard.ts';
import type { AttemptOrigin } from '../sign-in-throttle.ts';
import { deleteUserSessions, putPasskeyChallenge, takePasskeyChallenge } from '../user-sessions.queries.ts';
import { findUser, lockUser } from '../users.queries.ts';
import {
  makeRegistration,
  type PasskeyAnswer,
  type PublicKeyCredentialCreationOptionsJSON,
  readRegistration,
  type Site,
} from './passkeys.ts';
import { hashRecoveryCode, makeRecoveryCodes } from './recovery-codes.ts';
import {
  countRecoveryCodes,
  deletePasskey,
  deleteSecondFactors,
  deleteTotp,
  findTotp,
  hasSecondFactor,
  insertPasskey,
  listPasskeys,
  putPendingTotp,
  replaceRecoveryCodes,
} from './second-factor.queries.ts';
import { type SecondFactorCheck, totpSealContext } from './second-factor-check.ts';
import { listSecondFactorRoles } from './sign-in-rules.queries.ts';
import { makeTotpSecret, makeTotpUri } from './totp.ts';

export interface OwnSecondFactor {
  /** The role asks for one. */
  isRequired: boolean;
  /** Since when an authenticator app is in use; null without one. */
  totpSince: Date | null;
  passkeys: { id: number; name: string; host: string; createdAt: Date; lastUsedAt: Date | null }[];
  recoveryCodesLeft: number;
}

/** Recovery codes are made with the first factor, and shown this once; null with a further one. */
export interface AddedFactor {
  recoveryCodes: string[] | null;
}

/**
 * One's own second factors, and how an administrator takes them away. Whatever changes them asks for the password
 * (ACCESS_PASSWORD_WRONG) and is a person's (ACCESS_PERSON_REQUIRED).
 */
export interface SecondFactorService {
  describe(actor: Actor): Promise<OwnSecondFactor>;
  /** A secret for an authenticator app; it counts once a code has shown that the app has it. */
  beginTotp(actor: Actor, password: string, from: AttemptOrigin): Promise<{ secret: string; uri: string }>;
  /** Ends one's other sessions. Throws ACCESS_CODE_WRONG, ACCESS_SIGN_IN_BLOCKED. */
  confirmTotp(actor: Actor, code: string): Promise<AddedFactor>;
  /** Throws ACCESS_SECOND_FACTOR_LAST when the role asks for one and it is the last. */
  removeTotp(actor: Actor, password: string, from: AttemptOrigin): Promise<void>;
  beginPasskey(
    actor: Actor,
    password: string,
    from: AttemptOrigin,
    site: Site,
  ): Promise<PublicKeyCredentialCreationOptionsJSON>;
  /** Ends one's other sessions. Throws ACCESS_PASSKEY_REFUSED. */
  addPasskey(actor: Actor, input: { name: string; answer: PasskeyAnswer }, site: Site): Promise<AddedFactor>;
  removePasskey(actor: Actor, id: number, password: string, from: AttemptOrigin): Promise<void>;
  /** The former codes end. Throws ACCESS_SECOND_FACTOR_NONE without a factor they could stand for. */
  renewRecoveryCodes(actor: Actor, password: string, from: AttemptOrigin): Promise<string[]>;
  /** Takes all factors of somebody away and ends their sessions. Throws API_NOT_FOUND, ACCESS_OWN_PASSWORD for oneself. */
  reset(by: AuditActor, userId: number): Promise<void>;
}

export function makeSecondFactorService(deps: {
  db: Db;
  clock: Clock;
  audit: Audit;
  envelope: Envelope;
  guard: SignInGuard;
  check: SecondFactorCheck;
  assertOwnPassword: AssertOwnPassword;
  random: (size: number) => Buffer;
}): SecondFactorService {
  const { db, clock, audit, envelope, guard, check, assertOwnPassword, random } = deps;

  const sessionOf = (actor: Actor): Buffer => Buffer.from(actor.sessionKey ?? '', 'hex');

  const record = (
    tx: Tx,
    by: AuditActor,
    action: string,
    user: { id: number; name: string },
    details?: object,
  ) =>
    audit.record(tx, {
      by,
      action: `user.${action}`,
      targetType: 'user',
      targetId: user.id,
      targetName: user.name,
      ...(details ? { details: { ...details } } : {}),
    });

  const own = (actor: Actor) => ({ id: actor.userId, name: actor.name });

  /** Whoever was signed in elsewhere was so without the factor. */
  async function finishAdding(tx: Tx, actor: Actor, hadOne: boolean): Promise<AddedFactor> {
    await deleteUserSessions(tx, actor.userId, sessionOf(actor));
    if (hadOne) return { recoveryCodes: null };
    return { recoveryCodes: await renewCodes(tx, actor.userId) };
  }

  async function renewCodes(tx: Tx, userId: number): Promise<string[]> {
    const codes = makeRecoveryCodes(random);
    await replaceRecoveryCodes(tx, userId, codes.map(hashRecoveryCode));
    return codes;
  }

  /** Recovery codes alone are no second factor. */
  async function finishRemoving(tx: Tx, actor: Actor): Promise<void> {
    if (await hasSecondFactor(tx, actor.userId)) return;
    if ((await listSecondFactorRoles(tx)).includes(actor.role)) {
      throw makeError('ACCESS_SECOND_FACTOR_LAST', { role: actor.role });
    }
    await replaceRecoveryCodes(tx, actor.userId, []);
  }

  return {
    async describe(actor) {
      const totp = await findTotp(db, actor.userId);
      return {
        isRequired: (await listSecondFactorRoles(db)).includes(actor.role),
        totpSince: totp?.isConfirmed ? totp.createdAt : null,
        passkeys: await listPasskeys(db, actor.userId),
        recoveryCodesLeft: await countRecoveryCodes(db, actor.userId),
      };
    },

    async beginTotp(actor, password, from) {
      assertPerson(actor, 'two_factor');
      await assertOwnPassword(actor, password, from);
      const secret = makeTotpSecret(random);
      await db.withTransaction(async (tx) => {
        await lockUser(tx, actor.userId);
        const sealVersion = ((await findTotp(tx, actor.userId))?.sealVersion ?? 0) + 1;
        const box = await envelope.seal(totpSealContext(actor.userId, sealVersion), secret);
        if (!(await putPendingTotp(tx, actor.userId, box, sealVersion, clock.now()))) {
          throw makeError('ACCESS_TOTP_IN_USE');
        }
      });
      return { secret, uri: makeTotpUri(secret, actor.email) };
    },

    async confirmTotp(actor, code) {
      assertPerson(actor, 'two_factor');
      await guard.beginCode(actor.userId);
      const added = await db.withTransaction(async (tx) => {
        await lockUser(tx, actor.userId);
        const hadOne = await hasSecondFactor(tx, actor.userId);
        if (!(await check.confirmTotp(tx, actor.userId, code))) {
          throw makeError('ACCESS_CODE_WRONG', {}, { field: 'code' });
        }
        await record(tx, actor, 'totp_added', own(actor));
        return finishAdding(tx, actor, hadOne);
      });
      await guard.forgiveCode(actor.userId);
      return added;
    },

    async removeTotp(actor, password, from) {
      assertPerson(actor, 'two_factor');
      await assertOwnPassword(actor, password, from);
      await db.withTransaction(async (tx) => {
        await lockUser(tx, actor.userId);
        if (!(await deleteTotp(tx, actor.userId))) return;
        await record(tx, actor, 'totp_removed', own(actor));
        await finishRemoving(tx, actor);
      });
    },

    async beginPasskey(actor, password, from, site) {
      assertPerson(actor, 'two_factor');
      await assertOwnPassword(actor, password, from);
      const known = (await listPasskeys(db, actor.userId)).filter(({ host }) => host === site.host);
      const options = await makeRegistration(site, actor, known);
      await putPasskeyChallenge(db, sessionOf(actor), options.challenge);
      return options;
    },

    async addPasskey(actor, { name, answer }, site) {
      assertPerson(actor, 'two_factor');
      return db.withTransaction(async (tx) => {
        await lockUser(tx, actor.userId);
        const challenge = await takePasskeyChallenge(tx, sessionOf(actor));
        const passkey = challenge && (await readRegistration(site, challenge, answer));
        if (!passkey) throw makeError('ACCESS_PASSKEY_REFUSED');
        const hadOne = await hasSecondFactor(tx, actor.userId);
        const id = await insertPasskey(tx, actor.userId, { ...passkey, host: site.host, name }, clock.now());
        if (id === undefined) throw makeError('ACCESS_PASSKEY_REFUSED');
        await record(tx, actor, 'passkey_added', own(actor), { passkey: name });
        return finishAdding(tx, actor, hadOne);
      });
    },

    async removePasskey(actor, id, password, from) {
      assertPerson(actor, 'two_factor');
      await assertOwnPassword(actor, password, from);
      await db.withTransaction(async (tx) => {
        await lockUser(tx, actor.userId);
        const name = await deletePasskey(tx, actor.userId, id);
        if (name === undefined) throw makeError('API_NOT_FOUND', { what: `Passkey ${id}` });
        await record(tx, actor, 'passkey_removed', own(actor), { passkey: name });
        await finishRemoving(tx, actor);
      });
    },

    async renewRecoveryCodes(actor, password, from) {
      assertPerson(actor, 'two_factor');
      await assertOwnPassword(actor, password, from);
      return db.withTransaction(async (tx) => {
        await lockUser(tx, actor.userId);
        if (!(await hasSecondFactor(tx, actor.userId))) throw makeError('ACCESS_SECOND_FACTOR_NONE');
        await record(tx, actor, 'recovery_codes_renewed', own(actor));
        return renewCodes(tx, actor.userId);
      });
    },

    async reset(by, userId) {
      assertPerson(by, 'two_factor');
      if ('userId' in by && by.userId === userId) throw makeError('ACCESS_OWN_PASSWORD');
      await db.withTransaction(async (tx) => {
        const user = await findUser(tx, userId);
        if (!user) throw makeError('API_NOT_FOUND', { what: `User ${userId}` });
        await lockUser(tx, userId);
        const factorCount = await deleteSecondFactors(tx, userId);
        await deleteUserSessions(tx, userId);
        await record(tx, by, 'second_factor_reset', user, { factorCount });
      });
    },
  };
}
