import { makeError } from '../../errors.ts';
import { renderString } from '../../templates/compile-template.ts';
import { makeCredentialScope } from '../credentials/credential-loader.ts';
import type { OAuthCredential } from './oauth-types.ts';

/** Whom a sign-in was started at: what the definition calls the vendor, else any name at its server. */
export interface Issuer {
  name: string;
  isExact: boolean;
}

export function findIssuer(credential: OAuthCredential): Issuer {
  const { issuer, authorizationUrl = '' } = credential.method;
  const scope = makeCredentialScope(credential);
  if (issuer !== undefined) return { name: renderString(issuer, scope), isExact: true };
  const url = URL.parse(renderString(authorizationUrl, scope));
  return { name: url?.origin ?? '', isExact: false };
}

/**
 * Against answers of one vendor given for another (RFC 9207): a code is never sent to a token server that did not issue
 * it. A vendor that does not name itself is not refused.
 * @throws VAULT_ISSUER_WRONG
 */
export function assertIssuer(named: string | undefined, asked: Issuer, credential: string): void {
  if (named === undefined) return;
  const isRight = asked.isExact ? named === asked.name : URL.parse(named)?.origin === asked.name;
  if (isRight) return;
  const issuer = `"${named.slice(0, 200)}"`;
  throw makeError('VAULT_ISSUER_WRONG', { credential, expected: asked.name, issuer });
}
