/** The accounts server: consent codes, tokens and their limits. Facts: callback §2.2, token endpoint §2.3, limits §2.4. */
import { randomBytes } from 'node:crypto';

export interface AccountsOptions {
  clientId: string;
  clientSecret: string;
  /** Compared character by character. */
  redirectUris: readonly string[];
  accessTokenLifetimeSeconds: number;
}

export interface TokenAnswer {
  status: number;
  body: Record<string, unknown>;
}

interface Grant {
  scope: string;
  /** Instants of the access tokens made with it, for the throttle. */
  issuedAtMs: number[];
  accessTokens: string[];
}

export interface AccountsServer {
  /** Why there is a page with an error instead of a consent form; undefined when the request is fine. */
  findAuthorizeProblem(params: URLSearchParams): string | undefined;
  /** Where the browser is sent next. `accountsServer`: of the person's data centre, as the redirect names it. */
  allow(params: URLSearchParams, home: { location: string; accountsServer: string }): string;
  refuse(params: URLSearchParams): string;
  /** @param accountsServer the one that was asked: codes and refresh tokens are good only at home. */
  token(form: URLSearchParams, accountsServer: string): TokenAnswer;
  revoke(refreshToken: string): void;
  /** The granted scopes of a token that is still good. */
  findScopes(accessToken: string): string[] | undefined;
  expireAccessTokens(): void;
  revokeEverything(): void;
  /** A token as if it had been granted, for tools that skip the sign-in. */
  issueAccessToken(scope: string): string;
  refreshTokenCount(): number;
}

const codeLifetimeMs = 120_000;
const windowMs = 600_000;
/** Facts §2.4. */
export const limits = {
  codesPerWindow: 10,
  accessTokensPerWindow: 10,
  liveAccessTokens: 15,
  refreshTokens: 20,
};

const apiDomain = 'https://www.zohoapis.com';

/** The vendor's words for it; clears after a while of silence. */
export const throttled: TokenAnswer = {
  status: 400,
  body: {
    error_description: 'You have made too many requests continuously. Please try again after some time.',
    error: 'Access Denied',
    status: 'failure',
  },
};
/** The same to somebody whose account speaks German; one page says that it comes with 200. */
export const throttledLocalised: TokenAnswer = {
  status: 200,
  body: {
    error_description:
      'Sie haben fortlaufend zu viele Anfragen gestellt. Bitte versuchen Sie es nach einiger Zeit erneut.',
    error: 'Zugriff verweigert',
    status: 'failure',
  },
};

/** Errors have status 200. */
export const refuse = (error: string): TokenAnswer => ({ status: 200, body: { error } });

export function makeAccountsServer(options: AccountsOptions, nowMs: () => number): AccountsServer {
  const codes = new Map<
    string,
    { redirectUri: string; scope: string; isOffline: boolean; endsAtMs: number; accountsServer: string }
  >();
  let codeTimesMs: number[] = [];
  /** In the order they were made: the twenty-first drives out the first. */
  const refreshTokens = new Map<string, { grant: Grant; accountsServer: string }>();
  const accessTokens = new Map<string, { grant: Grant; endsAtMs: number }>();
  let hasConsented = false;
  const random = () => `1000.${randomBytes(16).toString('hex')}.${randomBytes(16).toString('hex')}`;
  const recent = (instants: number[]) => instants.filter((at) => at > nowMs() - windowMs);

  const drop = (refreshToken: string) => {
    for (const token of refreshTokens.get(refreshToken)?.grant.accessTokens ?? []) accessTokens.delete(token);
    refreshTokens.delete(refreshToken);
  };

  const issueAccess = (grant: Grant): string => {
    const token = random();
    accessTokens.set(token, {
      grant,
      endsAtMs: nowMs() + options.accessTokenLifetimeSeconds * 1_000,
    });
    grant.issuedAtMs = [...recent(grant.issuedAtMs), nowMs()];
    grant.accessTokens.push(token);
    if (grant.accessTokens.length > limits.liveAccessTokens)
      accessTokens.delete(grant.accessTokens.shift() as string);
    return token;
  };

  const describe = (grant: Grant, refreshToken: string | undefined): TokenAnswer => ({
    status: 200,
    body: {
      access_token: issueAccess(grant),
      ...(refreshToken === undefined ? {} : { refresh_token: refreshToken, scope: grant.scope }),
      api_domain: apiDomain,
      token_type: 'Bearer',
      expires_in: options.accessTokenLifetimeSeconds,
    },
  });

  function exchangeCode(form: URLSearchParams, accountsServer: string): TokenAnswer {
    const text = form.get('code') ?? '';
    const code = codes.get(text);
    codes.delete(text);
    if (!code || code.endsAtMs < nowMs() || code.accountsServer !== accountsServer)
      return refuse('invalid_code');
    if (code.redirectUri !== form.get('redirect_uri')) return refuse('invalid_redirect_uri');
    const grant: Grant = { scope: code.scope, issuedAtMs: [], accessTokens: [] };
    if (!code.isOffline) return describe(grant, undefined);
    const refreshToken = random();
    refreshTokens.set(refreshToken, { grant, accountsServer });
    if (refreshTokens.size > limits.refreshTokens) drop(refreshTokens.keys().next().value as string);
    return describe(grant, refreshToken);
  }

  function refresh(form: URLSearchParams, accountsServer: string): TokenAnswer {
    const found = refreshTokens.get(form.get('refresh_token') ?? '');
    if (!found || found.accountsServer !== accountsServer) return refuse('invalid_code');
    if (recent(found.grant.issuedAtMs).length >= limits.accessTokensPerWindow) return throttled;
    // No refresh token in this answer: the old one stays good.
    return describe(found.grant, undefined);
  }

  return {
    findAuthorizeProblem(params) {
      if (params.get('client_id') !== options.clientId) return 'Invalid Client ID';
      if (!options.redirectUris.includes(params.get('redirect_uri') ?? '')) return 'Invalid Redirect Uri';
      if (params.get('response_type') !== 'code') return 'Invalid Response Type';
      const names = (params.get('scope') ?? '').split(',');
      return names.every((name) => /^\w+\.\w+\.[A-Z]+$/.test(name)) ? undefined : 'Invalid OAuth Scope';
    },
    allow(params, { location, accountsServer }) {
      codeTimesMs = [...recent(codeTimesMs), nowMs()];
      const redirectUri = params.get('redirect_uri') ?? '';
      if (codeTimesMs.length > limits.codesPerWindow)
        return withParams(redirectUri, { error: 'general_error', state: params.get('state') });
      const code = random();
      codes.set(code, {
        redirectUri,
        scope: params.get('scope') ?? '',
        // Without prompt=consent a second consent brings no refresh token.
        isOffline:
          params.get('access_type') === 'offline' && (!hasConsented || params.get('prompt') === 'consent'),
        endsAtMs: nowMs() + codeLifetimeMs,
        accountsServer,
      });
      hasConsented = true;
      return withParams(redirectUri, {
        state: params.get('state'),
        code,
        location,
        'accounts-server': accountsServer,
      });
    },
    refuse: (params) =>
      withParams(params.get('redirect_uri') ?? '', { error: 'access_denied', state: params.get('state') }),
    token(form, accountsServer) {
      if (form.get('client_id') !== options.clientId) return refuse('invalid_client');
      if (form.get('client_secret') !== options.clientSecret) return refuse('invalid_client_secret');
      switch (form.get('grant_type')) {
        case 'authorization_code':
          return exchangeCode(form, accountsServer);
        case 'refresh_token':
          return refresh(form, accountsServer);
        default:
          return refuse('general_error');
      }
    },
    revoke: drop,
    findScopes(accessToken) {
      const found = accessTokens.get(accessToken);
      return found && found.endsAtMs > nowMs() ? found.grant.scope.split(',') : undefined;
    },
    expireAccessTokens: () => accessTokens.clear(),
    revokeEverything() {
      accessTokens.clear();
      refreshTokens.clear();
      codes.clear();
    },
    issueAccessToken: (scope) => issueAccess({ scope, issuedAtMs: [], accessTokens: [] }),
    refreshTokenCount: () => refreshTokens.size,
  };
}

function withParams(url: string, params: Record<string, string | null>): string {
  const made = new URL(url);
  for (const [name, value] of Object.entries(params)) if (value !== null) made.searchParams.set(name, value);
  return made.href;
}
