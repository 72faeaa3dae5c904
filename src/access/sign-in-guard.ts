import type { Db, Queryable } from '../db/client.ts';
import { makeError } from '../errors.ts';
import type { Clock } from '../model/clock.ts';
import {
  type AttemptOrigin,
  blockedMs,
  codeThrottleKeys,
  describeWait,
  planAttempt,
  planUndo,
  type ThrottleKey,
  throttleKeys,
  throttleMemoryMs,
  throttleRules,
} from './sign-in-throttle.ts';
import { deleteOldThrottles, lockThrottles, updateThrottle } from './sign-in-throttles.queries.ts';

export interface SignInGuard {
  /** Counts an attempt before its password is looked at. Throws ACCESS_SIGN_IN_BLOCKED, saying how long to wait. */
  beginAttempt(email: string, from: AttemptOrigin): Promise<void>;
  /** The attempt was right: it no longer counts, and the pair starts anew. */
  forgiveAttempt(email: string, from: AttemptOrigin): Promise<void>;
  /** The same for a code of the second factor, which only whoever has the password can try. */
  beginCode(userId: number): Promise<void>;
  forgiveCode(userId: number): Promise<void>;
}

const lockStates = (tx: Queryable, keys: readonly ThrottleKey[], now: Date) =>
  lockThrottles(
    tx,
    keys.map(({ key }) => key),
    now,
  );

/** Keeps the counters of `sign-in-throttle.ts` in the database, shared by all processes. */
export function makeSignInGuard({ db, clock }: { db: Db; clock: Clock }): SignInGuard {
  async function begin(keys: readonly ThrottleKey[]): Promise<void> {
    const now = clock.now();
    await db.withTransaction(async (tx) => {
      const states = await lockStates(tx, keys, now);
      const waitMs = Math.max(...keys.map(({ key }) => blockedMs(states.get(key), now)));
      if (waitMs > 0) {
        throw makeError('ACCESS_SIGN_IN_BLOCKED', { wait: describeWait(waitMs) }, { retryAfterMs: waitMs });
      }
      for (const { key, kind } of keys) {
        await updateThrottle(tx, key, planAttempt(states.get(key), throttleRules[kind], now));
      }
    });
  }

  async function forgive(keys: readonly ThrottleKey[]): Promise<void> {
    const now = clock.now();
    await db.withTransaction(async (tx) => {
      const states = await lockStates(tx, keys, now);
      for (const { key, kind } of keys) {
        const state = states.get(key);
        if (!state) continue;
        const startsAnew = kind !== 'address' && kind !== 'email';
        await updateThrottle(
          tx,
          key,
          startsAnew
            ? { ...state, failureCount: 0, blockedUntil: null }
            : planUndo(state, throttleRules[kind]),
        );
      }
      await deleteOldThrottles(tx, new Date(now.getTime() - throttleMemoryMs));
    });
  }

  return {
    beginAttempt: (email, from) => begin(throttleKeys(email, from)),
    forgiveAttempt: (email, from) => forgive(throttleKeys(email, from)),
    beginCode: (userId) => begin(codeThrottleKeys(userId)),
    forgiveCode: (userId) => forgive(codeThrottleKeys(userId)),
  };
}
