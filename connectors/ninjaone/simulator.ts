/**
 * A server that behaves like NinjaOne as the facts describe it, faults included. Used by tests, the demo and the
 * benchmark; it keeps its state in memory on purpose and is never part of the product's own process.
 *
 * Beside the vendor's routes: `/__sim/faults` (GET; POST `{ set, options }` or `{ clear: true | name }`),
 * `/__sim/users` and `/__sim/devices` (POST an edit), `/__sim/requests` (GET).
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { DemoPlan, FaultOptions, Simulator, SimulatorControl } from '../../src/connector-kit/index.ts';
import { makeConsentPage } from './simulator/consent-page.ts';
import { type FaultBoard, type FaultName, faultNames, makeFaultBoard } from './simulator/faults.ts';
import { type DeviceEdit, type Inventory, makeInventory } from './simulator/inventory.ts';
import { clientNotExist, makeOAuthServer, type OAuthServer } from './simulator/oauth.ts';
import { notFound, readText, redirect, sendHtml, sendJson, showFault, write } from './simulator/respond.ts';
import { makeUserList, type UserEdit, type UserList, type UserMutator } from './simulator/user-list.ts';

export interface NinjaOneSimulatorOptions {
  /** Number of users; they are made one by one, so a million costs no memory. Default 250. */
  users?: number;
  /** Number of devices, made one by one as well. Default 120. */
  devices?: number;
  /** Entries of installed software of each device that has any. Default 12. */
  softwarePerDevice?: number;
  seed?: number;
  /** For the benchmark: `/v2/users` honours pageSize and after, as NinjaOne's other lists do. */
  pagedUsers?: boolean;
  /** Default: any free one. */
  port?: number;
  clientId?: string;
  clientSecret?: string;
  redirectUris?: string[];
  /** Who may sign in on the consent page. */
  email?: string;
  password?: string;
  accessTokenLifetimeSeconds?: number;
  areRefreshTokensRotated?: boolean;
  /** PEM texts; with them the server speaks https. */
  tls?: { key: string; cert: string };
  nowMs?: () => number;
}

export interface RequestLogEntry {
  method: string;
  path: string;
  /** Of the data routes only: elsewhere it may hold secrets. */
  query: Record<string, string>;
  status: number;
}

export interface NinjaOneControl extends SimulatorControl<FaultName> {
  /** Edits the tenant, so that the next sync sees changes. */
  edit(edit: UserEdit): void;
  setUsers(mutator: UserMutator | undefined): void;
  userCount(): number;
  editDevices(edit: DeviceEdit): void;
  deviceCount(): number;
  softwareCount(): number;
  expireAccessTokens(): void;
  revokeEverything(): void;
  issueAccessToken(): string;
  addRedirectUri(uri: string): void;
  /** What a person does on the consent page, without the page: the address the browser would be sent to. */
  answerConsent(authorizeUrl: string, decision: 'allow' | 'refuse'): string;
  /** The latest thousand requests. */
  readonly log: readonly RequestLogEntry[];
  clearLog(): void;
}

export interface NinjaOneSimulator extends Simulator<FaultName> {
  readonly control: NinjaOneControl;
}

export const simulatorDefaults = {
  clientId: 'muster-demo',
  clientSecret: 'demo-client-secret',
  email: 'admin@example.com',
  password: 'demo-password',
  users: 250,
  devices: 120,
  softwarePerDevice: 12,
};

const logLength = 1_000;

interface State {
  options: NinjaOneSimulatorOptions;
  faults: FaultBoard;
  oauth: OAuthServer;
  users: UserList;
  inventory: Inventory;
  control: NinjaOneControl;
  nowMs(): number;
}

interface Call {
  request: IncomingMessage;
  response: ServerResponse;
  url: URL;
  path: string;
}

export function makeNinjaOneSimulator(options: NinjaOneSimulatorOptions = {}): NinjaOneSimulator {
  const nowMs = options.nowMs ?? (() => Date.now());
  const redirectUris = [...(options.redirectUris ?? [])];
  const faults = makeFaultBoard();
  const users = makeUserList(options.seed ?? 1, options.users ?? simulatorDefaults.users, faults);
  const inventory = makeInventory({
    seed: options.seed ?? 1,
    devices: options.devices ?? simulatorDefaults.devices,
    softwarePerDevice: options.softwarePerDevice ?? simulatorDefaults.softwarePerDevice,
    faults,
    nowMs,
  });
  const clientId = options.clientId ?? simulatorDefaults.clientId;
  const clientSecret = options.clientSecret ?? simulatorDefaults.clientSecret;
  const accessTokenLifetimeSeconds = options.accessTokenLifetimeSeconds ?? 3_600;
  const areRefreshTokensRotated = options.areRefreshTokensRotated ?? true;
  const oauth = makeOAuthServer(
    { clientId, clientSecret, redirectUris, accessTokenLifetimeSeconds, areRefreshTokensRotated },
    nowMs,
  );
  const requests = new Map<string, number>();
  const log: RequestLogEntry[] = [];
  let url = '';

  const control: NinjaOneControl = {
    setFault: (name, faultOptions) => faults.set(name, faultOptions),
    clearFaults: (name) => faults.clear(name),
    formValues: () => ({
      settings: {},
      fields: { url, clientId, clientSecret },
    }),
    makeAuthHeaders: () => ({ authorization: `Bearer ${oauth.issueAccessToken()}` }),
    requests,
    edit: users.edit,
    setUsers: users.setUsers,
    userCount: users.count,
    editDevices: inventory.edit,
    deviceCount: inventory.deviceCount,
    softwareCount: inventory.softwareCount,
    expireAccessTokens: oauth.expireAccessTokens,
    revokeEverything: oauth.revokeEverything,
    issueAccessToken: oauth.issueAccessToken,
    addRedirectUri: (uri) => {
      redirectUris.push(uri);
    },
    answerConsent(authorizeUrl, decision) {
      const params = new URL(authorizeUrl).searchParams;
      const problem = oauth.findAuthorizeProblem(params);
      if (problem) throw new Error(`the simulator refuses to authorize: ${problem.description}`);
      return decision === 'allow' ? oauth.allow(params) : oauth.refuse(params);
    },
    log,
    clearLog() {
      log.length = 0;
      requests.clear();
    },
  };
  const state: State = { options, faults, oauth, users, inventory, control, nowMs };

  let requestNumber = 0;
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    const asked = new URL(request.url ?? '/', 'http://simulator');
    // Paths work with and without /api in front (facts §1.1).
    const path = asked.pathname.replace(/^\/api(?=\/v2\/)/, '');
    const method = request.method ?? 'GET';
    requestNumber += 1;
    requests.set(`${method} ${path}`, (requests.get(`${method} ${path}`) ?? 0) + 1);
    response.setHeader('x-nj-request-id', `sim-${requestNumber}`);
    response.setHeader('server', 'Grizzly');
    response.once('close', () => {
      const query = path.startsWith('/v2/') ? Object.fromEntries(asked.searchParams) : {};
      log.push({ method, path, query, status: response.statusCode });
      if (log.length > logLength) log.shift();
    });
    route(state, { request, response, url: asked, path }).catch((err: unknown) => {
      if (!response.headersSent) response.statusCode = 500;
      response.end(String(err));
    });
  };
  const server: Server = options.tls ? createTlsServer(options.tls, listener) : createServer(listener);

  const demo: DemoPlan = {
    isMainJob: true,
    authMethodId: 'oauth2-authorization-code',
    integrations: [
      { streamId: 'users', name: 'NinjaOne MSP users', expectedCount: users.count() },
      { streamId: 'devices', name: 'NinjaOne devices', expectedCount: inventory.deviceCount() },
    ],
  };

  return {
    control,
    demo,
    async start() {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(options.port ?? 0, '127.0.0.1', resolve);
      });
      url = `${options.tls ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`;
      return { url };
    },
    async stop() {
      if (!server.listening) return;
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      server.closeAllConnections();
      await closed;
    },
  };
}

/** The name every connector's simulator has. */
export const makeSimulator = makeNinjaOneSimulator;

async function route(state: State, call: Call): Promise<void> {
  const { request, response, path } = call;
  if (path.startsWith('/__sim/')) return controlRoute(state, call);
  if (path === '/ws/oauth/authorize') return authorize(state, call);
  if (path === '/ws/oauth/token' && request.method === 'POST') return token(state, call);
  if (!path.startsWith('/v2/')) return sendJson(response, 404, notFound);

  if (path === '/v2/users' && state.faults.take('expire-mid-session') !== undefined)
    state.oauth.expireAccessTokens();
  const slowMs = state.faults.take('slow');
  if (slowMs !== undefined) await new Promise((resolve) => setTimeout(resolve, slowMs));
  const refusal = findRefusal(state, request.headers.authorization);
  if (refusal) return sendJson(response, refusal.status, refusal.body);
  if (showFault(state.faults, response, state.nowMs())) return;
  if (path === '/v2/users') return sendUsers(state, call, call.url.searchParams.get('userType'), false);
  if (path === '/v2/user/end-users') return sendUsers(state, call, 'END_USER', true);
  if (path === '/v2/user/technicians') return sendUsers(state, call, 'TECHNICIAN', true);
  const answer = state.inventory.answer(path, call.url.searchParams, {
    isCursorLost: call.url.searchParams.has('cursor') && state.faults.take('cursor-expired') !== undefined,
    isFirstPage: state.faults.take('repeated-page') !== undefined,
  });
  if (!answer) return sendJson(response, 404, notFound);
  response.writeHead(answer.status, { 'content-type': 'application/json' });
  response.end(answer.text);
}

/** The gateway's own answers, which differ from those of the application behind it (facts §1.3). */
function findRefusal(state: State, header: string | undefined): { status: number; body: object } | undefined {
  if (header === undefined)
    return {
      status: 400,
      body: { error: 'missing_header', error_description: 'Missing required header', error_code: 2 },
    };
  if (!/^Bearer \S+$/.test(header)) return { status: 400, body: { error: 'invalid_header', error_code: 1 } };
  if (state.oauth.isValid(header.slice(7)) && state.faults.take('not-authenticated') === undefined)
    return undefined;
  return {
    status: 401,
    body: { error: 'not_authenticated', error_description: 'Invalid credentials', error_code: 10 },
  };
}

async function authorize(state: State, { request, response, url }: Call): Promise<void> {
  const isPost = request.method === 'POST';
  const params = isPost ? new URLSearchParams(await readText(request)) : url.searchParams;
  const problem = state.oauth.findAuthorizeProblem(params);
  if (problem) {
    // The reason stands only in the address of the page; the answer itself is a bare 404.
    const reason = new URLSearchParams({ error: problem.error, error_description: problem.description });
    return redirect(response, `/ws/oauth/error?${reason}`);
  }
  if (state.faults.take('consent-refused') !== undefined)
    return redirect(response, state.oauth.refuse(params));
  const email = state.options.email ?? simulatorDefaults.email;
  const password = state.options.password ?? simulatorDefaults.password;
  if (!isPost) return sendHtml(response, 200, makeConsentPage({ params, email, password }));
  if (params.get('decision') !== 'allow') return redirect(response, state.oauth.refuse(params));
  // A script posts the decision alone, as a browser that is signed in already would.
  const isSignIn = params.has('email') || params.has('password');
  if (isSignIn && (params.get('email') !== email || params.get('password') !== password)) {
    const retry = {
      params,
      email: params.get('email') ?? '',
      password: '',
      problem: 'The e-mail or the password is wrong.',
    };
    return sendHtml(response, 200, makeConsentPage(retry));
  }
  return redirect(response, state.oauth.allow(params));
}

async function token(state: State, { request, response }: Call): Promise<void> {
  const form = new URLSearchParams(await readText(request));
  if (state.faults.take('token-down') !== undefined)
    return sendJson(response, 503, {
      resultCode: 'FAILURE',
      errorMessage: 'Service unavailable',
      incidentId: 'WEB_MGMT_SERVICE-00000000',
    });
  if (state.faults.take('client-not-exist') !== undefined)
    return sendJson(response, clientNotExist.status, clientNotExist.body);
  if (form.get('grant_type') === 'refresh_token' && state.faults.take('refresh-revoked') !== undefined)
    return sendJson(response, 400, {
      error: 'invalid_grant',
      error_description: 'Unknown or revoked refresh token',
    });
  const answer = state.oauth.token(form);
  response.setHeader('cache-control', 'no-store');
  return sendJson(response, answer.status, answer.body);
}

/** Written piece by piece, so that a million users never stand in memory together. */
async function sendUsers(
  state: State,
  { response, url }: Call,
  userType: string | null,
  isTyped: boolean,
): Promise<void> {
  const { faults, options } = state;
  const { searchParams } = url;
  const isPaged = options.pagedUsers === true;
  const hugeMb = faults.take('huge-page') ?? 0;
  const isFirstPage = faults.take('repeated-page') !== undefined;
  const chunks = state.users.chunks({
    after: isPaged && !isFirstPage ? Number(searchParams.get('after') ?? 0) : 0,
    size: isPaged ? Number(searchParams.get('pageSize') ?? 1_000) : Number.POSITIVE_INFINITY,
    hasRoles: isTyped || searchParams.get('includeRoles') === 'true',
    userType,
    isTyped,
  });
  response.writeHead(200, { 'content-type': 'application/json' });
  let isEmpty = true;
  await write(response, '[');
  for (const text of chunks) {
    if (response.destroyed) return;
    await write(response, text);
    isEmpty = false;
  }
  for (let megabyte = 0; megabyte < hugeMb && !response.destroyed; megabyte += 1) {
    const user = { id: 900_000_000 + megabyte, firstName: 'x'.repeat(1_048_500) };
    await write(response, `${isEmpty ? '' : ','}${JSON.stringify(user)}`);
    isEmpty = false;
  }
  response.end(']');
}

async function controlRoute(
  { faults, users, inventory, control }: State,
  { request, response, path }: Call,
): Promise<void> {
  const isPost = request.method === 'POST';
  const body = isPost ? (JSON.parse((await readText(request)) || '{}') as Record<string, unknown>) : {};
  if (path === '/__sim/faults') {
    const isKnown = (name: unknown): name is FaultName => (faultNames as readonly unknown[]).includes(name);
    if (body.clear === true) faults.clear();
    else if (isKnown(body.clear)) faults.clear(body.clear);
    if (isKnown(body.set)) faults.set(body.set, body.options as FaultOptions | undefined);
    else if (body.set !== undefined)
      return sendJson(response, 400, { error: `unknown fault; known: ${faultNames.join(', ')}` });
    return sendJson(response, 200, { faults: faults.list() });
  }
  if (path === '/__sim/users') {
    if (isPost) users.edit(body as UserEdit);
    return sendJson(response, 200, { count: users.count() });
  }
  if (path === '/__sim/devices') {
    if (isPost) inventory.edit(body as DeviceEdit);
    return sendJson(response, 200, {
      count: inventory.deviceCount(),
      softwareCount: inventory.softwareCount(),
    });
  }
  if (path === '/__sim/requests')
    return sendJson(response, 200, { counts: Object.fromEntries(control.requests), log: control.log });
  return sendJson(response, 404, notFound);
}
