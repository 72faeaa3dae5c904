import { expect, test } from 'vitest';
import { makeTestConnector } from '../../../test/helpers/test-vendor.ts';
import type { OAuth2Method } from '../../connector-kit/index.ts';
import type { EgressRequest, EgressResponse } from '../../egress/egress-types.ts';
import type { OAuthCredential, OAuthHooks } from './oauth-types.ts';
import { requestTokens } from './token-request.ts';

const method: OAuth2Method = {
  id: 'oauth',
  kind: 'oauth2',
  title: 'OAuth',
  fields: [],
  grant: 'client_credentials',
  tokenUrl: 'https://login.vendor.example/token',
  allowedTokenHosts: ['login.vendor.example'],
  scopes: [],
  scopeSeparator: ' ',
  clientAuthentication: 'secret_post',
  usePkce: false,
  reauthorizeErrors: ['invalid_grant'],
};

const makeCredential = (hooks: OAuth2Method['hooks']): OAuthCredential => ({
  id: 7,
  name: 'Main',
  status: 'authenticated',
  statusReason: null,
  sealVersion: 1,
  expiresAt: null,
  scopes: [],
  otherServers: [],
  definition: makeTestConnector(),
  method: { ...method, ...(hooks ? { hooks } : {}) },
  fields: { clientId: 'client', clientSecret: 'S3cr3t-value' },
  secrets: { fields: {}, binding: { origins: ['https://login.vendor.example'], tokenHosts: [] } },
  globals: {},
  secretVariables: [],
});

const granted = { access_token: 'token', token_type: 'bearer', expires_in: 3_600 };

/** Asks once, of a vendor that answers so; what was sent comes back beside the tokens. */
async function ask(hooks: OAuthHooks | undefined, names: OAuth2Method['hooks'], body: object = granted) {
  const sent: EgressRequest[] = [];
  const egress = {
    async request(request: EgressRequest): Promise<EgressResponse> {
      sent.push(request);
      return {
        status: 200,
        headers: { 'content-type': 'application/json' },
        text: JSON.stringify(body),
        url: request.url,
        elapsedMs: 1,
        attemptCount: 1,
      };
    },
  };
  const credential = makeCredential(names);
  const deps = { egress, ...(hooks ? { hooks } : {}) };
  return { sent, tokens: await requestTokens(deps, credential, { kind: 'client_credentials' }, {}) };
}

test('a hook makes the token request of what would be sent and the form values', async () => {
  const hooks: OAuthHooks = {
    buildTokenRequest: {
      signed: ({ client_secret: _secret, ...form }, { clientId }) => ({
        ...form,
        client_assertion: `signed for ${clientId}`,
      }),
    },
  };
  const { sent, tokens } = await ask(hooks, { buildTokenRequest: 'signed' });
  expect(sent).toHaveLength(1);
  expect(sent[0]?.body).toEqual({
    kind: 'form',
    values: {
      client_id: 'client',
      grant_type: 'client_credentials',
      client_assertion: 'signed for client',
    },
  });
  expect(tokens).toMatchObject({ accessToken: 'token' });
});

test('without a hook the request is the standard one', async () => {
  const { sent } = await ask(undefined, undefined);
  expect(sent[0]?.body).toMatchObject({ values: { client_secret: 'S3cr3t-value' } });
});

test.each([
  ['reauthorize', 'VAULT_NEEDS_REAUTHENTICATION'],
  ['retry', 'VAULT_TOKEN_UNAVAILABLE'],
  ['refused', 'VAULT_TOKEN_REFUSED'],
] as const)('a hook that judges the answer as %s is believed', async (verdict, code) => {
  const hooks: OAuthHooks = { classifyTokenResponse: { strict: () => verdict } };
  const body = { error: 'odd', error_description: 'for S3cr3t-value' };
  const failed = ask(hooks, { classifyTokenResponse: 'strict' }, body);
  await expect(failed).rejects.toMatchObject({ code });
  await expect(failed).rejects.not.toMatchObject({ message: expect.stringContaining('S3cr3t-value') });
});

test('a hook that is named but not there is an error that says so', async () => {
  await expect(ask({ buildTokenRequest: {} }, { buildTokenRequest: 'signed' })).rejects.toMatchObject({
    code: 'VAULT_HOOK_UNKNOWN',
    message: expect.stringContaining('signed'),
  });
  await expect(ask(undefined, { classifyTokenResponse: 'toString' })).rejects.toMatchObject({
    code: 'VAULT_HOOK_UNKNOWN',
  });
});
