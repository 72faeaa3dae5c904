import type { SessionLoginMethod } from '../../connector-kit/index.ts';
import { makeCredentialScope } from '../credentials/credential-loader.ts';
import type { LoadedCredential, LoginSession } from '../vault-types.ts';
import { getBaseUrl } from './request-url.ts';

export interface LoginServer {
  /** The origins the login is sent to and used at. */
  key: string;
  /** False when settings lead to one of the credential's other servers. */
  isOwn: boolean;
}

/**
 * The server a session login is for, with these settings. Sessions are kept and looked up by it, so that one server
 * never gets what another has issued.
 * @throws VAULT_HOST_REFUSED, VAULT_FIELD_INVALID
 */
export function findLoginServer(
  credential: LoadedCredential,
  method: SessionLoginMethod,
  extraScope: Record<string, unknown> | undefined,
): LoginServer {
  const { client } = credential.definition;
  const templates = new Set([
    client.baseUrl,
    ...(method.preceding?.baseUrl ? [method.preceding.baseUrl] : []),
    ...(method.login.baseUrl ? [method.login.baseUrl] : []),
  ]);
  const scope = makeCredentialScope(credential);
  const found = [...templates].map((baseUrl) => getBaseUrl({ baseUrl }, extraScope, scope, credential));
  return {
    key: [...new Set(found.map(({ url }) => url.origin))].join(' '),
    isOwn: found.every(({ isOwn }) => isOwn),
  };
}

/** The session kept for the server these settings lead to. Throws as {@link findLoginServer}. */
export function findLoginSession(
  credential: LoadedCredential,
  extraScope: Record<string, unknown> | undefined,
): LoginSession | undefined {
  const { method, secrets } = credential;
  if (method.kind !== 'session_login') return undefined;
  return secrets.sessions?.[findLoginServer(credential, method, extraScope).key];
}
