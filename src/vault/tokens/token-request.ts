import {
  allowInsecureRequests,
  authorizationCodeGrant,
  type ClientAuth,
  ClientSecretPost,
  Configuration,
  clientCredentialsGrant,
  customFetch,
  genericGrantRequest,
  None,
  refreshTokenGrant,
} from 'openid-client';
import type { OAuth2Method } from '../../connector-kit/index.ts';
import type { Egress } from '../../egress/egress-types.ts';
import { isAppError, makeError } from '../../errors.ts';
import { renderString } from '../../templates/compile-template.ts';
import { isTokenHost, parseTokenUrl } from '../addresses/token-host.ts';
import { assertTokenUrlBound } from '../bindings/judge-binding.ts';
import { makeCredentialScope } from '../credentials/credential-loader.ts';
import type { RequestContext } from '../vault-types.ts';
import { describeNext, interpretTokenAnswer } from './interpret-token-answer.ts';
import { getHook, type OAuthCredential, type OAuthHooks, type TokenGrant } from './oauth-types.ts';
import { makeStrictAnswer, type RawAnswer, type TokenAnswer } from './token-answer.ts';

const requestTimeoutMs = 20_000;

export interface TokenRequestDeps {
  egress: Pick<Egress, 'request'>;
  hooks?: OAuthHooks;
}

/**
 * One request to the token endpoint, never repeated: a refresh token may be good for one use only.
 *
 * @throws VAULT_NEEDS_REAUTHENTICATION only for an error the definition lists in `reauthorizeErrors`;
 *   VAULT_SECRET_NEEDED for a server the secret was not entered for; VAULT_TOKEN_UNAVAILABLE (retry) for network failures, 429, 5xx and `retryWhen`; VAULT_TOKEN_REFUSED,
 *   VAULT_TOKEN_ANSWER_INVALID and VAULT_TOKEN_HOST_REFUSED otherwise.
 */
export async function requestTokens(
  deps: TokenRequestDeps,
  credential: OAuthCredential,
  grant: TokenGrant,
  context: RequestContext,
  signal?: AbortSignal,
): Promise<TokenAnswer> {
  const { method, fields } = credential;
  const scope = makeCredentialScope(credential);
  const url = getTokenUrl(credential, grant.kind);

  let received: TokenAnswer | undefined;
  const config = new Configuration(
    { issuer: url.origin, token_endpoint: url.href },
    fields.clientId || 'none',
    undefined,
    makeClientAuth(method, fields),
  );
  // parseTokenUrl has judged the transport already.
  allowInsecureRequests(config);
  config[customFetch] = async (target, options) => {
    const form = buildForm(
      deps,
      credential,
      Object.fromEntries(new URLSearchParams(String(options.body ?? ''))),
    );
    const answer = await sendForm(
      deps.egress,
      credential,
      grant,
      new URL(target),
      form,
      options.headers,
      context,
      signal,
    );
    received = interpretTokenAnswer(deps.hooks, credential, grant, answer, form, url.host);
    return makeStrictAnswer(received);
  };

  const extra = Object.fromEntries(
    Object.entries(method.extraTokenParams ?? {}).map(([name, value]) => [name, renderString(value, scope)]),
  );
  const scopes: Record<string, string> =
    credential.scopes.length > 0 ? { scope: credential.scopes.join(method.scopeSeparator) } : {};
  try {
    switch (grant.kind) {
      case 'authorization_code': {
        const current = new URL(grant.redirectUri);
        current.searchParams.set('code', grant.code);
        const checks = grant.codeVerifier ? { pkceCodeVerifier: grant.codeVerifier } : {};
        await authorizationCodeGrant(config, current, checks, extra);
        break;
      }
      case 'refresh_token':
        // No scope: a refresh never widens what was granted, and some vendors refuse one that repeats it.
        await refreshTokenGrant(config, grant.refreshToken, extra);
        break;
      case 'client_credentials':
        await clientCredentialsGrant(config, { ...scopes, ...extra });
        break;
      case 'password': {
        const login = { username: fields.username ?? '', password: fields.password ?? '' };
        await genericGrantRequest(config, 'password', { ...login, ...scopes, ...extra });
        break;
      }
    }
  } catch (err) {
    throw findAppError(err) ?? err;
  }
  return received as unknown as TokenAnswer;
}

/** Where the token request goes. Throws VAULT_TOKEN_HOST_REFUSED and VAULT_SECRET_NEEDED. */
export function getTokenUrl(credential: OAuthCredential, grant: TokenGrant['kind']): URL {
  const { method, definition } = credential;
  const scope = makeCredentialScope(credential);
  const template = grant === 'refresh_token' && method.refreshUrl ? method.refreshUrl : method.tokenUrl;
  const url = parseTokenUrl(
    renderString(template, scope),
    method.allowedTokenHosts.map((host) => renderString(host, scope)),
    { credential: credential.name, vendor: definition.name },
  );
  assertTokenUrlBound(credential, template, url, isTokenHost);
  return url;
}

function makeClientAuth(method: OAuth2Method, fields: Record<string, string>): ClientAuth {
  const secret = fields.clientSecret;
  if (!fields.clientId) return () => {};
  if (!secret) return None();
  if (method.clientAuthentication === 'secret_post') return ClientSecretPost(secret);
  // RFC 6749 §2.3.1 wants both form-encoded. Unreserved characters stay as they are, because many vendors never decode.
  const encode = (text: string) => encodeURIComponent(text).replaceAll('%20', '+');
  return (_server, client, _body, headers) => {
    const pair = `${encode(client.client_id)}:${encode(secret)}`;
    headers.set('authorization', `Basic ${Buffer.from(pair, 'utf8').toString('base64')}`);
  };
}

function buildForm(
  deps: TokenRequestDeps,
  credential: OAuthCredential,
  form: Record<string, string>,
): Record<string, string> {
  const name = credential.method.hooks?.buildTokenRequest;
  return name === undefined
    ? form
    : getHook(deps.hooks?.buildTokenRequest, name, credential)(form, credential.fields);
}

async function sendForm(
  egress: TokenRequestDeps['egress'],
  credential: OAuthCredential,
  grant: TokenGrant,
  url: URL,
  form: Record<string, string>,
  headers: Record<string, string>,
  context: RequestContext,
  signal: AbortSignal | undefined,
): Promise<RawAnswer> {
  try {
    return await egress.request({
      method: 'POST',
      url: url.href,
      headers: { ...headers, accept: 'application/json' },
      body: { kind: 'form', values: form },
      timeoutMs: requestTimeoutMs,
      followRedirects: false,
      retry: { maxAttempts: 1, maxTotalWaitMs: 0 },
      ...(signal ? { signal } : {}),
      ...(context.caBundlePem ? { caBundlePem: context.caBundlePem } : {}),
    });
  } catch (err) {
    if (!isAppError(err) || err.recovery !== 'retry') throw err;
    throw makeError(
      'VAULT_TOKEN_UNAVAILABLE',
      {
        vendor: credential.definition.name,
        host: url.host,
        reason: err.message,
        next: describeNext(credential, grant),
      },
      { cause: err, ...(err.retryAfterMs === undefined ? {} : { retryAfterMs: err.retryAfterMs }) },
    );
  }
}

/** openid-client wraps what its fetch throws. */
function findAppError(err: unknown): unknown {
  for (let current = err; current instanceof Error; current = current.cause)
    if (isAppError(current)) return current;
  return undefined;
}
