/**
 * A server that behaves like Zoho's accounts server and the three ManageEngine clouds as the facts describe them,
 * faults included; all on one address, told apart by their paths. `x-forwarded-host` says which accounts server was
 * asked when a test plays several data centres.
 */

import { makeFaultBoard } from '../../src/simulation/fault-board.ts';
import type {
  DemoPlan,
  OAuthSimulatorOptions,
  Simulator,
  SimulatorControl,
} from '../../src/simulation/simulator.ts';
import { makeSimulatorServer } from '../../src/simulation/simulator-server.ts';
import { makeAccountsServer } from './simulator/accounts.ts';
import { type ComputerEdit, makeEndpointCentral } from './simulator/endpoint-central.ts';
import type { ManageEngineFault } from './simulator/faults.ts';
import { makeMobileDevices } from './simulator/mobile-devices.ts';
import { findHome, route, type State } from './simulator/routes.ts';
import { makeServiceDesk } from './simulator/service-desk.ts';

export interface ManageEngineSimulatorOptions extends OAuthSimulatorOptions {
  computers?: number;
  softwarePerComputer?: number;
  devices?: number;
  assets?: number;
  /** Devices in one page at most. */
  maxDevicePage?: number;
  seed?: number;
  /** Names the accounts servers have to the world; default: this server's own address, and a stranger's. */
  accountsServers?: { home: string; other: string };
}

export interface ManageEngineControl extends SimulatorControl<ManageEngineFault> {
  editComputers(edit: ComputerEdit): void;
  softwareCount(): number;
  expireAccessTokens(): void;
  revokeEverything(): void;
  issueAccessToken(scope?: string): string;
  refreshTokenCount(): number;
  addRedirectUri(uri: string): void;
  /** What a person does on the consent page, without the page: the address the browser would be sent to. */
  answerConsent(authorizeUrl: string, decision: 'allow' | 'refuse'): string;
}

export interface ManageEngineSimulator extends Simulator<ManageEngineFault> {
  readonly control: ManageEngineControl;
}

const defaults = {
  clientId: '1000.MUSTERDEMO',
  clientSecret: 'demo-client-secret',
  email: 'admin@example.com',
  password: 'demo-password',
};
const strangersAccounts = 'http://accounts.attacker.example';
const allScopes = [
  'MDMOnDemand.MDMInventory.CREATE',
  'MDMOnDemand.MDMInventory.READ',
  'SDPOnDemand.assets.ALL',
  'DesktopCentralCloud.Common.READ',
  'DesktopCentralCloud.SOM.READ',
  'DesktopCentralCloud.Inventory.READ',
].join(',');

export function makeManageEngineSimulator(options: ManageEngineSimulatorOptions = {}): ManageEngineSimulator {
  const nowMs = options.nowMs ?? (() => Date.now());
  const faults = makeFaultBoard<ManageEngineFault>();
  const redirectUris = [...(options.redirectUris ?? [])];
  const clientId = options.clientId ?? defaults.clientId;
  const clientSecret = options.clientSecret ?? defaults.clientSecret;
  const accessTokenLifetimeSeconds = options.accessTokenLifetimeSeconds ?? 3_600;
  const accounts = makeAccountsServer(
    { clientId, clientSecret, redirectUris, accessTokenLifetimeSeconds },
    nowMs,
  );
  const seed = options.seed ?? 1;
  const computers = makeEndpointCentral({
    computers: options.computers ?? 40,
    softwarePerComputer: options.softwarePerComputer ?? 9,
    seed,
    faults,
  });
  const devices = makeMobileDevices({
    devices: options.devices ?? 6,
    maxPageLimit: options.maxDevicePage ?? 4,
    seed,
    faults,
  });
  const desk = makeServiceDesk({ assets: options.assets ?? 120, seed, faults });
  const state: State = {
    person: { email: options.email ?? defaults.email, password: options.password ?? defaults.password },
    faults,
    accounts,
    computers,
    devices,
    desk,
    servers: () => options.accountsServers ?? { home: server.url(), other: strangersAccounts },
    origin: () => server.url(),
    nowMs,
  };
  const server = makeSimulatorServer(options, (call) => route(state, call));

  const control: ManageEngineControl = {
    setFault: (name, faultOptions) => faults.set(name, faultOptions),
    clearFaults: (name) => faults.clear(name),
    formValues: () => ({ settings: {}, fields: { clientId, clientSecret, customerDomain: server.url() } }),
    makeAuthHeaders: () => ({ authorization: `Zoho-oauthtoken ${accounts.issueAccessToken(allScopes)}` }),
    requests: server.requests,
    editComputers: computers.edit,
    softwareCount: computers.softwareCount,
    expireAccessTokens: accounts.expireAccessTokens,
    revokeEverything: accounts.revokeEverything,
    issueAccessToken: (scope = allScopes) => accounts.issueAccessToken(scope),
    refreshTokenCount: accounts.refreshTokenCount,
    addRedirectUri: (uri) => {
      redirectUris.push(uri);
    },
    answerConsent(authorizeUrl, decision) {
      const params = new URL(authorizeUrl).searchParams;
      const problem = accounts.findAuthorizeProblem(params);
      if (problem) throw new Error(`the simulator refuses to authorize: ${problem}`);
      return decision === 'allow' ? accounts.allow(params, findHome(state)) : accounts.refuse(params);
    },
  };
  const demo: DemoPlan = {
    authMethodId: 'zoho-oauth2',
    integrations: [
      { streamId: 'computers', name: 'ManageEngine computers', expectedCount: computers.count() },
      { streamId: 'mobile-devices', name: 'ManageEngine mobile devices', expectedCount: devices.count() },
      { streamId: 'assets', name: 'ManageEngine assets', expectedCount: desk.assetCount() },
      {
        streamId: 'workstations',
        name: 'ManageEngine workstations',
        expectedCount: desk.workstationCount(),
      },
    ],
  };
  return { ...server, control, demo };
}

/** The name every connector's simulator has. */
export const makeSimulator = makeManageEngineSimulator;
