/** A server that behaves like XenMobile Server as the facts (§3) describe it, faults included. */
import { randomBytes } from 'node:crypto';
import { makeFaultBoard } from '../../src/simulation/fault-board.ts';
import {
  commonFaults,
  type DemoPlan,
  type Simulator,
  type SimulatorControl,
} from '../../src/simulation/simulator.ts';
import {
  makeSimulatorServer,
  type SimulatedCall,
  sendJson,
  showCommonFault,
} from '../../src/simulation/simulator-server.ts';

export const xenmobileFaults = [
  ...commonFaults,
  'no-permission',
  /** Status other than 0 inside HTTP 200. */
  'error-inside-200',
  /** All tokens end with the next list. */
  'session-ended',
  /** A page is left out although `matchedRecords` counts it. */
  'page-gap',
  'devices-without-serial',
  'devices-same-serial',
  /** A device is gone between the list and its details. */
  'device-gone',
  'trust-refused',
] as const;
export type XenMobileFault = (typeof xenmobileFaults)[number];

export interface XenMobileSimulatorOptions {
  users?: number;
  devices?: number;
  seed?: number;
  port?: number;
  tls?: { key: string; cert: string };
  nowMs?: () => number;
}

const admin = { login: 'muster', password: 'demo-password' };
const secureClient = { id: 'muster-demo-client', secret: 'demo-client-secret', customer: 'acmecorp1a2b' };
const tokenLifetimeMs = 1_800_000;
const createdAtMs = Date.UTC(2025, 0, 6);
const apps = ['Secure Mail', 'Secure Web', 'ShareFile', 'Teams', 'Authenticator', 'Maps'];

function makeDevice(index: number, faults: { withoutSerial: boolean; sameSerial: boolean }) {
  const isApple = index % 3 !== 2;
  const serialIndex = faults.sameSerial && index % 5 === 1 ? index - 1 : index;
  return {
    id: 100 + index * 3,
    jailBroken: index % 40 === 7,
    managed: index % 9 !== 8,
    gatewayBlocked: false,
    userName: `user${index % 20}@example.com`,
    ...(faults.withoutSerial && index % 10 === 1
      ? {}
      : { serialNumber: `XM${String(serialIndex).padStart(8, '0')}` }),
    ...(isApple && index % 4 === 0 ? { imeiOrMeid: `35${String(7_000_000_000_000 + index)}` } : {}),
    wifiMacAddress: `02:00:00:00:${(index >> 8).toString(16).padStart(2, '0')}:${(index & 255).toString(16).padStart(2, '0')}`,
    // Misspelt by the vendor.
    blueToothMacAccress: `02:00:00:01:00:${(index & 255).toString(16).padStart(2, '0')}`,
    devicePlatform: isApple ? 'iOS' : 'Android',
    platform: isApple ? 'iOS' : 'Android',
    osVersion: isApple ? '18.5' : '15',
    deviceModel: isApple ? 'iPhone15,2' : 'SM-S921B',
    productName: isApple ? 'iPhone 14 Pro' : 'Galaxy S24',
    deviceName: `${isApple ? 'iPhone' : 'Galaxy'} of user${index % 20}`,
    deviceType: index % 6 === 5 ? 'Tablet' : 'Phone',
    lastAccess: '11/23/16 8:32 AM',
    inactivityDays: String(index % 30),
    depRegistered: isApple,
    shareable: false,
    properties: [],
  };
}

function makeSoftware(index: number) {
  return apps.slice(0, 2 + (index % 5)).map((name, at) => ({
    name,
    version: `${24 + (index % 2)}.${at}.0`,
    author: at < 3 ? 'Citrix' : 'Example Ltd',
    installTime: at === 0 ? 0 : createdAtMs + index * 86_400_000,
  }));
}

const makeUser = (index: number) => ({
  userid: 1 + index,
  username: `user${index}@example.com`,
  groups: ['MSP'],
  attributes: {
    asuseremail: `user${index}@example.com`,
    firstname: 'User',
    lastname: `Number ${index}`,
    company: 'Acme',
    ...(index % 2 === 0 ? { mobile: `+49 171 ${1_000_000 + index}` } : {}),
  },
  role: 'USER',
  roles: ['USER'],
  creationDate: createdAtMs + index,
  lastAuthDate: createdAtMs + 86_400_000 * index,
  domainName: 'local',
  adUser: false,
  password: null,
  confirmPassword: null,
});

export function makeSimulator(options: XenMobileSimulatorOptions = {}): Simulator<XenMobileFault> & {
  readonly control: SimulatorControl<XenMobileFault>;
} {
  const nowMs = options.nowMs ?? (() => Date.now());
  const faults = makeFaultBoard<XenMobileFault>();
  const deviceCount = options.devices ?? 130;
  const userCount = 20;
  const tokens = new Map<string, number>();
  const trustTokens = new Set<string>();

  const issue = () => {
    const token = `q${randomBytes(16).toString('hex')}:${randomBytes(4).toString('hex')}`;
    tokens.set(token, nowMs() + tokenLifetimeMs);
    return token;
  };

  const server = makeSimulatorServer(options, (call) => {
    const { path, response, text } = call;
    const asked = /^\/cctrustoauth2\/([^/]+)\/tokens\/clients$/.exec(path)?.[1];
    if (asked !== undefined && asked !== secureClient.customer)
      return sendJson(response, 404, { error: 'not_found', error_description: 'Customer not found' });
    if (asked !== undefined) {
      const form = new URLSearchParams(text);
      if (faults.take('trust-refused') !== undefined || form.get('client_secret') !== secureClient.secret)
        return sendJson(response, 401, { error: 'invalid_client' });
      const token = randomBytes(20).toString('base64url');
      trustTokens.add(token);
      return sendJson(response, 200, { token_type: 'bearer', access_token: token, expires_in: '3600' });
    }
    if (path === '/xenmobile/api/v1/authentication/login') {
      const given = readJson(text);
      return given['login'] === admin.login && given['password'] === admin.password
        ? sendJson(response, 200, { auth_token: issue() })
        : sendJson(response, 401, { status: 1_001, message: 'Login failed' });
    }
    if (path === '/xenmobile/api/v1/authentication/login/cloud') {
      return trustTokens.has(String(readJson(text)['bearerToken']))
        ? sendJson(response, 200, { auth_token: issue() })
        : sendJson(response, 401, { status: 1_001, message: 'Login failed' });
    }
    return answer(call);
  });

  function answer({ path, response, request, text, method }: SimulatedCall) {
    if (faults.take('session-ended') !== undefined) tokens.clear();
    const isKnown = (tokens.get(String(request.headers['auth_token'] ?? '')) ?? 0) > nowMs();
    if (!isKnown || faults.take('not-authenticated') !== undefined)
      return sendJson(response, 401, { status: 1_002, message: 'Token expired' });
    const bodies = {
      throttled: { status: -1, message: 'Too many' },
      failed: { status: -1, message: 'Failed' },
    };
    if (showCommonFault(faults, response, nowMs(), bodies)) return undefined;
    if (faults.take('no-permission') !== undefined)
      return sendJson(response, 403, { status: 1_003, message: 'PUBLIC_API_ACCESS is missing' });
    if (faults.take('error-inside-200') !== undefined)
      return sendJson(response, 200, { status: -1, message: 'Internal error' });
    if (method === 'POST' && path === '/xenmobile/api/v1/device/filter')
      return sendDevices(response, readJson(text));
    if (method === 'POST' && path === '/xenmobile/api/v1/localusersgroups/filter') {
      const { start, limit } = readWindow(readJson(text));
      const userListing = listFrom(userCount, start, limit, makeUser);
      return sendJson(response, 200, { status: 0, message: 'Success', userListing });
    }
    const [, device, part] = /^\/xenmobile\/api\/v1\/device\/(\d+)(\/softwareinventory)?$/.exec(path) ?? [];
    if (device === undefined) return sendJson(response, 404, { status: -1, message: 'Not found' });
    const index = (Number(device) - 100) / 3;
    if (
      !Number.isInteger(index) ||
      index < 0 ||
      index >= deviceCount ||
      faults.take('device-gone') !== undefined
    )
      return sendJson(response, 404, { status: -1, message: 'Device not found' });
    // The device by itself says everything but its id.
    if (part === undefined) {
      const { serialNumber } = makeDevice(index, { withoutSerial: false, sameSerial: false });
      const details = { serialNumber, lastAuthDate: createdAtMs, managedByZMSP: false, deliveryGroups: [] };
      return sendJson(response, 200, { status: 0, message: 'Success', device: details });
    }
    return sendJson(response, 200, {
      status: 0,
      message: 'Success',
      softwareInventories: makeSoftware(index),
    });
  }

  function sendDevices(response: SimulatedCall['response'], asked: Record<string, unknown>) {
    const { start, limit } = readWindow(asked);
    const shape = {
      withoutSerial: faults.isOn('devices-without-serial'),
      sameSerial: faults.isOn('devices-same-serial'),
    };
    const isGap = start > 0 && faults.take('page-gap') !== undefined;
    return sendJson(response, 200, {
      status: 0,
      message: 'Success',
      currentFilter: { detail: [] },
      filteredDevicesDataList: isGap
        ? []
        : listFrom(deviceCount, start, limit, (index) => makeDevice(index, shape)),
      totalCount: deviceCount,
      matchedRecords: deviceCount,
    });
  }

  const control: SimulatorControl<XenMobileFault> = {
    setFault: (name, faultOptions) => faults.set(name, faultOptions),
    clearFaults: (name) => faults.clear(name),
    formValues: () => ({
      settings: {},
      fields: {
        hostname: server.url(),
        port: new URL(server.url() || 'http://127.0.0.1:1').port,
        ...admin,
        clientId: secureClient.id,
        clientSecret: secureClient.secret,
        customerId: secureClient.customer,
        urlDomain: server.url(),
      },
    }),
    makeAuthHeaders: () => ({ auth_token: issue() }),
    requests: server.requests,
  };
  const demo: DemoPlan = {
    authMethodId: 'local-administrator',
    integrations: [
      {
        streamId: 'local-users',
        name: 'Citrix Endpoint Management local users',
        expectedCount: userCount,
      },
      { streamId: 'devices', name: 'Citrix Endpoint Management devices', expectedCount: deviceCount },
    ],
  };
  return { ...server, control, demo };
}

const listFrom = <T>(count: number, start: number, limit: number, make: (index: number) => T): T[] =>
  Array.from({ length: Math.max(0, Math.min(limit, count - start)) }, (_item, at) => make(start + at));

function readWindow(asked: Record<string, unknown>): { start: number; limit: number } {
  // Only texts are taken, and never more than a hundred.
  const read = (name: string) => (typeof asked[name] === 'string' ? Number(asked[name]) : Number.NaN);
  const limit = read('limit');
  return {
    start: Number.isNaN(read('start')) ? 0 : read('start'),
    limit: Math.min(Number.isNaN(limit) ? 10 : limit, 100),
  };
}

function readJson(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    // A body that is no JSON has no values.
    return {};
  }
}
