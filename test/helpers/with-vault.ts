import { randomBytes } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import { makeAudit } from '../../src/access/audit.ts';
import { makeSystemClock } from '../../src/clock.ts';
import type { ConnectorDefinition, OAuth2Method } from '../../src/connector-kit/index.ts';
import type { Db } from '../../src/db/client.ts';
import type { Egress } from '../../src/egress/egress-types.ts';
import { makeEgress } from '../../src/egress/make-egress.ts';
import {
  type GlobalVariablesService,
  makeGlobalVariablesService,
} from '../../src/global-variables/global-variables-service.ts';
import type { Actor } from '../../src/model/actor.ts';
import type { Clock } from '../../src/model/clock.ts';
import { makeEnvelope } from '../../src/vault/seal/envelope.ts';
import { openMasterKeyring } from '../../src/vault/seal/master-key.ts';
import { makeVault, type Vault } from '../../src/vault/vault.ts';
import type { CredentialSecrets } from '../../src/vault/vault-types.ts';
import { makeMemoryLog } from './silent-log.ts';

export const testPublicUrl = 'http://muster.test';
export const testMasterKey = randomBytes(32).toString('base64');

export const testActor: Actor = {
  kind: 'user',
  userId: 1,
  name: 'Ada',
  email: 'ada@example.com',
  role: 'administrator',
  sessionKey: 'a'.repeat(64),
};

/** The clock of the machine, moved forward by hand. */
export function makeMovableClock(): Clock & { advance(ms: number): void } {
  const system = makeSystemClock();
  let offsetMs = 0;
  return {
    now: () => new Date(system.now().getTime() + offsetMs),
    monotonicMs: () => system.monotonicMs() + offsetMs,
    sleep: system.sleep,
    advance(ms) {
      offsetMs += ms;
    },
  };
}

/** The real egress, which may call this machine. */
export const makeTestEgress = (parts: Pick<Parameters<typeof makeEgress>[0], 'clock' | 'log'>): Egress =>
  makeEgress({
    ...parts,
    random: () => 0,
    lookup: (host) => lookup(host, { all: true }),
    allow: ['127.0.0.1', 'localhost'],
    maxResponseBytes: 10_000_000,
    userAgent: 'muster-test',
  });

/** A vault on a test database with the real egress, which may call this machine. */
export async function makeTestVault(options: {
  db: Db;
  definitions: ConnectorDefinition[];
  clock?: Clock;
  masterKey?: string;
  leaseMs?: number;
  getPublicUrl?(): string;
  /** Default: one that remembers its lines. */
  log?: Parameters<typeof makeVault>[0]['log'];
  /** Default: the real one. */
  egress?: Egress;
  /** Told of every answer before the vault gets it. */
  onAnswer?(url: string): void;
}): Promise<{
  vault: Vault;
  globalVariables: GlobalVariablesService;
  log: ReturnType<typeof makeMemoryLog>;
  /** Stores secrets as they were sealed before they were bound to servers. */
  sealWithoutBinding(id: number, secrets: CredentialSecrets): Promise<void>;
  close(): Promise<void>;
}> {
  const { db, definitions } = options;
  const clock = options.clock ?? makeSystemClock();
  const memoryLog = makeMemoryLog();
  const log = options.log ?? memoryLog;
  const real = options.egress ?? makeTestEgress({ clock, log });
  const egress: Egress = {
    async request(request) {
      const response = await real.request(request);
      options.onAnswer?.(request.url);
      return response;
    },
    close: real.close,
  };
  const setting = { from: 'value' as const, base64: options.masterKey ?? testMasterKey };
  const keyring = await openMasterKeyring({ setting, clock, log, beforeCreate: async () => undefined });
  const envelope = makeEnvelope(keyring);
  const audit = makeAudit({ db, clock });
  const connectors = {
    find: (id: string) => definitions.find((one) => one.id === id),
    list: () => definitions,
  };
  const globalVariables = makeGlobalVariablesService({
    db,
    envelope,
    connectors,
    audit,
    clock,
    getBindings: () => vault,
  });
  const vault: Vault = makeVault({
    db,
    egress,
    keyring,
    envelope,
    globals: globalVariables,
    connectors,
    audit,
    clock,
    log,
    getPublicUrl: options.getPublicUrl ?? (() => testPublicUrl),
    ...(options.leaseMs === undefined ? {} : { leaseMs: options.leaseMs }),
  });
  const sealWithoutBinding = async (id: number, secrets: CredentialSecrets) => {
    const box = await envelope.seal({ kind: 'credential', id, version: 99, what: 'a credential' }, secrets);
    await db.query(
      'UPDATE credentials SET sealed = $2, wrapped_key = $3, master_key_id = $4, seal_version = 99 WHERE id = $1',
      [id, box.sealed, box.wrappedKey, box.masterKeyId],
    );
  };
  return { vault, globalVariables, log: memoryLog, sealWithoutBinding, close: () => egress.close() };
}

const field = (key: string, more: Partial<ConnectorDefinition['settings'][number]> = {}) => ({
  key,
  title: key,
  help: '',
  type: 'text' as const,
  isRequired: true,
  ...more,
});

/** An OAuth method whose addresses follow the credential's URL, as most vendors' do. */
export const testOAuthMethod: OAuth2Method = {
  id: 'code',
  title: 'OAuth 2.0',
  kind: 'oauth2',
  grant: 'authorization_code',
  authorizationUrl: '{{ fields.url }}/auth',
  tokenUrl: '{{ fields.url }}/token',
  allowedTokenHosts: ['{{ fields.url }}'],
  scopes: [
    { name: 'read', reason: 'To read', isDefault: true },
    { name: 'offline_access', reason: 'To stay', isDefault: true },
    { name: 'write', reason: 'To write', isDefault: false },
  ],
  scopeSeparator: ' ',
  clientAuthentication: 'secret_post',
  usePkce: true,
  extraAuthorizeParams: { prompt: 'consent' },
  reauthorizeErrors: ['invalid_grant'],
  retryWhen: [
    { when: { bodyPath: 'error', equals: 'Access Denied' } },
    { when: { bodyPath: 'status', equals: 'failure' }, pauseSeconds: 900 },
  ],
  errorHints: [
    {
      when: { status: [404], bodyPath: 'resultCode', equals: 'Client app not exist' },
      message: 'The vendor does not know this client id at this address. Check the region.',
    },
  ],
  fields: [
    field('clientId', { title: 'Client ID' }),
    field('clientSecret', { title: 'Client secret', isSecret: true }),
    field('url', { title: 'URL', type: 'url', example: 'https://example.com' }),
  ],
};

/** A connector with every kind of authentication. */
export function makeTestConnector(more: Partial<ConnectorDefinition> = {}): ConnectorDefinition {
  const { authorizationUrl: _, ...withoutPage } = testOAuthMethod;
  const url = field('url', { title: 'URL', type: 'url' });
  return {
    id: 'acme',
    name: 'Acme',
    description: '',
    logo: '',
    categories: [],
    docsUrl: 'https://example.com/docs',
    version: '1.0.0',
    settings: [{ ...url, isRequired: false }],
    auth: [
      testOAuthMethod,
      {
        ...withoutPage,
        id: 'client',
        title: 'Client credentials',
        grant: 'client_credentials',
        usePkce: false,
      },
      {
        ...withoutPage,
        id: 'password',
        title: 'Password',
        grant: 'password',
        usePkce: false,
        fields: [...withoutPage.fields, field('username'), field('password', { isSecret: true })],
      },
      {
        id: 'key',
        title: 'API key',
        kind: 'api_key',
        placement: { in: 'header', name: 'x-api-key', value: '{{ fields.apiKey }}' },
        fields: [url, field('apiKey', { title: 'API key', isSecret: true, pattern: '[a-z0-9-]{8,}' })],
      },
      {
        id: 'key-query',
        title: 'API key in the address',
        kind: 'api_key',
        placement: { in: 'query', name: 'api_key', value: '{{ fields.apiKey }}' },
        fields: [url, field('apiKey', { isSecret: true })],
      },
      {
        id: 'basic',
        title: 'Basic',
        kind: 'basic',
        username: '{{ fields.username }}',
        password: '{{ fields.password }}',
        fields: [url, field('username'), field('password', { isSecret: true })],
      },
      {
        id: 'session',
        title: 'Session login',
        kind: 'session_login',
        login: {
          method: 'POST',
          path: '/login',
          body: { kind: 'json', value: { user: '{{ fields.username }}', password: '{{ fields.password }}' } },
        },
        result: { headers: { 'x-session': '{{ response.token }}' } },
        lifetimeSeconds: 600,
        fields: [url, field('username'), field('password', { isSecret: true })],
      },
    ],
    client: {
      baseUrl: '{{ settings.url | default(fields.url) }}',
      headers: { accept: 'application/json' },
      paginator: { kind: 'none' },
      rateBudget: { requestsPerSecond: 1_000, burst: 1_000, maxConcurrent: 50 },
      timeoutMs: 5_000,
      responseRules: [
        { when: { status: [400], bodyPath: 'error', equals: 'missing_header' }, means: 'reauthorize' },
      ],
    },
    check: { method: 'GET', path: '/api/me' },
    streams: [],
    ...more,
  };
}
