/** The simulator's OAuth server: consent page, code, refresh with rotation and reuse detection (facts §1.2–§1.3). */
import { createHash, randomBytes } from 'node:crypto';

export interface OAuthOptions {
  clientId: string;
  clientSecret: string;
  redirectUris: string[];
  accessTokenLifetimeSeconds: number;
}

interface Grant {
  accessTokens: Map<string, number>;
  refreshToken: string | undefined;
  usedRefreshTokens: Set<string>;
  scope: string;
}

export interface TokenAnswer {
  status: number;
  body: object;
}

export interface OAuthServer {
  /** undefined when the request is fine; else the page NinjaOne shows instead of a consent form. */
  findAuthorizeProblem(params: URLSearchParams): string | undefined;
  allow(params: URLSearchParams): string;
  refuse(params: URLSearchParams): string;
  token(form: URLSearchParams): TokenAnswer;
  isValid(accessToken: string): boolean;
  /** Every access token ends now; refresh tokens stay. */
  expireAccessTokens(): void;
  /** Refresh tokens are dead too: a person must authenticate again. */
  revokeEverything(): void;
  /** A token as if it had been granted, for tools that skip the sign-in. */
  issueAccessToken(): string;
}

const clientNotExist: TokenAnswer = {
  status: 404,
  body: { resultCode: 'Client app not exist', incidentId: 'WEB_MGMT_SERVICE-00000000' },
};

export function makeOAuthServer(options: OAuthOptions, nowMs: () => number): OAuthServer {
  const codes = new Map<
    string,
    { redirectUri: string; challenge: string | null; scope: string; expiresAtMs: number }
  >();
  let grants: Grant[] = [];
  const random = () => randomBytes(24).toString('base64url');

  const issue = (grant: Grant, withRefresh: boolean): TokenAnswer => {
    const accessToken = random();
    grant.accessTokens.set(accessToken, nowMs() + options.accessTokenLifetimeSeconds * 1_000);
    const body: Record<string, unknown> = {
      access_token: accessToken,
      token_type: 'Bearer',
      expires_in: options.accessTokenLifetimeSeconds,
      scope: grant.scope,
    };
    if (withRefresh) {
      grant.refreshToken = random();
      body['refresh_token'] = grant.refreshToken;
    }
    return { status: 200, body };
  };
  const newGrant = (scope: string): Grant => {
    const grant: Grant = {
      accessTokens: new Map(),
      refreshToken: undefined,
      usedRefreshTokens: new Set(),
      scope,
    };
    grants.push(grant);
    return grant;
  };
  const invalidGrant = (description: string): TokenAnswer => ({
    status: 400,
    body: { error: 'invalid_grant', error_description: description },
  });

  function exchangeCode(form: URLSearchParams): TokenAnswer {
    const code = codes.get(form.get('code') ?? '');
    codes.delete(form.get('code') ?? '');
    if (!code || code.expiresAtMs < nowMs()) return invalidGrant('Unknown or used authorization code');
    if (code.redirectUri !== form.get('redirect_uri')) return invalidGrant('redirect_uri differs');
    if (code.challenge !== null) {
      const made = createHash('sha256')
        .update(form.get('code_verifier') ?? '')
        .digest('base64url');
      if (made !== code.challenge) return invalidGrant('code_verifier does not match');
    }
    return issue(newGrant(code.scope), code.scope.includes('offline_access'));
  }

  function refresh(form: URLSearchParams): TokenAnswer {
    const token = form.get('refresh_token') ?? '';
    const reused = grants.find((grant) => grant.usedRefreshTokens.has(token));
    if (reused) {
      grants = grants.filter((grant) => grant !== reused);
      return invalidGrant('Refresh token was used before');
    }
    const grant = grants.find((found) => found.refreshToken === token);
    if (!grant) return invalidGrant('Refresh token is not valid');
    grant.usedRefreshTokens.add(token);
    return issue(grant, true);
  }

  return {
    findAuthorizeProblem(params) {
      if (params.get('client_id') !== options.clientId) return 'unauthorized_client';
      if (!options.redirectUris.includes(params.get('redirect_uri') ?? '')) return 'Invalid redirect_uri';
      return params.get('response_type') === 'code' ? undefined : 'unsupported_response_type';
    },
    allow(params) {
      const code = random();
      const redirectUri = params.get('redirect_uri') ?? '';
      codes.set(code, {
        redirectUri,
        challenge: params.get('code_challenge'),
        scope: params.get('scope') ?? 'monitoring',
        expiresAtMs: nowMs() + 60_000,
      });
      return withParams(redirectUri, { code, state: params.get('state') ?? '' });
    },
    refuse: (params) =>
      withParams(params.get('redirect_uri') ?? '', {
        error: 'access_denied',
        error_description: 'The user refused',
        state: params.get('state') ?? '',
      }),
    token(form) {
      if (form.get('client_id') !== options.clientId) return clientNotExist;
      if (form.get('client_secret') !== options.clientSecret)
        return {
          status: 401,
          body: { error: 'invalid_client', error_description: 'Client authentication failed' },
        };
      switch (form.get('grant_type')) {
        case 'authorization_code':
          return exchangeCode(form);
        case 'refresh_token':
          return refresh(form);
        case 'client_credentials':
          return issue(newGrant(form.get('scope') ?? 'monitoring management'), false);
        default:
          return { status: 400, body: { error: 'unsupported_grant_type' } };
      }
    },
    isValid: (accessToken) => grants.some((grant) => (grant.accessTokens.get(accessToken) ?? 0) > nowMs()),
    expireAccessTokens() {
      for (const grant of grants) grant.accessTokens.clear();
    },
    revokeEverything() {
      grants = [];
    },
    issueAccessToken: () =>
      (issue(newGrant('monitoring management'), false).body as { access_token: string }).access_token,
  };
}

function withParams(url: string, params: Record<string, string>): string {
  const made = new URL(url);
  for (const [name, value] of Object.entries(params)) made.searchParams.set(name, value);
  return made.href;
}

const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (found) => `&#${found.charCodeAt(0)};`);

/** The page a person sees in the pop-up: sign-in and consent in one, with the scopes asked for. */
export function consentPage(params: URLSearchParams): string {
  const hidden = [...params]
    .map(([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`)
    .join('');
  const scopes = (params.get('scope') ?? '')
    .split(/[ ,]+/)
    .filter(Boolean)
    .map((scope) => `<li><code>${escapeHtml(scope)}</code></li>`)
    .join('');
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>NinjaOne (simulator) sign-in</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:26rem;margin:3rem auto;padding:0 1rem;color:#111;background:#fff}button{font:inherit;padding:.5rem 1.25rem;margin-right:.5rem;border-radius:.4rem;border:1px solid #0b2e4f;background:#fff;color:#0b2e4f}button[value=allow]{background:#0b2e4f;color:#fff}</style></head>
<body><main><h1>NinjaOne simulator</h1><p>Signed in as <strong>admin@example.com</strong>. Muster asks for access to:</p><ul>${scopes}</ul>
<form method="post" action="/ws/oauth/authorize">${hidden}<button name="decision" value="allow">Allow</button><button name="decision" value="refuse">Refuse</button></form></main></body></html>`;
}
