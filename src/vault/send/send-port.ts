import {
  type ConnectorDefinition,
  isMatch,
  type PreparedRequest,
  type PreparedResponse,
  type ResponseRule,
  readOwnHintMs,
  readRetryAfterMs,
  type SendPort,
} from '../../connector-kit/index.ts';
import type { Db } from '../../db/client.ts';
import { type Egress, type EgressResponse, headerOf, type RetryPolicy } from '../../egress/egress-types.ts';
import { isAppError, makeError } from '../../errors.ts';
import type { Clock } from '../../model/clock.ts';
import { parseJson } from '../../model/json.ts';
import type { Logger } from '../../model/logger.ts';
import { renderAll } from '../../templates/compile-template.ts';
import { findLoginServer } from '../addresses/login-server.ts';
import { type BaseUrl, getBaseUrl, resolveUrl } from '../addresses/request-url.ts';
import { assertBound, isBound, isGranted } from '../bindings/judge-binding.ts';
import { listOrigins } from '../bindings/list-origins.ts';
import {
  assertComplete,
  type CredentialLoader,
  makeCredentialScope,
} from '../credentials/credential-loader.ts';
import { updateLastUsedAt, updateStatus } from '../credentials/credentials.queries.ts';
import type { TokenRenewal } from '../tokens/token-renewal.ts';
import type { LoadedCredential, RequestContext } from '../vault-types.ts';
import { type Access, isRenewable, makeAccess } from './access-headers.ts';

/** How long a credential is used before it is read again, so that a change made meanwhile is noticed. */
const rereadMs = 30_000;
const touchPauseMs = 60_000;
const defaultThrottle = { firstPauseMs: 2_000, maxAttempts: 5 };
/** A rule may look into the body; large JSON bodies at status 200 are data, and reading them twice would cost. */
const ruleBodyLength = 4_096;
/** Longer ones are left to the next session, which says when it may run. */
const longestWaitMs = 30 * 60_000;
/** Muster's own refusals to send a secret where it was not entered for. */
const bindingCodes: ReadonlySet<string> = new Set(['VAULT_SECRET_NEEDED', 'VAULT_NEEDS_REAUTHENTICATION']);
const ownRetryStatuses = new Set([429, 502, 503, 504]);

export interface SendPortOptions {
  credentialId: number;
  definition: ConnectorDefinition;
  caBundlePem?: string | null;
  /** More template scope for base URL and headers, e.g. `{ settings }`. */
  extraScope?: Record<string, unknown>;
  /** Default: up to five attempts within two minutes. */
  retry?: RetryPolicy;
  signal?: AbortSignal;
  log: Logger;
}

export interface SendPortDeps {
  db: Db;
  egress: Pick<Egress, 'request'>;
  loader: CredentialLoader;
  renewal: TokenRenewal;
  storeBindingStatus(credential: LoadedCredential): Promise<void>;
  clock: Clock;
}

/** Who is used at the moment, and with what. */
interface InUse {
  credential: LoadedCredential;
  access: Access;
  readAtMs: number;
}

/**
 * Sends requests of a definition with the credential's authentication, under its rate budget. An answer that says
 * "not authenticated" is followed by one renewal and one more try; what comes then is handed back, and the
 * credential's status says so.
 *
 * `send` throws EGRESS_*, VAULT_NEEDS_REAUTHENTICATION, VAULT_NOT_AUTHENTICATED, VAULT_TOKEN_*, VAULT_HOST_REFUSED,
 * VAULT_SECRET_NEEDED.
 */
export function makeSendPort(deps: SendPortDeps, options: SendPortOptions): SendPort {
  const { db, clock, loader } = deps;
  const { credentialId: id, definition, log } = options;
  const context: RequestContext = {
    ...(options.extraScope ? { extraScope: options.extraScope } : {}),
    ...(options.caBundlePem ? { caBundlePem: options.caBundlePem } : {}),
  };
  let current: Promise<InUse> | undefined;
  let touchedAtMs = Number.NEGATIVE_INFINITY;
  let isProved = false;
  /** Where redirects have led: links of the answers from there are followed too. */
  const followed = new Set<string>();

  const nowMs = () => clock.now().getTime();
  const take = (credential: LoadedCredential): InUse => {
    const access = makeAccess(credential, options.extraScope);
    if (!access) throw makeError('VAULT_NOT_AUTHENTICATED', { credential: credential.name });
    return { credential, access, readAtMs: clock.monotonicMs() };
  };

  function renew(credential: LoadedCredential, seenGeneration: string | undefined, signal?: AbortSignal) {
    const { method } = credential;
    const { extraScope } = options;
    const found =
      method.kind === 'session_login'
        ? { loginServer: findLoginServer(credential, method, extraScope).key }
        : {};
    return deps.renewal.renew(id, seenGeneration, { ...context, ...found }, signal);
  }

  async function open(signal: AbortSignal | undefined): Promise<InUse> {
    const credential = await loader.load(id);
    assertComplete(credential);
    const access = makeAccess(credential, options.extraScope);
    if (!access) {
      if (!isRenewable(credential.method))
        throw makeError('VAULT_NOT_AUTHENTICATED', { credential: credential.name });
      return take(await renew(credential, undefined, signal));
    }
    if (access.renewAtMs === null || nowMs() < access.renewAtMs || !isRenewable(credential.method))
      return take(credential);
    const isOver = access.expiresAtMs !== null && nowMs() >= access.expiresAtMs;
    if (!isOver && !mayRenewEarly(credential)) return take(credential);
    try {
      return take(await renew(credential, access.generation, signal));
    } catch (err) {
      if (isOver || !isAppError(err) || signal?.aborted) throw err;
      log.warn(
        { credentialId: id, code: err.code },
        'the access token could not be renewed early; it is used while it lasts',
      );
      return take(credential);
    }
  }

  async function getInUse(signal: AbortSignal | undefined): Promise<InUse> {
    const found = await current?.catch(() => undefined);
    const isFresh =
      found !== undefined &&
      clock.monotonicMs() - found.readAtMs < rereadMs &&
      (found.access.renewAtMs === null || nowMs() < found.access.renewAtMs);
    if (isFresh) return found;
    const opening = open(signal);
    current = opening;
    return opening;
  }

  function findBase({ baseUrl = definition.client.baseUrl }: PreparedRequest, inUse: InUse): BaseUrl {
    const { credential } = inUse;
    return getBaseUrl({ baseUrl }, options.extraScope, makeCredentialScope(credential), credential);
  }

  async function sendOnce(
    request: PreparedRequest,
    inUse: InUse,
    base: URL,
    signal: AbortSignal | undefined,
  ): Promise<EgressResponse> {
    const { credential, access } = inUse;
    const { client } = definition;
    const throttle = client.throttle ?? defaultThrottle;
    const url = resolveUrl(base, request.path, credential.name, followed);
    assertBound(credential, url, isGranted(credential) ? 'granted' : 'entered');
    const scope = { ...makeCredentialScope(credential, url), ...options.extraScope };
    await touch();
    const response = await deps.egress.request({
      method: request.method,
      url: url.href,
      headers: { ...renderAll(client.headers, scope), ...request.headers, ...access.headers },
      query: { ...request.query, ...access.query },
      ...(request.body ? { body: request.body } : {}),
      timeoutMs: client.timeoutMs,
      secretHeaderNames: Object.keys(access.headers),
      secretQueryNames: Object.keys(access.query),
      mayFollowTo: (target) => mayFollow(credential, target),
      budgetKey: request.rateBudget ? `credential:${id}@${url.host}` : `credential:${id}`,
      budget: request.rateBudget ?? client.rateBudget,
      // Requests of a definition only read, so a POST may be repeated as well.
      retry: {
        maxAttempts: throttle.maxAttempts,
        maxTotalWaitMs: Math.max(120_000, throttle.firstPauseMs * 2 ** throttle.maxAttempts),
        isSafeToRepeat: true,
        ...(client.throttle ? { throttlePauseMs: throttle.firstPauseMs } : {}),
        ...options.retry,
      },
      retryHint: (response) => readOwnHintMs(client, response),
      ...(context.caBundlePem ? { caBundlePem: context.caBundlePem } : {}),
      ...(signal ? { signal } : {}),
    });
    const { origin } = new URL(response.url);
    if (origin !== url.origin) followed.add(origin);
    return response;
  }

  /**
   * Waits and repeats where only a rule of the definition knows that the answer means "slow down": with the renewal of a
   * refused token a rung of the ladder of retries in docs/flow.md.
   */
  async function sendPatiently(
    request: PreparedRequest,
    inUse: InUse,
    base: URL,
    signal: AbortSignal | undefined,
  ): Promise<{ response: EgressResponse; rule: ResponseRule | undefined }> {
    const throttle = definition.client.throttle ?? defaultThrottle;
    const maxAttempts = options.retry?.maxAttempts ?? throttle.maxAttempts;
    for (let attempt = 1; ; attempt += 1) {
      const response = await sendOnce(request, inUse, base, signal);
      const rule = findRule(definition, response);
      const pauseMs = throttle.firstPauseMs * 2 ** (attempt - 1);
      const isPassing = rule?.means === 'slow_down' || rule?.means === 'retry';
      const isDone = !isPassing || ownRetryStatuses.has(response.status);
      const waitMs = readRetryAfterMs(definition.client, response) ?? pauseMs;
      if (isDone || attempt >= maxAttempts || waitMs > longestWaitMs) return { response, rule };
      await clock.sleep(waitMs, signal);
    }
  }

  async function touch(): Promise<void> {
    if (clock.monotonicMs() - touchedAtMs < touchPauseMs) return;
    touchedAtMs = clock.monotonicMs();
    await updateLastUsedAt(db, id, clock.now(), touchPauseMs);
  }

  async function markProved(credential: LoadedCredential): Promise<void> {
    if (isProved) return;
    isProved = true;
    if (credential.status !== 'authenticated') await updateStatus(db, id, 'authenticated', null);
  }

  return {
    async send(request, requestSignal) {
      try {
        return await sendAuthenticated(request, joinSignals(options.signal, requestSignal));
      } catch (err) {
        // Its status says at once what it needs.
        if (isAppError(err) && bindingCodes.has(err.code))
          await deps.storeBindingStatus(await loader.load(id));
        throw err;
      }
    },
  };

  async function sendAuthenticated(
    request: PreparedRequest,
    signal: AbortSignal | undefined,
  ): Promise<PreparedResponse> {
    const inUse = await getInUse(signal);
    let base = findBase(request, inUse);
    let { response, rule } = await sendPatiently(request, inUse, base.url, signal);
    let last = inUse;
    if (isUnauthorized(response, rule) && isRenewable(inUse.credential.method)) {
      const renewed = renew(inUse.credential, inUse.access.generation, signal).then(take);
      current = renewed;
      last = await renewed;
      base = findBase(request, last);
      ({ response, rule } = await sendPatiently(request, last, base.url, signal));
    }
    // What another server says about the credential is no word of its own one; the session tells about it.
    if (!base.isOwn || new URL(response.url).origin !== base.url.origin)
      return toPrepared(response, last.access);
    if (isUnauthorized(response, rule)) {
      isProved = false;
      await updateStatus(db, id, 'needs_reauthentication', describeRefusal(definition, last, response, rule));
    } else if (response.status < 300 && (!rule || rule.means === 'ok' || rule.means === 'empty')) {
      await markProved(last.credential);
    }
    return toPrepared(response, last.access);
  }
}

/**
 * A redirect is followed to servers the credential leads to anyway and was entered for. Not with a session: what one
 * server gave is never sent to another.
 */
const mayFollow = (credential: LoadedCredential, target: URL): boolean => {
  const { origins, granted } = listOrigins({ ...credential, callback: credential.secrets.callback });
  return (
    credential.method.kind !== 'session_login' &&
    [...origins, ...granted].includes(target.origin) &&
    isBound(credential, target)
  );
};

/** Before its end a token is only exchanged where that needs nobody. */
function mayRenewEarly(credential: LoadedCredential): boolean {
  const { method, secrets } = credential;
  if (method.kind !== 'oauth2' || method.grant !== 'authorization_code') return true;
  return secrets.tokens?.refreshToken !== undefined && !secrets.tokens.isRefreshRefused;
}

function findRule(definition: ConnectorDefinition, response: PreparedResponse): ResponseRule | undefined {
  const isJson = /json/i.test(headerOf(response, 'content-type') ?? '');
  if (response.status < 300 && isJson && response.text.length > ruleBodyLength) return undefined;
  let json: unknown;
  try {
    json = response.text.trim() === '' ? undefined : parseJson(response.text);
  } catch {
    // Not JSON: rules that look at status, content type or text still apply.
    json = undefined;
  }
  return definition.client.responseRules.find((rule) => isMatch(rule.when, response, json));
}

const isUnauthorized = (response: PreparedResponse, rule: ResponseRule | undefined): boolean =>
  rule ? rule.means === 'reauthorize' : response.status === 401;

function describeRefusal(
  definition: ConnectorDefinition,
  inUse: InUse,
  response: PreparedResponse,
  rule: ResponseRule | undefined,
): string {
  const answer = `${definition.name} answered HTTP ${response.status}`;
  if (rule?.message) return `${answer}: ${rule.message}`;
  return isRenewable(inUse.credential.method)
    ? `${answer} to a token it had just issued. A permission or scope may be missing, or the account may be disabled.`
    : `${answer}: it does not accept this credential. Check whether it was changed, revoked or has ended.`;
}

/** The address without what authenticates. */
function toPrepared(response: EgressResponse, access: Access): PreparedResponse {
  const url = new URL(response.url);
  for (const name of Object.keys(access.query)) url.searchParams.delete(name);
  return { status: response.status, headers: response.headers, text: response.text, url: url.href };
}

function joinSignals(a: AbortSignal | undefined, b: AbortSignal | undefined): AbortSignal | undefined {
  return a && b ? AbortSignal.any([a, b]) : (a ?? b);
}
