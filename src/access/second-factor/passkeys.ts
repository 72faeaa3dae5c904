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
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: answer as unknown as RegistrationResponseJSON,
      expectedChallenge: challenge,
      expectedOrigin: site.origin,
      expectedRPID: site.host,
      requireUserVerification: false,
      supportedAlgorithmIDs,
    });
    if (!verified || !registrationInfo) return undefined;
    const { id, publicKey, counter, transports } = registrationInfo.credential;
    return {
      credentialId: id,
      publicKey: Buffer.from(publicKey),
      signCount: counter,
      transports: transports ?? [],
    };
  } catch {
    // The library throws for everything that does not fit; it is all the same to the person.
    return undefined;
  }
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
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: answer as unknown as AuthenticationResponseJSON,
      expectedChallenge: challenge,
      expectedOrigin: site.origin,
      expectedRPID: site.host,
      requireUserVerification: false,
      credential: {
        ...describe(passkey),
        publicKey: Uint8Array.from(passkey.publicKey),
        counter: passkey.signCount,
      },
    });
    return verified ? authenticationInfo.newCounter : undefined;
  } catch {
    // As above; a counter that did not grow is among it.
    return undefined;
  }
}
