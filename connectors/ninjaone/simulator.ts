/**
 * A server that behaves like NinjaOne as the facts describe it, faults included. Used by tests, the demo and the
 * benchmark; it keeps its state in memory on purpose and is never part of the product's own process.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type FaultBoard,
  type FaultName,
  type FaultOptions,
  faultNames,
  makeFaultBoard,
} from './simulator/faults.ts';
import { consentPage, makeOAuthServer, type OAuthServer } from './simulator/oauth.ts';
import { indexAfter, makeUser, userId } from './simulator/users.ts';

export interface SimulatorOptions {
  users?: number;
  seed?: number;
  /** For the benchmark: `/v2/users` honours pageSize and after, as NinjaOne's other lists do. */
  pagedUsers?: boolean;
  port?: number;
  clientId?: string;
  clientSecret?: string;
  redirectUris?: string[];
  accessTokenLifetimeSeconds?: number;
}

export interface SimulatorControl {
  setFault(name: FaultName, options?: FaultOptions): void;
  clearFaults(name?: FaultName): void;
  /** Edits the tenant: so many per cent of the users get another phone number; users are removed from or added at the end. */
  edit(edit: { changePercent?: number; removeCount?: number; addCount?: number }): void;
  expireAccessTokens(): void;
  revokeEverything(): void;
  issueAccessToken(): string;
  addRedirectUri(uri: string): void;
  /** Requests answered, by method and path. */
  requests: Map<string, number>;
  userCount(): number;
}

export interface Simulator {
  start(): Promise<{ url: string }>;
  stop(): Promise<void>;
  control: SimulatorControl;
}

export const simulatorDefaults = { clientId: 'muster-demo', clientSecret: 'demo-client-secret', port: 0 };

export function makeSimulator(options: SimulatorOptions = {}): Simulator {
  const seed = options.seed ?? 1;
  let count = options.users ?? 250;
  let generation = 0;
  let changePercent = 0;
  const redirectUris = [...(options.redirectUris ?? [])];
  const faults = makeFaultBoard();
  const requests = new Map<string, number>();
  const oauth = makeOAuthServer(
    {
      clientId: options.clientId ?? simulatorDefaults.clientId,
      clientSecret: options.clientSecret ?? simulatorDefaults.clientSecret,
      redirectUris,
      accessTokenLifetimeSeconds: options.accessTokenLifetimeSeconds ?? 3_600,
    },
    () => Date.now(),
  );

  const control: SimulatorControl = {
    setFault: (name, faultOptions) => faults.set(name, faultOptions),
    clearFaults: (name) => faults.clear(name),
    edit(edit) {
      if (edit.changePercent !== undefined) {
        changePercent = edit.changePercent;
        generation += 1;
      }
      count = Math.max(0, count - (edit.removeCount ?? 0)) + (edit.addCount ?? 0);
    },
    expireAccessTokens: () => oauth.expireAccessTokens(),
    revokeEverything: () => oauth.revokeEverything(),
    issueAccessToken: () => oauth.issueAccessToken(),
    addRedirectUri: (uri) => redirectUris.push(uri),
    requests,
    userCount: () => count,
  };
  const userAt = (index: number, includeRoles: boolean) => {
    // Every user whose number falls into the changed share carries the newest generation.
    const isChanged = changePercent > 0 && (index * 37) % 100 < changePercent;
    return makeUser(seed, index, isChanged ? generation : 0, includeRoles, {
      duplicateEmails: faults.isOn('duplicate-emails'),
      usersWithoutEmail: faults.isOn('users-without-email'),
      wrongTypes: faults.isOn('wrong-types'),
    });
  };

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://simulator');
    const key = `${request.method} ${url.pathname}`;
    requests.set(key, (requests.get(key) ?? 0) + 1);
    response.setHeader('x-nj-request-id', `sim-${requests.get(key)}`);
    route({
      request,
      response,
      url,
      oauth,
      faults,
      control,
      userAt,
      count,
      isPaged: options.pagedUsers === true,
    }).catch((err: unknown) => {
      response.statusCode = 500;
      response.end(String(err));
    });
  });

  return {
    control,
    async start() {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(options.port ?? 0, '127.0.0.1', resolve);
      });
      return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
    },
    async stop() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

interface Call {
  request: IncomingMessage;
  response: ServerResponse;
  url: URL;
  oauth: OAuthServer;
  faults: FaultBoard;
  control: SimulatorControl;
  userAt(index: number, includeRoles: boolean): object;
  count: number;
  isPaged: boolean;
}

async function route(call: Call): Promise<void> {
  const { request, url } = call;
  const path = url.pathname.replace(/^\/api(?=\/v2\/)/, '');
  if (path === '/ws/oauth/authorize') return authorize(call);
  if (path === '/ws/oauth/token' && request.method === 'POST') return token(call);
  if (path === '/__sim/faults' && request.method === 'POST') return changeFaults(call);
  if (!path.startsWith('/v2/'))
    return sendJson(call, 404, {
      resultCode: 'FAILURE',
      errorMessage: 'HTTP 404 Not Found',
      incidentId: 'WEB_MGMT_SERVICE-00000000',
    });
  if (path === '/v2/users' && call.faults.take('expire-mid-session') !== undefined)
    call.oauth.expireAccessTokens();
  if (!isAuthenticated(call)) return;
  if (await showFault(call)) return;
  if (path === '/v2/users') return users(call);
  if (path === '/v2/organizations') return sendJson(call, 200, pageOf(organizations, url));
  if (path === '/v2/devices') return sendJson(call, 200, pageOf(devices, url));
  if (path === '/v2/queries/software') return softwareQuery(call);
  if (path === '/v2/activities') return activities(call);
  return sendJson(call, 404, {
    resultCode: 'FAILURE',
    errorMessage: 'HTTP 404 Not Found',
    incidentId: 'WEB_MGMT_SERVICE-00000000',
  });
}

function isAuthenticated(call: Call): boolean {
  const header = call.request.headers.authorization;
  if (header === undefined) {
    sendJson(call, 400, {
      error: 'missing_header',
      error_description: 'Missing required header',
      error_code: 2,
    });
    return false;
  }
  if (!header.startsWith('Bearer ')) {
    sendJson(call, 400, { error: 'invalid_header', error_code: 1 });
    return false;
  }
  if (!call.oauth.isValid(header.slice(7)) || call.faults.take('not-authenticated') !== undefined) {
    sendJson(call, 401, {
      error: 'not_authenticated',
      error_description: 'Invalid credentials',
      error_code: 10,
    });
    return false;
  }
  return true;
}

async function authorize(call: Call): Promise<void> {
  const params = call.request.method === 'POST' ? await readForm(call.request) : call.url.searchParams;
  const problem = call.oauth.findAuthorizeProblem(params);
  if (problem !== undefined)
    return sendJson(call, 404, {
      resultCode: 'FAILURE',
      errorMessage: 'HTTP 404 Not Found',
      incidentId: 'WEB_MGMT_SERVICE-00000000',
    });
  if (call.request.method !== 'POST') {
    call.response.setHeader('content-type', 'text/html; charset=utf-8');
    call.response.end(consentPage(params));
    return;
  }
  call.response.statusCode = 302;
  call.response.setHeader(
    'location',
    params.get('decision') === 'allow' ? call.oauth.allow(params) : call.oauth.refuse(params),
  );
  call.response.end();
}

async function token(call: Call): Promise<void> {
  const form = await readForm(call.request);
  if (call.faults.take('token-down') !== undefined)
    return sendJson(call, 503, { resultCode: 'FAILURE', errorMessage: 'Service unavailable' });
  if (call.faults.take('client-not-exist') !== undefined)
    return sendJson(call, 404, {
      resultCode: 'Client app not exist',
      incidentId: 'WEB_MGMT_SERVICE-00000000',
    });
  const answer = call.oauth.token(form);
  return sendJson(call, answer.status, answer.body);
}

async function changeFaults(call: Call): Promise<void> {
  const body = JSON.parse((await readText(call.request)) || '{}') as {
    set?: FaultName;
    options?: FaultOptions;
    clear?: boolean;
  };
  if (body.clear) call.faults.clear();
  if (body.set && faultNames.includes(body.set)) call.faults.set(body.set, body.options);
  sendJson(call, 200, { faults: faultNames.filter((name) => call.faults.isOn(name)) });
}

/** Shows the fault that is on, if it replaces the answer. */
async function showFault({ faults, response, request }: Call): Promise<boolean> {
  const slowMs = faults.take('slow');
  if (slowMs !== undefined) await new Promise((resolve) => setTimeout(resolve, slowMs));
  const throttle = (['throttle-seconds', 'throttle-date', 'throttle-silent'] as const).find((name) =>
    faults.isOn(name),
  );
  if (throttle) {
    const amount = faults.take(throttle);
    if (amount === undefined) return false;
    response.statusCode = 429;
    if (throttle === 'throttle-seconds') response.setHeader('retry-after', String(amount));
    if (throttle === 'throttle-date')
      response.setHeader('retry-after', new Date(Date.now() + amount * 1_000).toUTCString());
    response.end('Too many requests');
    return true;
  }
  if (faults.take('html-at-200') !== undefined) {
    response.setHeader('content-type', 'text/html');
    response.end('<!doctype html><html><body><h1>Maintenance</h1></body></html>');
    return true;
  }
  if (faults.take('server-error') !== undefined) {
    response.statusCode = 500;
    response.setHeader('content-type', 'application/json');
    response.end('"Internal error"');
    return true;
  }
  if (faults.take('reset') !== undefined) {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100000' });
    response.write('[{"id":');
    setTimeout(() => request.socket.destroy(), 20);
    return true;
  }
  if (faults.take('truncated-json') !== undefined) {
    response.setHeader('content-type', 'application/json');
    response.end('[{"id": 31, "firstName": "Ad');
    return true;
  }
  return false;
}

/** Written page by page, so that a million users never stand in memory together. */
async function users(call: Call): Promise<void> {
  const { url, response, faults, count } = call;
  const includeRoles = url.searchParams.get('includeRoles') === 'true';
  const userType = url.searchParams.get('userType');
  const hugeMb = faults.take('huge-page');
  response.setHeader('content-type', 'application/json');
  let first = 0;
  let last = count;
  if (call.isPaged) {
    const after = Number(url.searchParams.get('after') ?? 0);
    first = faults.isOn('repeated-page') ? 0 : after > 0 ? indexAfter(after, count) : 0;
    last = Math.min(count, first + Number(url.searchParams.get('pageSize') ?? 1_000));
  }
  const isSent = async (text: string) => {
    if (!response.write(text)) await new Promise((resolve) => response.once('drain', resolve));
  };
  let separator = '[';
  for (let start = first; start < last; start += 1_000) {
    let text = '';
    for (let index = start; index < Math.min(start + 1_000, last); index += 1) {
      const user = call.userAt(index, includeRoles);
      if (userType !== null && (user as { userType: string }).userType !== userType) continue;
      text += `${separator}${JSON.stringify(user)}`;
      separator = ',';
    }
    await isSent(text);
  }
  if (hugeMb !== undefined) {
    for (let megabyte = 0; megabyte < hugeMb && !response.destroyed; megabyte += 1) {
      await isSent(
        `${separator}${JSON.stringify({ id: 900_000_000 + megabyte, firstName: 'x'.repeat(1_048_000) })}`,
      );
      separator = ',';
    }
  }
  response.end(separator === '[' ? '[]' : ']');
}

const organizations = Array.from({ length: 40 }, (_item, index) => ({
  id: index + 1,
  name: `Client ${index + 1}`,
  description: null,
  nodeApprovalMode: 'AUTOMATIC',
}));
const devices = Array.from({ length: 120 }, (_item, index) => ({
  id: userId(index),
  uid: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
  organizationId: 1 + (index % 40),
  locationId: 1,
  nodeClass: 'WINDOWS_WORKSTATION',
  approvalStatus: 'APPROVED',
  offline: index % 5 === 0,
  systemName: `PC-${index}`,
  created: 1743088826.5,
  lastContact: 1759136775.9,
  lastUpdate: 1759136775.9,
}));
const software = Array.from({ length: 90 }, (_item, index) => ({
  deviceId: userId(index % 30),
  name: `Product ${index % 12}`,
  version: `1.${index}`,
  publisher: 'Example',
  timestamp: 1759136775.9,
}));

/** `after` is the id of the last element, not an offset (facts §1.5). */
function pageOf(items: readonly { id: number }[], url: URL): object[] {
  const after = Number(url.searchParams.get('after') ?? 0);
  return items.filter((item) => item.id > after).slice(0, Number(url.searchParams.get('pageSize') ?? 100));
}

function softwareQuery(call: Call): void {
  const [, offsetText = '0'] = (call.url.searchParams.get('cursor') ?? 'snapshot:0').split(':');
  const offset = Number(offsetText);
  const results = software.slice(offset, offset + Number(call.url.searchParams.get('pageSize') ?? 50));
  const cursor =
    results.length === 0
      ? undefined
      : {
          name: `snapshot:${offset + results.length}`,
          offset: offset + results.length,
          count: software.length,
          expires: Date.now() / 1_000 + 600,
        };
  sendJson(call, 200, { ...(cursor ? { cursor } : {}), results });
}

function activities(call: Call): void {
  const olderThan = Number(call.url.searchParams.get('olderThan') ?? 1_000);
  const size = Number(call.url.searchParams.get('pageSize') ?? 200);
  const list = Array.from({ length: 300 }, (_item, index) => ({
    id: 300 - index,
    activityTime: 1742391675.556,
    activityType: 'CONDITION',
    statusCode: 'TRIGGERED',
    status: 'Triggered',
    subject: '',
    message: 'Memory',
    type: 'Condition',
  })).filter((item) => item.id < olderThan);
  sendJson(call, 200, { lastActivityId: list[0]?.id ?? 0, activities: list.slice(0, size) });
}

function sendJson({ response }: Call, status: number, body: unknown): void {
  response.statusCode = status;
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(body));
}

async function readText(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  return new URLSearchParams(await readText(request));
}
