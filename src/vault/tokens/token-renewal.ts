import { randomInt } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Db } from '../../db/client.ts';
import { type AppError, isAppError, makeError } from '../../errors.ts';
import type { Clock } from '../../model/clock.ts';
import type { Logger } from '../../model/logger.ts';
import { findLoginServer, findLoginSession, type LoginServer } from '../addresses/login-server.ts';
import { type CredentialLoader, getCredentialRow } from '../credentials/credential-loader.ts';
import type { CredentialRow } from '../credentials/credentials.queries.ts';
import type {
  CredentialSecrets,
  LoadedCredential,
  LoginSession,
  OAuthTokens,
  RequestContext,
} from '../vault-types.ts';
import {
  findFencedRow,
  findLease,
  findLeaseState,
  findPauseMs,
  releaseLease,
  updateFenced,
} from './refresh-lease.queries.ts';

const defaultLeaseMs = 60_000;
const maxPauseMs = 3_600_000;
const pollMinMs = 25;
const pollMaxMs = 250;

/** What a renewal brings: a vendor's tokens, or the result of a session login. */
export type RenewedAccess = {
  tokens?: OAuthTokens;
  session?: LoginSession;
  /** Where the session counts. */
  server?: LoginServer;
  /** When the secret itself ends, if the vendor says so. */
  expiresAt?: Date;
};

export interface TokenRenewal {
  /**
   * Gets new tokens for a credential whose present ones (`seenGeneration`) are used up, once for everybody: one
   * process holds the lease and asks the vendor, the others wait and take what it stored. New tokens are stored
   * before anybody uses them. A rung of the ladder of retries in docs/flow.md.
   *
   * @throws VAULT_NEEDS_REAUTHENTICATION, VAULT_TOKEN_UNAVAILABLE, VAULT_TOKEN_REFUSED …, VAULT_REFRESH_BUSY.
   */
  renew(
    id: number,
    seenGeneration: string | undefined,
    context: RequestContext,
    signal?: AbortSignal,
  ): Promise<LoadedCredential>;
}

export interface TokenRenewalDeps {
  db: Db;
  loader: CredentialLoader;
  clock: Clock;
  log: Logger;
  /** One request to the vendor. */
  requestAccess(
    credential: LoadedCredential,
    context: RequestContext,
    signal: AbortSignal | undefined,
  ): Promise<RenewedAccess>;
  /** Must be longer than the request may take; default 60 s. */
  leaseMs?: number;
}

export function makeTokenRenewal(deps: TokenRenewalDeps): TokenRenewal {
  const { db, loader, clock, log } = deps;
  const leaseMs = deps.leaseMs ?? defaultLeaseMs;
  // Rivals inside this process share one attempt and do not even ask the database.
  const running = new Map<string, Promise<LoadedCredential>>();

  async function renewOnce(
    id: number,
    seenGeneration: string | undefined,
    context: RequestContext,
  ): Promise<LoadedCredential> {
    const deadlineMs = clock.monotonicMs() + leaseMs * 2;
    for (;;) {
      const lease = await findLease(db, id, leaseMs);
      if (lease) return useLease(lease, seenGeneration, context);
      const row = await getCredentialRow(db, id);
      const found = await findRenewed(row, seenGeneration, context);
      if (found) return found;
      if (clock.monotonicMs() > deadlineMs) {
        const seconds = Math.round((leaseMs * 2) / 1000);
        throw makeError('VAULT_REFRESH_BUSY', { credential: row.name, seconds });
      }
      await waitForHolder(id, row.sealVersion, deadlineMs);
    }
  }

  /** Looks only at the lease until it is free or the secrets have changed. */
  async function waitForHolder(id: number, sealVersion: number, deadlineMs: number): Promise<void> {
    for (let pauseMs = pollMinMs; ; pauseMs = Math.min(pauseMs * 2, pollMaxMs)) {
      await clock.sleep(pauseMs + randomInt(pollMinMs));
      const state = await findLeaseState(db, id);
      if (!state?.isLeased || state.sealVersion !== sealVersion || clock.monotonicMs() > deadlineMs) return;
    }
  }

  async function findRenewed(
    row: CredentialRow,
    seenGeneration: string | undefined,
    context: RequestContext,
  ): Promise<LoadedCredential | undefined> {
    const credential = await loader.loadRow(row);
    const { tokens } = credential.secrets;
    const generation = (tokens ?? findLoginSession(credential, context.extraScope))?.generation;
    return generation !== undefined && generation !== seenGeneration ? credential : undefined;
  }

  async function useLease(
    lease: { fence: number; row: CredentialRow },
    seenGeneration: string | undefined,
    context: RequestContext,
  ): Promise<LoadedCredential> {
    const { fence, row } = lease;
    let isOwn = true;
    try {
      const found = await findRenewed(row, seenGeneration, context);
      if (found) {
        await releaseLease(db, row.id, fence);
        return found;
      }
      const credential = await loader.loadRow(row);
      await assertNotPaused(credential);
      if (credential.method.kind === 'session_login')
        ({ isOwn } = findLoginServer(credential, credential.method, context.extraScope));
      // The vendor must have answered before the lease ends, or a second holder would use the same refresh token.
      const renewed = await deps.requestAccess(credential, context, AbortSignal.timeout(leaseMs / 2));
      if (!(await storeRenewed(credential, fence, renewed))) {
        log.warn(
          { credentialId: row.id },
          'a token refresh ended after its lease was lost; its result was dropped',
        );
      }
      return await loader.load(row.id);
    } catch (err) {
      await endFailed(row, fence, err, isOwn);
      throw err;
    }
  }

  /** Merges into the row as it is now: a form saved meanwhile keeps its values. False when the fence has moved. */
  function storeRenewed(used: LoadedCredential, fence: number, renewed: RenewedAccess): Promise<boolean> {
    const { id } = used;
    return db.withTransaction(async (tx) => {
      const row = await findFencedRow(tx, id, fence);
      if (!row) return false;
      const secrets: CredentialSecrets = { ...(await loader.openSecrets(row)) };
      // Another secret was entered meanwhile: these tokens prove the one before, and the next request asks anew.
      const isOutdated = !isDeepStrictEqual(secrets.fields, used.secrets.fields);
      if (renewed.tokens)
        secrets.tokens = isOutdated ? { ...renewed.tokens, expiresAtMs: 0 } : renewed.tokens;
      const { session, server } = renewed;
      if (session && server)
        secrets.sessions = { ...pickLasting(secrets.sessions, clock.now()), [server.key]: session };
      const sealed = await loader.sealNext(row, secrets);
      // A login at another server proves nothing about the credential's own one.
      if (server?.isOwn === false)
        return updateFenced(tx, id, fence, { ...row, ...sealed, expiresAt: undefined, refreshedAt: null });
      if (isOutdated)
        return updateFenced(tx, id, fence, {
          ...row,
          ...sealed,
          expiresAt: renewed.expiresAt,
          refreshedAt: null,
        });
      const endsAtMs = (renewed.tokens ?? session)?.expiresAtMs;
      return updateFenced(tx, id, fence, {
        ...sealed,
        status: 'authenticated',
        statusReason: null,
        accessTokenExpiresAt: endsAtMs == null ? null : new Date(endsAtMs),
        expiresAt: renewed.expiresAt,
        refreshedAt: clock.now(),
      });
    });
  }

  /** A vendor that throttles token requests starts counting again with every one it gets. */
  async function assertNotPaused(credential: LoadedCredential): Promise<void> {
    const pauseMs = await findPauseMs(db, credential.id);
    if (pauseMs === 0) return;
    throw makeError(
      'VAULT_TOKEN_PAUSED',
      {
        vendor: credential.definition.name,
        credential: credential.name,
        minutes: Math.ceil(pauseMs / 60_000),
      },
      { retryAfterMs: pauseMs },
    );
  }

  async function endFailed(row: CredentialRow, fence: number, err: unknown, isOwn: boolean): Promise<void> {
    try {
      if (!isOwn) {
        // Whoever chose that server reads it in the session; the credential stays good for its own one.
        await releaseLease(db, row.id, fence);
        return;
      }
      // What Muster itself refused to send says nothing about the credential; its status tells where it may go.
      if (!isAppError(err) || err.recovery !== 'reauthorize' || err.code === 'VAULT_SECRET_NEEDED') {
        // A refused request is shown, but only the vendor's own word marks the credential as dead.
        const isRefused =
          isAppError(err) && err.recovery === 'stop-run' && err.code.startsWith('VAULT_TOKEN_');
        const isThrottled = isAppError(err) && err.code === 'VAULT_TOKEN_UNAVAILABLE';
        await releaseLease(db, row.id, fence, {
          statusReason: isRefused ? err.message : undefined,
          pauseMs: isThrottled ? capPause(err.retryAfterMs) : undefined,
        });
        return;
      }
      await db.withTransaction(async (tx) => {
        const current = await findFencedRow(tx, row.id, fence);
        if (!current) return;
        const secrets = await loader.openSecrets(current);
        const tokens = secrets.tokens && { ...secrets.tokens, isRefreshRefused: true };
        await updateFenced(tx, row.id, fence, {
          ...(await loader.sealNext(current, { ...secrets, ...(tokens ? { tokens } : {}) })),
          status: 'needs_reauthentication',
          statusReason: typeof err.details?.reason === 'string' ? err.details.reason : err.message,
          accessTokenExpiresAt: current.accessTokenExpiresAt,
          expiresAt: undefined,
          refreshedAt: null,
        });
      });
    } catch (storeErr) {
      // The failure of the refresh is the one to report; an unreleased lease ends by itself.
      log.warn(
        { err: storeErr, credentialId: row.id },
        'the outcome of a failed token refresh could not be stored',
      );
    }
  }

  return {
    async renew(id, seenGeneration, context, signal) {
      const key = `${id}/${seenGeneration ?? ''}/${context.loginServer ?? ''}`;
      let attempt = running.get(key);
      if (!attempt) {
        attempt = renewOnce(id, seenGeneration, context).finally(() => running.delete(key));
        running.set(key, attempt);
      }
      return signal ? raceAbort(attempt, signal) : attempt;
    },
  };
}

const capPause = (pauseMs: number | undefined) =>
  pauseMs === undefined ? undefined : Math.min(pauseMs, maxPauseMs);

export function makeNeedsReauthentication(credential: string, statusReason: string | null): AppError {
  const reason = statusReason ?? 'The vendor no longer accepts it.';
  return makeError('VAULT_NEEDS_REAUTHENTICATION', { credential, reason }, { details: { reason } });
}

const pickLasting = (sessions: CredentialSecrets['sessions'], now: Date): CredentialSecrets['sessions'] =>
  Object.fromEntries(
    Object.entries(sessions ?? {}).filter(([, { expiresAtMs }]) => expiresAtMs > now.getTime()),
  );

/** Rejects as soon as the signal does; the shared attempt goes on for the others. */
function raceAbort<T>(attempt: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    attempt.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
