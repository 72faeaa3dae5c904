import {
  type AuthenticationResponseJSON,
  type AuthenticatorTransport,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import type { StoredPasskey } from './second-factor.queries.ts';

/** EdDSA, ES256 and RS256: what authenticators and every supported Node know. */
const supportedAlgorithmIDs = [-8, -7, -257];

/** Where the browser stands: passkeys belong to a host name. */
export interface Site {
  /** Host name, the "relying party" of WebAuthn. */
  host: string;
  /** Scheme, host and port. */
  origin: string;
}

export type { PublicKeyCredentialCreationOptionsJSON, PublicKeyCredentialRequestOptionsJSON };

/** What a browser made of a challenge; checked by the library. */
export interface PasskeyAnswer {
  id: string;
  [part: string]: unknown;
}

const describe = ({ credentialId, transports }: Pick<StoredPasskey, 'credentialId' | 'transports'>) => ({
  id: credentialId,
  transports: transports as AuthenticatorTransport[],
});

export function makeRegistration(
  site: Site,
  user: { userId: number; name: string; email: string },
  known: readonly StoredPasskey[],
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  return generateRegistrationOptions({
    rpName: 'Muster',
    rpID: site.host,
    userName: user.email,
    userDisplayName: user.name,
    userID: new TextEncoder().encode(`muster-${user.userId}`),
    attestationType: 'none',
    supportedAlgorithmIDs,
    excludeCredentials: known.map(describe),
    // The password is the first factor: touching the key is enough.
    authenticatorSelection: { residentKey: 'discouraged', userVerification: 'preferred' },
  });
}

/** The passkey of a registration; undefined when it does not fit the challenge or the site. */
export async function readRegistration(
  site: Site,
  challenge: string,
  answer: PasskeyAnswer,
): Promise<Pick<StoredPasskey, 'credentialId' | 'publicKey' | 'signCount' | 'transports'> | undefined> {
  const response = answer as unknown as RegistrationResponseJSON;
  const found = await check(site, challenge, (expected) =>
    verifyRegistrationResponse({ ...expected, response, supportedAlgorithmIDs }),
  );
  if (!found?.verified || !found.registrationInfo) return undefined;
  const { id, publicKey, counter, transports } = found.registrationInfo.credential;
  return {
    credentialId: id,
    publicKey: Buffer.from(publicKey),
    signCount: counter,
    transports: transports ?? [],
  };
}

export function makeAssertion(
  site: Site,
  known: readonly StoredPasskey[],
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  return generateAuthenticationOptions({
    rpID: site.host,
    allowCredentials: known.map(describe),
    userVerification: 'preferred',
  });
}

/** The new signature counter; undefined when the answer does not fit. */
export async function readAssertion(
  site: Site,
  challenge: string,
  passkey: StoredPasskey,
  answer: PasskeyAnswer,
): Promise<number | undefined> {
  const response = answer as unknown as AuthenticationResponseJSON;
  const credential = {
    ...describe(passkey),
    publicKey: Uint8Array.from(passkey.publicKey),
    counter: passkey.signCount,
  };
  const found = await check(site, challenge, (expected) =>
    verifyAuthenticationResponse({ ...expected, response, credential }),
  );
  return found?.verified ? found.authenticationInfo.newCounter : undefined;
}

/** What every answer has to fit: the challenge and the site. Touching the key is enough. */
const makeExpected = (site: Site, challenge: string) => ({
  expectedChallenge: challenge,
  expectedOrigin: site.origin,
  expectedRPID: site.host,
  requireUserVerification: false,
});

/**
 * What the library found; undefined where the answer does not fit. It throws for that, for a signature counter that did
 * not grow too; it is all the same to the person.
 */
async function check<Found>(
  site: Site,
  challenge: string,
  verify: (expected: ReturnType<typeof makeExpected>) => Promise<Found>,
): Promise<Found | undefined> {
  try {
    return await verify(makeExpected(site, challenge));
  } catch {
    return undefined;
  }
}
