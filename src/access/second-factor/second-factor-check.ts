import type { Db, Tx } from '../../db/client.ts';
import type { Clock } from '../../model/clock.ts';
import type { Envelope, SealContext } from '../../vault/seal/envelope.ts';
import { type PasskeyAnswer, readAssertion, type Site } from './passkeys.ts';
import { hashRecoveryCode } from './recovery-codes.ts';
import {
  findTotp,
  listPasskeys,
  type StoredPasskey,
  type StoredTotp,
  takeRecoveryCode,
  takeTotpStep,
  usePasskey,
} from './second-factor.queries.ts';
import { findTotpStep } from './totp.ts';

/** What a person shows besides the password: one of the three. */
export type SecondFactorProof =
  | { kind: 'totp'; code: string }
  | { kind: 'recovery_code'; code: string }
  | { kind: 'passkey'; answer: PasskeyAnswer };

export const totpSealContext = (userId: number, version: number): SealContext => ({
  kind: 'user_totp',
  id: userId,
  version,
  what: `the authenticator app of user ${userId}`,
});

export interface SecondFactorCheck {
  /** Uses the proof up inside the transaction: none counts twice. False for a wrong one. */
  take(
    tx: Tx,
    userId: number,
    proof: SecondFactorProof,
    passkey: { site: Site; challenge: string | null },
  ): Promise<boolean>;
  /** Whether a code shows that the app has a secret that waits for it; confirms it. */
  confirmTotp(tx: Tx, userId: number, code: string): Promise<boolean>;
}

export function makeSecondFactorCheck(deps: { db: Db; clock: Clock; envelope: Envelope }): SecondFactorCheck {
  const { clock, envelope } = deps;

  async function findStep(userId: number, totp: StoredTotp, code: string): Promise<number | undefined> {
    const secret = await envelope.open<string>(totpSealContext(userId, totp.sealVersion), totp);
    return findTotpStep(secret, code, clock.now());
  }

  async function takeTotp(tx: Tx, userId: number, code: string, isConfirmed: boolean): Promise<boolean> {
    const totp = await findTotp(tx, userId);
    if (!totp || totp.isConfirmed !== isConfirmed) return false;
    const step = await findStep(userId, totp, code);
    return step !== undefined && (await takeTotpStep(tx, userId, step, isConfirmed));
  }

  return {
    async take(tx, userId, proof, { site, challenge }) {
      if (proof.kind === 'totp') return takeTotp(tx, userId, proof.code, true);
      if (proof.kind === 'recovery_code') return takeRecoveryCode(tx, userId, hashRecoveryCode(proof.code));
      const passkey = (await listPasskeys(tx, userId)).find(
        ({ credentialId }: StoredPasskey) => credentialId === proof.answer.id,
      );
      if (!passkey || challenge === null) return false;
      const signCount = await readAssertion(site, challenge, passkey, proof.answer);
      return signCount !== undefined && (await usePasskey(tx, passkey, signCount, clock.now()));
    },
    confirmTotp: (tx, userId, code) => takeTotp(tx, userId, code, false),
  };
}
