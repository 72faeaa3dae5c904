/**
 * A server that behaves like NinjaOne as the facts describe it, faults included. Used by tests, the demo and the
 * benchmark; it keeps its state in memory on purpose and is never part of the product's own process.
 *
 * Beside the vendor's routes stand those of `answerControl`, with the edits `/__sim/users` and `/__sim/devices`.
 */

import { answerControl, type ControlRoutes } from '../../src/simulation/answer-control.ts';
import { makeFaultBoard } from '../../src/simulation/fault-board.ts';
import type {
  DemoPlan,
  OAuthSimulatorOptions,
  Simulator,
  SimulatorControl,
} from '../../src/simulation/simulator.ts';
import {
  makeSimulatorServer,
  type RequestLogEntry,
  type SimulatedCall,
  sendHtml,
  sendJson,
  showCommonFault,
} from '../../src/simulation/simulator-server.ts';
import { type NinjaOneFault, ninjaOneFaults } from './simulator/faults.ts';
import { type DeviceEdit, makeInventory } from './simulator/inventory.ts';
import { notFound } from './simulator/list-answer.ts';
import { makeOAuthServer } from './simulator/oauth.ts';
import { sendUsers } from './simulator/send-users.ts';
import { makeSignIn } from './simulator/sign-in.ts';
import { makeUserList, type UserEdit, type UserMutator } from './simulator/user-list.ts';

export interface NinjaOneSimulatorOptions extends OAuthSimulatorOptions {
  /** Number of users; they are made one by one, so a million costs no memory. Default 250. */
  users?: number;
  /** Number of devices, made one by one as well. Default 120. */
  devices?: number;
  /** Entries of installed software of each device that has any. Default 12. */
  softwarePerDevice?: number;
  seed?: number;
  /** For the benchmark: `/v2/users` honours pageSize and after, as NinjaOne's other lists do. */
  pagedUsers?: boolean;
  areRefreshTokensRotated?: boolean;
}

export interface NinjaOneControl extends SimulatorControl<NinjaOneFault> {
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

export interface NinjaOneSimulator extends Simulator<NinjaOneFault> {
  readonly control: NinjaOneControl;
}

const faultBodies = {
  throttled: 'Too many requests',
  failed: 'Internal error',
  truncated: '[{"id":31,"firstName":"Ad',
  reset: '[{"id":',
};

export function makeNinjaOneSimulator(options: NinjaOneSimulatorOptions = {}): NinjaOneSimulator {
  const { seed = 1, clientId = 'muster-demo', clientSecret = 'demo-client-secret' } = options;
  const nowMs = options.nowMs ?? (() => Date.now());
  const redirectUris = [...(options.redirectUris ?? [])];
  const faults = makeFaultBoard<NinjaOneFault>();
  const users = makeUserList(seed, options.users ?? 250, faults);
  const { devices = 120, softwarePerDevice = 12 } = options;
  const inventory = makeInventory({ seed, devices, softwarePerDevice, faults, nowMs });
  const { accessTokenLifetimeSeconds = 3_600, areRefreshTokensRotated = true } = options;
  const oauth = makeOAuthServer(
    { clientId, clientSecret, redirectUris, accessTokenLifetimeSeconds, areRefreshTokensRotated },
    nowMs,
  );
  const { email = 'admin@example.com', password = 'demo-password' } = options;
  const signIn = makeSignIn(oauth, faults, { email, password });
  let requestNumber = 0;

  const server = makeSimulatorServer(
    {
      ...options,
      // Paths work with and without /api in front (facts §1.1).
      normalizePath: (path) => path.replace(/^\/api(?=\/v2\/)/, ''),
      isQueryLogged: (path) => path.startsWith('/v2/'),
    },
    (call) => {
      requestNumber += 1;
      call.response.setHeader('x-nj-request-id', `sim-${requestNumber}`);
      call.response.setHeader('server', 'Grizzly');
      return route(call);
    },
  );
  const controlRoutes: ControlRoutes<NinjaOneFault> = {
    faults,
    faultNames: ninjaOneFaults,
    server,
    edits: {
      users(edit) {
        if (edit) users.edit(edit);
        return { count: users.count() };
      },
      devices(edit) {
        if (edit) inventory.edit(edit);
        return { count: inventory.deviceCount(), softwareCount: inventory.softwareCount() };
      },
    },
  };

  function route(call: SimulatedCall) {
    const { path, method, response } = call;
    if (path === '/ws/oauth/authorize') return signIn.authorize(call);
    if (path === '/ws/oauth/token' && method === 'POST') return signIn.sendToken(call);
    if (path.startsWith('/v2/')) return answerList(call);
    if (answerControl(call, controlRoutes)) return undefined;
    return sendJson(response, 404, notFound);
  }

  async function answerList(call: SimulatedCall): Promise<void> {
    const { path, request, response, url } = call;
    if (path === '/v2/users' && faults.take('expire-mid-session') !== undefined) oauth.expireAccessTokens();
    const slowMs = faults.take('slow');
    if (slowMs !== undefined) await new Promise((resolve) => setTimeout(resolve, slowMs));
    const refusal = signIn.findRefusal(request.headers.authorization);
    if (refusal) return sendJson(response, refusal.status, refusal.body);
    if (showCommonFault(faults, response, nowMs(), faultBodies)) return undefined;
    if (faults.take('rate-limit-html') !== undefined)
      return sendHtml(response, '<!doctype html><html><body><h1>Too many requests</h1></body></html>');
    if (await sendUsers({ users, faults, isPaged: options.pagedUsers === true }, call)) return undefined;
    const answer = inventory.answer(path, url.searchParams, {
      isCursorLost: url.searchParams.has('cursor') && faults.take('cursor-expired') !== undefined,
      isFirstPage: faults.take('repeated-page') !== undefined,
    });
    if (!answer) return sendJson(response, 404, notFound);
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(answer.text);
    return undefined;
  }

  const control: NinjaOneControl = {
    setFault: (name, faultOptions) => faults.set(name, faultOptions),
    clearFaults: (name) => faults.clear(name),
    formValues: () => ({ settings: {}, fields: { url: server.url(), clientId, clientSecret } }),
    makeAuthHeaders: () => ({ authorization: `Bearer ${oauth.issueAccessToken()}` }),
    requests: server.requests,
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
    answerConsent: signIn.answerConsent,
    log: server.log,
    clearLog: server.clearLog,
  };
  const countUsers = (userType: string): number => {
    const list = users.chunks({ after: 0, size: users.count(), hasRoles: false, userType });
    return (JSON.parse(`[${[...list].join('')}]`) as unknown[]).length;
  };
  /** Counting goes through every user, so it is done when somebody asks, not for a benchmark with a million. */
  const makeDemoPlan = (): DemoPlan => ({
    isMainJob: true,
    authMethodId: 'oauth2-authorization-code',
    integrations: [
      { streamId: 'users', name: 'NinjaOne MSP users', expectedCount: users.count() },
      { streamId: 'devices', name: 'NinjaOne devices', expectedCount: inventory.deviceCount() },
      {
        streamId: 'end-users',
        name: 'NinjaOne end users',
        expectedCount: countUsers('END_USER'),
        isPeopleOnly: true,
      },
      {
        streamId: 'technicians',
        name: 'NinjaOne technicians',
        expectedCount: countUsers('TECHNICIAN'),
        isPeopleOnly: true,
      },
    ],
  });
  return {
    ...server,
    control,
    get demo() {
      return makeDemoPlan();
    },
  };
}

/** The name every connector's simulator has. */
export const makeSimulator = makeNinjaOneSimulator;
