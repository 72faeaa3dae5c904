import { randomUUID } from 'node:crypto';
import {
  isMatch,
  prepareRequest,
  type RequestDefinition,
  type SessionLoginMethod,
} from '../../connector-kit/index.ts';
import { isAppError, makeError } from '../../errors.ts';
import type { Clock } from '../../model/clock.ts';
import type { Logger } from '../../model/logger.ts';
import { renderAll } from '../../templates/compile-template.ts';
import { findLoginServer } from '../addresses/login-server.ts';
import { getBaseUrl, resolveUrl } from '../addresses/request-url.ts';
import { assertBound } from '../bindings/judge-binding.ts';
import {
  assertComplete,
  listSecretTexts,
  makeCredentialScope,
  mask,
} from '../credentials/credential-loader.ts';
import type { LoadedCredential, RequestContext } from '../vault-types.ts';
import type { OAuthCredential, TokenGrant } from './oauth-types.ts';
import { isHtml, makeTokens, type RawAnswer } from './token-answer.ts';
import { makeNeedsReauthentication, type RenewedAccess } from './token-renewal.ts';
import { requestTokens, type TokenRequestDeps } from './token-request.ts';

export interface AccessRequestDeps extends TokenRequestDeps {
  clock: Clock;
  log: Logger;
}

/**
 * Asks the vendor once for new access: refresh, then (where no person is needed) the grant itself; or the session
 * login. Called under the credential's lease only.
 */
export function makeAccessRequest(deps: AccessRequestDeps) {
  return async (
    credential: LoadedCredential,
    context: RequestContext,
    signal: AbortSignal | undefined,
  ): Promise<RenewedAccess> => {
    assertComplete(credential);
    if (isOAuth(credential)) return requestOAuth(deps, credential, context, signal);
    if (credential.method.kind === 'session_login')
      return requestLogin(deps, credential, credential.method, context, signal);
    throw new TypeError(`the authentication "${credential.method.kind}" has nothing to renew`);
  };
}

export const isOAuth = (credential: LoadedCredential): credential is OAuthCredential =>
  credential.method.kind === 'oauth2';

async function requestOAuth(
  deps: AccessRequestDeps,
  credential: OAuthCredential,
  context: RequestContext,
  signal: AbortSignal | undefined,
): Promise<RenewedAccess> {
  const { method, secrets } = credential;
  const { grant } = method;
  const needsPerson = grant === 'authorization_code';
  const before = secrets.tokens;
  if (needsPerson && !before) throw makeError('VAULT_NOT_AUTHENTICATED', { credential: credential.name });
  if (needsPerson && before?.isRefreshRefused)
    throw makeNeedsReauthentication(credential.name, credential.statusReason);

  const ask = async (
    tokenGrant: TokenGrant,
    usedRefreshToken: string | undefined,
  ): Promise<RenewedAccess> => {
    const answer = await requestTokens(deps, credential, tokenGrant, context, signal);
    const nowMs = deps.clock.now().getTime();
    const endsInMs =
      answer.refreshExpiresInSeconds === undefined ? undefined : answer.refreshExpiresInSeconds * 1000;
    return {
      tokens: makeTokens(answer, usedRefreshToken, nowMs, method.defaultExpiresInSeconds),
      ...(endsInMs === undefined ? {} : { expiresAt: new Date(nowMs + endsInMs) }),
    };
  };
  const refresh = (refreshToken: string) => ask({ kind: 'refresh_token', refreshToken }, refreshToken);

  if (before?.refreshToken) {
    try {
      return await refresh(before.refreshToken);
    } catch (err) {
      if (!isAppError(err) || err.code !== 'VAULT_NEEDS_REAUTHENTICATION') throw err;
      if (before.previousRefreshToken) {
        // The vendor does not know the token it gave us last; then the one before may still be good.
        deps.log.warn(
          { credentialId: credential.id },
          'the newest refresh token was refused; trying the one before',
        );
        try {
          return await refresh(before.previousRefreshToken);
        } catch (previousErr) {
          if (!isAppError(previousErr) || previousErr.recovery === 'retry') throw previousErr;
        }
      }
      if (needsPerson) throw err;
    }
  }
  if (!needsPerson) return ask({ kind: grant }, undefined);
  throw makeNeedsReauthentication(
    credential.name,
    'The access token has ended and the vendor gave no refresh token. Allow offline access (refresh tokens) in the application at the vendor.',
  );
}

async function requestLogin(
  deps: AccessRequestDeps,
  credential: LoadedCredential,
  method: SessionLoginMethod,
  context: RequestContext,
  signal: AbortSignal | undefined,
): Promise<RenewedAccess> {
  const server = findLoginServer(credential, method, context.extraScope);
  const scope = { ...context.extraScope, ...makeCredentialScope(credential) };
  const send = (request: RequestDefinition, more: object) =>
    sendLogin(deps, credential, request, { ...scope, ...more }, context, signal);
  let preceding: unknown;
  if (method.preceding) {
    const { answer, names } = await send(method.preceding, {});
    preceding = readAnswerJson(answer.text);
    if (answer.status >= 400 || typeof preceding !== 'object' || preceding === null)
      throw makeLoginFailure(method, answer, names);
  }
  const { answer, names } = await send(method.login, { preceding });
  const resultScope = { response: readAnswerJson(answer.text), headers: answer.headers };
  const headers = renderAll(method.result.headers ?? {}, resultScope);
  const query = renderAll(method.result.query ?? {}, resultScope);
  const wanted =
    Object.keys(method.result.headers ?? {}).length + Object.keys(method.result.query ?? {}).length;
  const found = Object.keys(headers).length + Object.keys(query).length;
  if (answer.status >= 400 || found < wanted) throw makeLoginFailure(method, answer, names);
  const nowMs = deps.clock.now().getTime();
  return {
    server,
    session: {
      generation: randomUUID(),
      headers,
      query,
      expiresAtMs: nowMs + method.lifetimeSeconds * 1000,
      obtainedAtMs: nowMs,
    },
  };
}

/** A web page where a login was expected is no word about the values: the address leads elsewhere. */
function makeLoginFailure(method: SessionLoginMethod, answer: RawAnswer, names: Record<string, string>) {
  const { status } = answer;
  const isElsewhere = isHtml(answer) && (status < 400 || status === 404 || status === 405);
  return isElsewhere
    ? makeError('VAULT_TOKEN_ANSWER_INVALID', { ...names, status, what: 'an HTML page' })
    : makeError('VAULT_LOGIN_REFUSED', { ...names, status, hint: findHint(method, answer) });
}

function findHint({ errorHints }: SessionLoginMethod, answer: RawAnswer): string {
  const json = readAnswerJson(answer.text);
  const found = errorHints?.find(({ when }) => isMatch(when, { ...answer, url: '' }, json));
  return found?.message ?? 'Check its values and save them again.';
}

/** One request of a login, never repeated. Throws VAULT_TOKEN_UNAVAILABLE when there is no answer worth reading. */
async function sendLogin(
  deps: AccessRequestDeps,
  credential: LoadedCredential,
  request: RequestDefinition,
  scope: object,
  context: RequestContext,
  signal: AbortSignal | undefined,
) {
  const { definition } = credential;
  const prepared = prepareRequest(request, scope);
  const { baseUrl = definition.client.baseUrl } = request;
  const base = getBaseUrl({ baseUrl }, context.extraScope, makeCredentialScope(credential), credential);
  const url = resolveUrl(base.url, prepared.path, credential.name);
  assertBound(credential, url, 'entered');
  const { host } = url;
  const next = `The credential "${credential.name}" stays valid; Muster tries again.`;
  const names = { vendor: definition.name, credential: credential.name, host, next };
  let answer: Awaited<ReturnType<typeof deps.egress.request>>;
  try {
    answer = await deps.egress.request({
      method: prepared.method,
      url: url.href,
      query: prepared.query,
      headers: { ...renderAll(definition.client.headers, scope), ...prepared.headers },
      ...(prepared.body ? { body: prepared.body } : {}),
      // Repeating is the caller's business: the lease must outlive the request.
      retry: { maxAttempts: 1, maxTotalWaitMs: 0 },
      followRedirects: false,
      timeoutMs: Math.min(definition.client.timeoutMs, 25_000),
      ...(signal ? { signal } : {}),
      ...(context.caBundlePem ? { caBundlePem: context.caBundlePem } : {}),
    });
  } catch (err) {
    if (!isAppError(err) || err.recovery !== 'retry') throw err;
    const reason = mask(err.message, listSecretTexts(credential));
    throw makeError('VAULT_TOKEN_UNAVAILABLE', { ...names, reason }, { cause: err });
  }
  if (answer.status === 429 || answer.status >= 500)
    throw makeError('VAULT_TOKEN_UNAVAILABLE', {
      ...names,
      reason: `${definition.name} answered HTTP ${answer.status}.`,
    });
  return { answer, names };
}

function readAnswerJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not every login answers JSON; its headers may be all that is needed.
    return undefined;
  }
}
