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
import { isMatch } from '../connector-kit/classify-response.ts';
import type { OAuth2Method } from '../connector-kit/definition.ts';
import { type Egress, headerOf } from '../egress/egress-types.ts';
import { isAppError, makeError } from '../errors.ts';
import { renderString } from '../templates/compile-template.ts';
import { listSecretTexts } from './credential-loader.ts';
import {
  isHtml,
  makeStrictAnswer,
  type ParsedAnswer,
  parseTokenAnswer,
  type RawAnswer,
  type TokenAnswer,
} from './token-answer.ts';
import { parseTokenUrl } from './token-host.ts';
import type { LoadedCredential, RequestContext } from './vault-types.ts';

const TIMEOUT_MS = 20_000;
const MAX_REASON_LENGTH = 300;

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

export interface TokenRequestDeps {
  egress: Pick<Egress, 'request'>;
  hooks?: OAuthHooks;
}

/** The credential as an OAuth 2.0 one: form fields `clientId`, `clientSecret`, `username`, `password` by convention. */
export interface OAuthCredential extends LoadedCredential {
  method: OAuth2Method;
}

/** Template scope of everything OAuth: the form values, global variables, and what the vendor added to the redirect. */
export function makeOAuthScope(credential: LoadedCredential): Record<string, unknown> {
  return {
    fields: credential.fields,
    globals: credential.globals,
    callback: credential.secrets.callback ?? {},
  };
}

/**
 * One request to the token endpoint, never repeated: a refresh token may be good for one use only.
 *
 * @throws VAULT_NEEDS_REAUTHENTICATION only for an error the definition lists in `reauthorizeErrors`;
 *   VAULT_TOKEN_UNAVAILABLE (retry) for network failures, 429, 5xx and `retryErrors`; VAULT_TOKEN_REFUSED,
 *   VAULT_TOKEN_ANSWER_INVALID and VAULT_TOKEN_HOST_REFUSED otherwise.
 */
export async function requestTokens(
  deps: TokenRequestDeps,
  credential: OAuthCredential,
  grant: TokenGrant,
  context: RequestContext,
  signal?: AbortSignal,
): Promise<TokenAnswer> {
  const { method, fields, definition } = credential;
  const scope = makeOAuthScope(credential);
  const template = grant.kind === 'refresh_token' && method.refreshUrl ? method.refreshUrl : method.tokenUrl;
  const url = parseTokenUrl(
    renderString(template, scope),
    method.allowedTokenHosts.map((host) => renderString(host, scope)),
    { credential: credential.name, vendor: definition.name },
  );

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
    received = judgeAnswer(deps, credential, grant, answer, form, url.host);
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

/** Nobody repeats the exchange of a code: the person does. */
const describeNext = (credential: LoadedCredential, grant: TokenGrant): string =>
  grant.kind === 'authorization_code'
    ? 'Press Authenticate again in a few minutes.'
    : `The credential "${credential.name}" stays valid; Muster tries again.`;

function getHook<T>(hooks: Record<string, T> | undefined, name: string, credential: OAuthCredential): T {
  const hook = hooks && Object.hasOwn(hooks, name) ? hooks[name] : undefined;
  if (!hook) throw makeError('VAULT_HOOK_UNKNOWN', { connector: credential.definition.id, hook: name });
  return hook;
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
      timeoutMs: TIMEOUT_MS,
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

function judgeAnswer(
  deps: TokenRequestDeps,
  credential: OAuthCredential,
  grant: TokenGrant,
  answer: RawAnswer,
  form: Record<string, string>,
  host: string,
): TokenAnswer {
  const { method, definition } = credential;
  const parsed = parseTokenAnswer(answer);
  const hookName = method.hooks?.classifyTokenResponse;
  const verdict = hookName && getHook(deps.hooks?.classifyTokenResponse, hookName, credential)(answer);
  if (parsed.tokens && (verdict === undefined || verdict === 'ok')) return parsed.tokens;

  const names = { vendor: definition.name, credential: credential.name, host };
  const secrets = [...listSecretTexts(credential), ...listFormSecrets(form, credential)];
  const reason = describeFailure(method, answer, parsed, secrets);
  const details = {
    status: answer.status,
    ...(parsed.error ? { oauthError: mask(parsed.error, secrets) } : {}),
  };
  // Nobody repeats the exchange of a code: there the person waiting is told what the vendor said.
  const isKnownPassing = isListedPassing(method, answer, parsed) && grant.kind !== 'authorization_code';
  if (verdict === 'retry' || isKnownPassing || isPassing(answer)) {
    const next = describeNext(credential, grant);
    throw makeError('VAULT_TOKEN_UNAVAILABLE', { ...names, reason, next }, { details, ...readRetryAfter(answer) });
  }
  const isDead =
    verdict === 'reauthorize' || (parsed.error && method.reauthorizeErrors.includes(parsed.error));
  if (isDead && grant.kind !== 'authorization_code') {
    throw makeError(
      'VAULT_NEEDS_REAUTHENTICATION',
      { ...names, reason },
      { details: { ...details, reason } },
    );
  }
  if (!parsed.error && !findHint(method, answer, parsed) && (isHtml(answer) || answer.status < 400)) {
    const isRedirect = answer.status >= 300 && answer.status < 400;
    const what = isHtml(answer)
      ? 'an HTML page'
      : isRedirect
        ? 'a redirect'
        : parsed.body
          ? 'an answer without access_token'
          : 'unreadable text';
    throw makeError('VAULT_TOKEN_ANSWER_INVALID', { ...names, what, status: answer.status }, { details });
  }
  throw makeError('VAULT_TOKEN_REFUSED', { ...names, reason }, { details });
}

/** Failures that pass by themselves and say nothing about the credential. */
function isPassing(answer: RawAnswer): boolean {
  if (answer.status === 429 || answer.status === 408 || answer.status >= 500) return true;
  return isHtml(answer) && /rate limit|too many requests/i.test(answer.text);
}

function isListedPassing(method: OAuth2Method, answer: RawAnswer, parsed: ParsedAnswer): boolean {
  const text = answer.text.toLowerCase();
  return (method.retryErrors ?? []).some(
    (known) => known === parsed.error || (!parsed.error && text.includes(known.toLowerCase())),
  );
}

const findHint = (method: OAuth2Method, answer: RawAnswer, parsed: ParsedAnswer) =>
  method.errorHints?.find((hint) => isMatch(hint.when, { ...answer, url: '' }, parsed.body))?.message;

function describeFailure(
  method: OAuth2Method,
  answer: RawAnswer,
  parsed: ParsedAnswer,
  secrets: string[],
): string {
  const hint = findHint(method, answer, parsed);
  if (hint) return hint;
  const words = [parsed.error, parsed.description].filter(Boolean).join(': ');
  const said = mask(words, secrets).replace(/\s+/g, ' ').slice(0, MAX_REASON_LENGTH).trim();
  return said ? `it answered "${said}" (HTTP ${answer.status}).` : `it answered HTTP ${answer.status}.`;
}

function readRetryAfter(answer: RawAnswer): { retryAfterMs?: number } {
  const seconds = Number(headerOf(answer, 'retry-after'));
  return Number.isFinite(seconds) && seconds > 0 ? { retryAfterMs: seconds * 1000 } : {};
}

/** Everything in the form except what names things anyway. */
function listFormSecrets(form: Record<string, string>, credential: OAuthCredential): string[] {
  const open = new Set(['grant_type', 'scope', 'redirect_uri', 'client_id', 'username']);
  for (const name of Object.keys(credential.method.extraTokenParams ?? {})) open.add(name);
  return Object.entries(form)
    .filter(([name]) => !open.has(name))
    .map(([, value]) => value);
}

/** Vendors like to repeat what they were sent; secrets of three characters or less cannot be told from words. */
export function mask(text: string, secrets: string[]): string {
  return secrets.reduce(
    (masked, secret) => (secret.length > 3 ? masked.replaceAll(secret, '•••') : masked),
    text,
  );
}

/** openid-client wraps what its fetch throws. */
function findAppError(err: unknown): unknown {
  for (let current = err; current instanceof Error; current = current.cause)
    if (isAppError(current)) return current;
  return undefined;
}
