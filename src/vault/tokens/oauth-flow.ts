import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import {
  allowInsecureRequests,
  buildAuthorizationUrl,
  Configuration,
  calculatePKCECodeChallenge,
  randomPKCECodeVerifier,
} from 'openid-client';
import type { Db, Queryable } from '../../db/client.ts';
import { isAppError, makeError } from '../../errors.ts';
import type { Actor } from '../../model/actor.ts';
import type { AuditPort } from '../../model/audit.ts';
import type { Clock } from '../../model/clock.ts';
import { trimEndOf } from '../../model/trim-characters.ts';
import { renderString } from '../../templates/compile-template.ts';
import { assertOwnTokenServerBound } from '../bindings/judge-binding.ts';
import { listOrigins } from '../bindings/list-origins.ts';
import {
  assertComplete,
  type CredentialLoader,
  listSecretTexts,
  makeCredentialScope,
  mask,
} from '../credentials/credential-loader.ts';
import { updateStatus } from '../credentials/credentials.queries.ts';
import type { Envelope, SealContext } from '../seal/envelope.ts';
import type { CredentialSecrets, LoadedCredential } from '../vault-types.ts';
import {
  findOAuthState,
  insertOAuthState,
  type OAuthStateRow,
  updateOAuthStateUsed,
} from './oauth-states.queries.ts';
import type { OAuthCredential } from './oauth-types.ts';
import { assertIssuer, findIssuer, type Issuer } from './redirect-issuer.ts';
import { takeLease, updateFenced } from './refresh-lease.queries.ts';
import { isOAuth } from './request-access.ts';
import { makeTokens, type TokenAnswer } from './token-answer.ts';
import { requestTokens, type TokenRequestDeps } from './token-request.ts';

/** How long a sign-in at the vendor may take. */
const stateLifetimeMs = 10 * 60_000;

const maxCallbackCount = 20;
const maxCallbackLength = 512;

export interface OAuthFlow {
  /** The address at the vendor to send the browser to. Throws VAULT_AUTHORIZE_NOT_NEEDED, VAULT_CREDENTIAL_INCOMPLETE. */
  authorize(actor: Actor, credentialId: number): Promise<{ authorizeUrl: string }>;
  /**
   * What the vendor sent the browser back with: checks the state, exchanges the code, stores the tokens.
   * @param actor who is signed in in that browser; undefined when nobody is.
   * @throws VAULT_STATE_UNKNOWN, _EXPIRED, _USED, _FOREIGN, VAULT_ISSUER_WRONG, VAULT_CONSENT_REFUSED, VAULT_AUTHORIZE_REFUSED and those
   *   of a token request.
   */
  completeRedirect(
    actor: Actor | undefined,
    query: Record<string, string>,
  ): Promise<{ credentialId: number; credentialName: string; vendor: string }>;
}

export interface OAuthFlowDeps extends TokenRequestDeps {
  db: Db;
  loader: CredentialLoader;
  envelope: Envelope;
  audit: AuditPort<Queryable>;
  clock: Clock;
  /** Read at each use: the port may be known only after the start. */
  getPublicUrl(): string;
}

/** Sealed beside the state: nothing of it may be seen or changed on the way. */
interface StateSecrets {
  codeVerifier: string | undefined;
  redirectUri: string;
  userId: number;
  /** Hash of the session cookie; undefined when the sign-in was started with an API token. */
  sessionKey: string | undefined;
  /** Who was asked; absent in a sign-in that an older version started. */
  issuer?: Issuer;
}

export const makeRedirectUri = (publicUrl: string): string => `${trimEndOf(publicUrl, '/')}/oauth2/redirect`;

export function makeOAuthFlow(deps: OAuthFlowDeps): OAuthFlow {
  const { db, loader, envelope, clock } = deps;

  async function openState(actor: Actor | undefined, state: string) {
    const stateHash = hashState(state);
    const row = await findOAuthState(db, stateHash);
    if (!row) throw makeError('VAULT_STATE_UNKNOWN');
    const secrets = await envelope.open<StateSecrets>(makeStateContext(stateHash), row);
    // Before anything else: a stranger's browser must not be able to use up the state either.
    if (!isSameBrowser(secrets, actor))
      throw makeError('VAULT_STATE_FOREIGN', { publicUrl: deps.getPublicUrl() });
    await useState(stateHash, row);
    return { row, secrets };
  }

  async function useState(stateHash: Buffer, row: OAuthStateRow): Promise<void> {
    if (row.usedAt) throw makeError('VAULT_STATE_USED');
    const now = clock.now();
    if (row.expiresAt <= now) throw makeError('VAULT_STATE_EXPIRED', { minutes: stateLifetimeMs / 60_000 });
    if (!(await updateOAuthStateUsed(db, stateHash, now))) throw makeError('VAULT_STATE_USED');
  }

  /** Tokens of a person's consent win over a refresh under way: taking the fence makes that one write nothing. */
  async function storeTokens(
    actor: Actor,
    credential: OAuthCredential,
    answer: TokenAnswer,
    callback: Record<string, string>,
  ): Promise<void> {
    const now = clock.now();
    await db.withTransaction(async (tx) => {
      const lease = await takeLease(tx, credential.id);
      if (!lease) throw makeError('API_NOT_FOUND', { what: `The credential "${credential.name}"` });
      const { fence, row } = lease;
      const tokens = makeTokens(answer, undefined, now.getTime(), credential.method.defaultExpiresInSeconds);
      const stored = await loader.openSecrets(row);
      // What a person has granted may go where the credential leads now, with what the vendor has just said.
      const asked = { ...(await loader.loadRow(row)), callback };
      const secrets: CredentialSecrets = {
        ...stored,
        tokens,
        callback,
        grantedFor: listOrigins(asked).granted,
      };
      const endsInSeconds = answer.refreshExpiresInSeconds;
      await updateFenced(tx, row.id, fence, {
        ...(await loader.sealNext(row, secrets)),
        status: 'authenticated',
        statusReason: describeMissingScopes(credential.scopes, answer.scopes),
        accessTokenExpiresAt: tokens.expiresAtMs === null ? null : new Date(tokens.expiresAtMs),
        expiresAt: endsInSeconds === undefined ? undefined : new Date(now.getTime() + endsInSeconds * 1000),
        refreshedAt: now,
      });
      await deps.audit.record(tx, {
        by: actor,
        action: 'credential.authenticated',
        targetType: 'credential',
        targetId: row.id,
        targetName: row.name,
        details: { scopes: answer.scopes ?? credential.scopes },
      });
    });
  }

  return {
    async authorize(actor, credentialId) {
      const credential = await loader.load(credentialId);
      const { method } = credential;
      if (!isOAuth(credential) || method.kind !== 'oauth2' || method.grant !== 'authorization_code')
        throw makeError('VAULT_AUTHORIZE_NOT_NEEDED', { method: method.title, credential: credential.name });
      assertComplete(credential);
      // Better told before the person signs in than after it.
      assertOwnTokenServerBound(credential, method.tokenUrl);
      const redirectUri = makeRedirectUri(deps.getPublicUrl());
      const state = randomBytes(32).toString('base64url');
      const stateHash = hashState(state);
      const codeVerifier = method.usePkce ? randomPKCECodeVerifier() : undefined;
      const secrets: StateSecrets = {
        issuer: findIssuer(credential),
        codeVerifier,
        redirectUri,
        userId: actor.userId,
        sessionKey: actor.sessionKey,
      };
      const now = clock.now();
      await insertOAuthState(db, {
        stateHash,
        credentialId,
        ...(await envelope.seal(makeStateContext(stateHash), secrets)),
        userId: actor.userId,
        createdAt: now,
        expiresAt: new Date(now.getTime() + stateLifetimeMs),
      });
      return { authorizeUrl: await makeAuthorizeUrl(credential, { state, redirectUri, codeVerifier }) };
    },

    async completeRedirect(actor, query) {
      if (!query.state) throw makeError('VAULT_STATE_UNKNOWN');
      const { row, secrets } = await openState(actor, query.state);
      const credential = await loader.load(row.credentialId);
      if (!isOAuth(credential)) throw makeError('VAULT_STATE_UNKNOWN');
      const vendor = credential.definition.name;
      try {
        assertIssuer(query.iss, secrets.issuer ?? findIssuer(credential), credential.name);
        assertConsent(query, credential);
        const callback = pickCallback(query);
        const asked = { ...credential, secrets: { ...credential.secrets, callback } };
        const answer = await requestTokens(
          deps,
          asked,
          {
            kind: 'authorization_code',
            code: query.code as string,
            redirectUri: secrets.redirectUri,
            codeVerifier: secrets.codeVerifier,
          },
          {},
        );
        await storeTokens(actor as Actor, credential, answer, callback);
        return { credentialId: credential.id, credentialName: credential.name, vendor };
      } catch (err) {
        // What worked before goes on working; a credential that never did shows why.
        if (isAppError(err) && credential.status === 'not_authenticated')
          await updateStatus(db, credential.id, 'not_authenticated', err.message);
        throw err;
      }
    },
  };
}

async function makeAuthorizeUrl(
  credential: OAuthCredential,
  values: { state: string; redirectUri: string; codeVerifier: string | undefined },
): Promise<string> {
  const { method, fields } = credential;
  const scope = makeCredentialScope(credential);
  const rendered = renderString(method.authorizationUrl ?? '', scope);
  const url = URL.parse(rendered);
  if (!url || !/^https?:$/.test(url.protocol) || !url.hostname) {
    const problem = `its sign-in address "${rendered.slice(0, 200)}" is not complete; check the vendor's address.`;
    throw makeError('VAULT_CREDENTIAL_INCOMPLETE', { credential: credential.name, problem });
  }
  const server = { issuer: url.origin, authorization_endpoint: url.href };
  const config = new Configuration(server, fields.clientId || 'none');
  // The browser goes there, not Muster; the token endpoint's transport is judged by parseTokenUrl.
  allowInsecureRequests(config);
  const extra = Object.entries(method.extraAuthorizeParams ?? {}).map(
    ([name, value]) => [name, renderString(value, scope)] as const,
  );
  const params: Record<string, string> = {
    redirect_uri: values.redirectUri,
    state: values.state,
    ...Object.fromEntries(extra),
  };
  if (credential.scopes.length > 0) params.scope = credential.scopes.join(method.scopeSeparator);
  if (values.codeVerifier) {
    params.code_challenge = await calculatePKCECodeChallenge(values.codeVerifier);
    params.code_challenge_method = 'S256';
  }
  return buildAuthorizationUrl(config, params).href;
}

function assertConsent(query: Record<string, string>, credential: LoadedCredential): void {
  const vendor = credential.definition.name;
  if (query.error === 'access_denied') throw makeError('VAULT_CONSENT_REFUSED', { vendor });
  if (query.error || !query.code) {
    const words = [query.error, query.error_description].filter(Boolean).join(': ').slice(0, 300);
    const reason = words
      ? `it answered "${mask(words, listSecretTexts(credential))}"`
      : 'it sent the browser back without a code';
    throw makeError('VAULT_AUTHORIZE_REFUSED', { vendor, reason, credential: credential.name });
  }
}

/** A person may have granted less than was asked. Null when the vendor does not say, or everything is there. */
function describeMissingScopes(asked: string[], granted: string[] | undefined): string | null {
  // These two only steer the protocol; vendors leave them out of what they repeat.
  const missing = asked.filter(
    (scope) => !granted?.includes(scope) && !['offline_access', 'openid'].includes(scope),
  );
  return granted && missing.length > 0 ? `The vendor did not grant: ${missing.join(', ')}.` : null;
}

/** Text of a stranger as far as Muster is concerned: templates may use it, the token host list decides. */
function pickCallback(query: Record<string, string>): Record<string, string> {
  const own = new Set(['code', 'state', 'iss', 'error', 'error_description', 'error_uri']);
  const entries = Object.entries(query).filter(
    ([name, value]) => !own.has(name) && value.length <= maxCallbackLength,
  );
  return Object.fromEntries(entries.slice(0, maxCallbackCount));
}

const hashState = (state: string): Buffer => createHash('sha256').update(state).digest();

const makeStateContext = (stateHash: Buffer): SealContext => ({
  kind: 'oauth_state',
  id: stateHash.toString('hex'),
  version: 1,
  what: 'a sign-in that was started',
});

/** The person who started it, and in the same browser session; a token's sign-in belongs to its owner. */
function isSameBrowser(secrets: StateSecrets, actor: Actor | undefined): boolean {
  if (actor?.userId !== secrets.userId) return false;
  if (secrets.sessionKey === undefined) return true;
  const [started, now] = [Buffer.from(secrets.sessionKey), Buffer.from(actor.sessionKey ?? '')];
  return started.length === now.length && timingSafeEqual(started, now);
}
