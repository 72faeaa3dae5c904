/** The simulator's OAuth server: code, PKCE, refresh with rotation and reuse detection (facts §1.2–§1.3). */
import { createHash, randomBytes } from 'node:crypto';

export interface OAuthOptions {
  clientId: string;
  clientSecret: string;
  /** Compared character by character. */
  redirectUris: readonly string[];
  accessTokenLifetimeSeconds: number;
  /** False: a refresh answers without a new refresh token, and the old one stays good. */
  areRefreshTokensRotated: boolean;
}

export interface TokenAnswer {
  status: number;
  body: object;
}

interface Grant {
  scope: string;
  refreshToken: string | undefined;
}

export interface OAuthServer {
  /** undefined when the request is fine; else why NinjaOne shows its error page instead of a consent form. */
  findAuthorizeProblem(params: URLSearchParams): { error: string; description: string } | undefined;
  /** Where the browser is sent next. */
  allow(params: URLSearchParams): string;
  refuse(params: URLSearchParams): string;
  token(form: URLSearchParams): TokenAnswer;
  isValid(accessToken: string): boolean;
  /** Every access token ends now; refresh tokens stay. */
  expireAccessTokens(): void;
  /** As when an administrator removes all tokens: a person must authenticate again. */
  revokeEverything(): void;
  /** A token as if it had been granted, for tools that skip the sign-in. */
  issueAccessToken(): string;
}

export const clientNotExist: TokenAnswer = {
  status: 404,
  body: { resultCode: 'Client app not exist', incidentId: 'WEB_MGMT_SERVICE-00000000' },
};

const codeLifetimeMs = 60_000;

export function makeOAuthServer(options: OAuthOptions, nowMs: () => number): OAuthServer {
  const codes = new Map<
    string,
    { redirectUri: string; challenge: string | null; scope: string; endsAtMs: number }
  >();
  const accessTokens = new Map<string, { grant: Grant; endsAtMs: number }>();
  const refreshTokens = new Map<string, Grant>();
  const usedRefreshTokens = new Map<string, Grant>();
  const random = () => randomBytes(24).toString('base64url');

  const revoke = (grant: Grant) => {
    for (const [token, found] of accessTokens) if (found.grant === grant) accessTokens.delete(token);
    for (const [token, found] of refreshTokens) if (found === grant) refreshTokens.delete(token);
  };
  const issueAccess = (grant: Grant): string => {
    for (const [token, { endsAtMs }] of accessTokens) if (endsAtMs <= nowMs()) accessTokens.delete(token);
    const token = random();
    accessTokens.set(token, { grant, endsAtMs: nowMs() + options.accessTokenLifetimeSeconds * 1_000 });
    return token;
  };
  const issue = (grant: Grant, hasNewRefreshToken: boolean): TokenAnswer => {
    if (hasNewRefreshToken) {
      grant.refreshToken = random();
      refreshTokens.set(grant.refreshToken, grant);
    }
    return {
      status: 200,
      body: {
        access_token: issueAccess(grant),
        token_type: 'Bearer',
        expires_in: options.accessTokenLifetimeSeconds,
        scope: grant.scope,
        ...(hasNewRefreshToken ? { refresh_token: grant.refreshToken } : {}),
      },
    };
  };
  const refuse = (error: string, description: string, status = 400): TokenAnswer => ({
    status,
    body: { error, error_description: description },
  });

  function exchangeCode(form: URLSearchParams): TokenAnswer {
    const found = codes.get(form.get('code') ?? '');
    codes.delete(form.get('code') ?? '');
    if (!found || found.endsAtMs < nowMs())
      return refuse('invalid_grant', 'Unknown, used or expired authorization code');
    if (found.redirectUri !== form.get('redirect_uri'))
      return refuse('invalid_grant', 'Invalid redirect_uri');
    if (found.challenge !== null) {
      const made = createHash('sha256')
        .update(form.get('code_verifier') ?? '')
        .digest('base64url');
      if (made !== found.challenge) return refuse('invalid_grant', 'Invalid code_verifier');
    }
    const grant: Grant = { scope: found.scope, refreshToken: undefined };
    return issue(grant, found.scope.split(' ').includes('offline_access'));
  }

  function refresh(form: URLSearchParams): TokenAnswer {
    const token = form.get('refresh_token') ?? '';
    const reused = usedRefreshTokens.get(token);
    if (reused) {
      // A token used twice may have been stolen: the whole grant ends.
      revoke(reused);
      return refuse('invalid_grant', 'Refresh token was used before');
    }
    const grant = refreshTokens.get(token);
    if (!grant) return refuse('invalid_grant', 'Unknown or revoked refresh token');
    if (!options.areRefreshTokensRotated) return issue(grant, false);
    refreshTokens.delete(token);
    usedRefreshTokens.set(token, grant);
    return issue(grant, true);
  }

  return {
    findAuthorizeProblem(params) {
      if (params.get('client_id') !== options.clientId)
        return { error: 'unauthorized_client', description: 'Unknown client' };
      if (!options.redirectUris.includes(params.get('redirect_uri') ?? ''))
        return { error: 'unauthorized_client', description: 'Invalid redirect_uri' };
      if (params.get('response_type') !== 'code')
        return { error: 'unsupported_response_type', description: 'Unsupported response type' };
      const method = params.get('code_challenge_method');
      return params.has('code_challenge') && method !== 'S256'
        ? { error: 'invalid_request', description: 'Unsupported code_challenge_method' }
        : undefined;
    },
    allow(params) {
      const code = random();
      const redirectUri = params.get('redirect_uri') ?? '';
      codes.set(code, {
        redirectUri,
        challenge: params.get('code_challenge'),
        scope: params.get('scope') ?? 'monitoring management control',
        endsAtMs: nowMs() + codeLifetimeMs,
      });
      return withParams(redirectUri, { code, state: params.get('state') });
    },
    refuse: (params) =>
      withParams(params.get('redirect_uri') ?? '', {
        error: 'access_denied',
        error_description: 'The user denied access',
        state: params.get('state'),
      }),
    token(form) {
      if (form.get('client_id') !== options.clientId) return clientNotExist;
      if (form.get('client_secret') !== options.clientSecret)
        return refuse('invalid_client', 'Client authentication failed', 401);
      switch (form.get('grant_type')) {
        case 'authorization_code':
          return exchangeCode(form);
        case 'refresh_token':
          return refresh(form);
        case 'client_credentials': {
          // API services never get a refresh token, whatever they ask for.
          const scope = (form.get('scope') ?? 'monitoring management control').replace(
            / ?offline_access/,
            '',
          );
          return issue({ scope, refreshToken: undefined }, false);
        }
        default:
          return refuse('unsupported_grant_type', 'Unsupported grant type');
      }
    },
    isValid: (accessToken) => (accessTokens.get(accessToken)?.endsAtMs ?? 0) > nowMs(),
    expireAccessTokens: () => accessTokens.clear(),
    revokeEverything() {
      accessTokens.clear();
      refreshTokens.clear();
      codes.clear();
    },
    issueAccessToken: () => issueAccess({ scope: 'monitoring management', refreshToken: undefined }),
  };
}

function withParams(url: string, params: Record<string, string | null>): string {
  const made = new URL(url);
  for (const [name, value] of Object.entries(params)) if (value !== null) made.searchParams.set(name, value);
  return made.href;
}
