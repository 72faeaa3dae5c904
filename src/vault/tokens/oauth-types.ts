import type { OAuth2Method } from '../../connector-kit/index.ts';
import { makeError } from '../../errors.ts';
import type { LoadedCredential } from '../vault-types.ts';
import type { RawAnswer } from './token-answer.ts';

export type TokenGrant =
  | { kind: 'authorization_code'; code: string; redirectUri: string; codeVerifier: string | undefined }
  | { kind: 'refresh_token'; refreshToken: string }
  | { kind: 'client_credentials' }
  | { kind: 'password' };

/** Pure functions a definition may name where data cannot say what a vendor wants. */
export interface OAuthHooks {
  buildTokenRequest?: Record<
    string,
    (form: Record<string, string>, fields: Record<string, string>) => Record<string, string>
  >;
  classifyTokenResponse?: Record<
    string,
    (answer: RawAnswer) => 'ok' | 'reauthorize' | 'retry' | 'refused' | undefined
  >;
}

/** The credential as an OAuth 2.0 one: form fields `clientId`, `clientSecret`, `username`, `password` by convention. */
export interface OAuthCredential extends LoadedCredential {
  method: OAuth2Method;
}

/** Throws VAULT_HOOK_UNKNOWN. */
export function getHook<T>(
  hooks: Record<string, T> | undefined,
  name: string,
  credential: OAuthCredential,
): T {
  const hook = hooks && Object.hasOwn(hooks, name) ? hooks[name] : undefined;
  if (!hook) throw makeError('VAULT_HOOK_UNKNOWN', { connector: credential.definition.id, hook: name });
  return hook;
}
