import { type AuthMethod, makeScope } from '../../connector-kit/index.ts';
import { renderString } from '../../templates/compile-template.ts';
import { findLoginSession } from '../addresses/login-server.ts';
import type { LoadedCredential } from '../vault-types.ts';

/** What authenticates one request. */
export interface Access {
  /** Undefined for what never changes (API key, basic). */
  generation: string | undefined;
  headers: Record<string, string>;
  query: Record<string, string>;
  /** Epoch milliseconds; null when it does not end, or nobody says when. */
  expiresAtMs: number | null;
  /** From here on a renewal is due, so that no request meets the end. */
  renewAtMs: number | null;
}

const maxMarginMs = 5 * 60_000;
const marginShare = 0.2;

/** True for kinds whose access is fetched and renewed at run time. */
export const isRenewable = (method: AuthMethod): boolean =>
  method.kind === 'oauth2' || method.kind === 'session_login';

/**
 * What to add to a request; undefined while there is no token yet, or no session of the server the settings lead to.
 * @param extraScope `{ settings }` of the integration.
 * @throws VAULT_HOST_REFUSED, VAULT_FIELD_INVALID for a session login whose server is not known or not allowed.
 */
export function makeAccess(
  credential: LoadedCredential,
  extraScope?: Record<string, unknown>,
): Access | undefined {
  const { method, fields, secrets, globals } = credential;
  const scope = makeScope({ globals, fields });
  switch (method.kind) {
    case 'oauth2': {
      const { tokens } = secrets;
      if (!tokens) return undefined;
      const { header, prefix } = method.tokenPlacement ?? { header: 'Authorization', prefix: 'Bearer' };
      return {
        generation: tokens.generation,
        headers: { [header]: joinPrefix(prefix, tokens.accessToken) },
        query: {},
        ...makeTimes(tokens.obtainedAtMs, tokens.expiresAtMs),
      };
    }
    case 'session_login': {
      const session = findLoginSession(credential, extraScope);
      if (!session) return undefined;
      const { generation, headers, query } = session;
      return { generation, headers, query, ...makeTimes(session.obtainedAtMs, session.expiresAtMs) };
    }
    case 'api_key': {
      const { placement } = method;
      const pair = { [renderString(placement.name, scope)]: renderString(placement.value, scope) };
      return {
        ...lasting,
        headers: placement.in === 'header' ? pair : {},
        query: placement.in === 'query' ? pair : {},
      };
    }
    case 'basic': {
      const pair = `${renderString(method.username, scope)}:${renderString(method.password, scope)}`;
      return {
        ...lasting,
        headers: { Authorization: `Basic ${Buffer.from(pair, 'utf8').toString('base64')}` },
        query: {},
      };
    }
  }
}

const lasting = { generation: undefined, expiresAtMs: null, renewAtMs: null };

/** `Bearer` and the token; a prefix that ends with a space or `=` (`CwsAuth Bearer=`) says itself how it continues. */
function joinPrefix(prefix: string, token: string): string {
  return prefix === '' || /[ =]$/.test(prefix) ? `${prefix}${token}` : `${prefix} ${token}`;
}

function makeTimes(obtainedAtMs: number, expiresAtMs: number | null) {
  if (expiresAtMs === null) return { expiresAtMs, renewAtMs: null };
  const marginMs = Math.min(maxMarginMs, (expiresAtMs - obtainedAtMs) * marginShare);
  return { expiresAtMs, renewAtMs: expiresAtMs - marginMs };
}
