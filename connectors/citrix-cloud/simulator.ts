/**
 * A server that behaves like Citrix Cloud with a DaaS site, faults included: trust service, `/me`, machines, sessions,
 * applications, groups, catalogs, jobs and the activation of a frozen site (facts §2.2–2.5).
 */
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
import {
  applicationDetail,
  groupCount,
  machineDetail,
  makeApplication,
  makeCatalog,
  makeDeliveryGroup,
  makeMachine,
  makeSession,
  type SiteFaults,
} from './simulator/site.ts';

export const citrixFaults = [
  ...commonFaults,
  /** The trust service does not know the customer. */
  'wrong-customer',
  /** The secret has ended, or the secure client is gone with its administrator. */
  'expired-secret',
  'client-deleted',
  /** Everything answers 530 until the site is activated and has been asked `amount` times. */
  'frozen-site',
  'no-site',
  'no-permission',
  /** The continuation token is not known any more. */
  'token-expired',
  /** A page is left out in the middle of a list. */
  'page-gap',
  /** Lists are accepted as jobs; `job-failed` lets them fail. */
  'as-job',
  'job-failed',
  'machines-without-names',
  'machines-same-names',
  'assigned-users-unknown',
] as const;
export type CitrixFault = (typeof citrixFaults)[number];

export interface CitrixSimulatorOptions {
  /** Ignored: people are those of the machines and sessions. */
  users?: number;
  machines?: number;
  sessions?: number;
  applications?: number;
  seed?: number;
  port?: number;
  tls?: { key: string; cert: string };
  nowMs?: () => number;
}

export interface CitrixControl extends SimulatorControl<CitrixFault> {
  edit(change: { machineCount?: number; hasChanged?: boolean }): void;
}

interface SiteList {
  count: number;
  make: (index: number) => object;
  /** Added to a record that is asked for by itself; absent: none can be. */
  detail?: object;
}

const client = { id: 'muster-demo-client', secret: 'demo-client-secret', customer: 'acmecorp1a2b' };
const siteId = '5f9d2c1e-0000-4000-8000-00000000c17e';
const tokenLifetimeMs = 3_600_000;

const throttled = makeError('TooManyRequests', 'Request rate is too high.');
const failed = makeError('InternalError', 'The request failed.');

export function makeSimulator(
  options: CitrixSimulatorOptions = {},
): Simulator<CitrixFault> & { readonly control: CitrixControl } {
  const nowMs = options.nowMs ?? (() => Date.now());
  const faults = makeFaultBoard<CitrixFault>();
  const tokens = new Map<string, number>();
  const jobs = new Map<string, { path: string; query: string }>();
  let machineCount = options.machines ?? 60;
  const sessionCount = options.sessions ?? 45;
  const applicationCount = options.applications ?? 12;
  let changeCount = 0;
  let isActivated = false;
  let wakingPolls = 0;

  const server = makeSimulatorServer(options, (call) => {
    if (call.path === `/cctrustoauth2/${client.customer}/tokens/clients`) return issueToken(call);
    if (call.path.startsWith('/cctrustoauth2/'))
      return sendJson(call.response, 404, {
        error: 'invalid_request',
        error_description: 'Unknown customer',
      });
    return answer(call);
  });

  async function issueToken({ response, text }: SimulatedCall): Promise<void> {
    const form = new URLSearchParams(text);
    if (faults.take('wrong-customer') !== undefined)
      return sendJson(response, 404, { error: 'invalid_request', error_description: 'Unknown customer' });
    const isRefused =
      faults.take('expired-secret') !== undefined ||
      faults.take('client-deleted') !== undefined ||
      form.get('client_id') !== client.id ||
      form.get('client_secret') !== client.secret;
    // The body says what is wrong, whatever the status.
    if (isRefused)
      return sendJson(response, 401, {
        error: 'invalid_client',
        error_description: 'Invalid client id or secret',
      });
    // A string of seconds, not a number.
    return sendJson(
      response,
      200,
      { token_type: 'bearer', access_token: issue(), expires_in: '3600' },
      { 'cache-control': 'no-store', 'x-cws-transactionid': randomBytes(8).toString('hex') },
    );
  }

  function issue(): string {
    const token = randomBytes(24).toString('base64url');
    tokens.set(token, nowMs() + tokenLifetimeMs);
    return token;
  }

  function isAllowed(header: string | undefined): boolean {
    // The scheme is not that of RFC 6750; its letter case does not matter.
    const token = /^CwsAuth Bearer=(\S+)$/i.exec(header ?? '')?.[1];
    return (
      token !== undefined &&
      (tokens.get(token) ?? 0) > nowMs() &&
      faults.take('not-authenticated') === undefined
    );
  }

  async function answer(call: SimulatedCall): Promise<void> {
    const { response, request, path, method } = call;
    response.setHeader('citrix-transactionid', randomBytes(8).toString('hex'));
    if (!isAllowed(request.headers.authorization) || request.headers['citrix-customerid'] !== client.customer)
      return sendJson(response, 401, makeError('Unauthorized', 'The token is not valid.'));
    if (path === `/resourceprovider/${client.customer}/site/activation` && method === 'POST') {
      isActivated = true;
      response.writeHead(202);
      response.end();
      return;
    }
    if (isFrozen(path)) return sendJson(response, 530, makeError('SiteFrozen', 'The site is not active.'));
    if (showCommonFault(faults, response, nowMs(), { throttled, failed })) return;
    if (faults.take('no-permission') !== undefined)
      return sendJson(response, 403, makeError('Forbidden', 'Insufficient administrative privilege.'));
    if (path === '/cvad/manage/me') return sendJson(response, 200, makeMe());
    if (request.headers['citrix-instanceid'] !== siteId)
      return sendJson(response, 400, makeError('BadRequest', 'Citrix-InstanceId is missing or unknown.'));
    return answerSite(call);
  }

  function isFrozen(path: string): boolean {
    if (!faults.isOn('frozen-site')) return false;
    if (isActivated && path === '/cvad/manage/me') {
      wakingPolls += 1;
      if (wakingPolls >= 2) faults.clear('frozen-site');
    }
    return faults.isOn('frozen-site');
  }

  const makeMe = () => ({
    UserId: client.id,
    DisplayName: 'Muster',
    ExpiryTime: new Date(nowMs() + tokenLifetimeMs).toISOString(),
    RefreshExpirationTime: new Date(nowMs() + tokenLifetimeMs).toISOString(),
    IsCspCustomer: false,
    Customers: [
      {
        Id: client.customer,
        Name: 'Acme Corporation',
        Sites: faults.take('no-site') === undefined ? [{ Id: siteId, Name: 'cloudxdsite' }] : [],
      },
    ],
  });

  async function answerSite({ response, path, url }: SimulatedCall): Promise<void> {
    const job = /^\/cvad\/manage\/Jobs\/([\w-]+)(\/Results)?$/.exec(path);
    if (job) return answerJob(response, job[1] ?? '', job[2] !== undefined);
    const siteFaults: SiteFaults = {
      withoutNames: faults.isOn('machines-without-names'),
      sameNames: faults.isOn('machines-same-names'),
      unknownUsers: faults.isOn('assigned-users-unknown'),
    };
    const lists: Record<string, SiteList> = {
      Machines: {
        count: machineCount,
        make: (index) => makeMachine(index, changeCount, siteFaults),
        detail: machineDetail,
      },
      Sessions: { count: sessionCount, make: (index) => makeSession(index, siteFaults) },
      Applications: { count: applicationCount, make: makeApplication, detail: applicationDetail },
      DeliveryGroups: { count: groupCount, make: makeDeliveryGroup },
      MachineCatalogs: { count: groupCount, make: makeCatalog },
    };
    const [, name = '', id] = /^\/cvad\/manage\/([A-Z]\w*)(?:\/([\w-]+))?$/.exec(path) ?? [];
    const list = lists[name];
    if (list?.detail && id !== undefined) return answerOne(response, list, id);
    if (!list) return sendJson(response, 404, makeError('NotFound', 'There is no such resource.'));
    if (faults.take('as-job') !== undefined) {
      const id = randomBytes(8).toString('hex');
      jobs.set(id, { path, query: url.search });
      response.writeHead(202, { location: `${server.url()}/cvad/manage/Jobs/${id}` });
      response.end();
      return;
    }
    const page = makePage(list, url.searchParams);
    return page
      ? sendJson(response, 200, page)
      : sendJson(response, 400, makeError('BadRequest', 'The continuation token is not valid.'));
  }

  /** One record by its id; lists are short enough to look through. */
  function answerOne(
    response: SimulatedCall['response'],
    { count, make, detail }: SiteList,
    id: string,
  ): void {
    const all = Array.from({ length: count }, (_item, index) => make(index) as { Id?: string });
    const found = all.find((record) => record.Id === id);
    if (found) sendJson(response, 200, { ...found, ...detail });
    else sendJson(response, 404, makeError('NotFound', 'There is no such resource.'));
  }

  function makePage({ count, make }: SiteList, query: URLSearchParams): object | undefined {
    const token = query.get('continuationToken');
    if (token !== null && faults.take('token-expired') !== undefined) return undefined;
    const limit = Math.min(Number(query.get('limit') ?? 250), 1_000);
    const start = token === null ? 0 : Number(Buffer.from(token, 'base64url').toString());
    if (!Number.isInteger(start) || start < 0) return undefined;
    const gap = token !== null && faults.take('page-gap') !== undefined ? limit : 0;
    const first = start + gap;
    const items = Array.from({ length: Math.max(0, Math.min(limit, count - first)) }, (_item, at) =>
      make(first + at),
    );
    const next = first + items.length;
    return {
      Items: items,
      ...(next < count ? { ContinuationToken: Buffer.from(String(next)).toString('base64url') } : {}),
    };
  }

  async function answerJob(
    response: SimulatedCall['response'],
    id: string,
    wantsResult: boolean,
  ): Promise<void> {
    const job = jobs.get(id);
    if (!job) return sendJson(response, 404, makeError('NotFound', 'There is no such job.'));
    if (wantsResult) {
      const list = job.path.endsWith('Machines') ? machineCount : applicationCount;
      const make = job.path.endsWith('Machines')
        ? (index: number) =>
            makeMachine(index, changeCount, { withoutNames: false, sameNames: false, unknownUsers: false })
        : makeApplication;
      return sendJson(response, 200, makePage({ count: list, make }, new URLSearchParams(job.query)));
    }
    const hasFailed = faults.isOn('job-failed');
    return sendJson(response, 200, {
      Id: id,
      Type: 'Batch',
      Status: hasFailed ? 'Failed' : 'Complete',
      ...(hasFailed ? { ErrorString: 'The broker did not answer.' } : {}),
      Parameters: [],
      CreationTime: '1/5/2026 8:00:00 AM',
      FormattedCreationTime: '2026-01-05T08:00:00.000Z',
    });
  }

  const control: CitrixControl = {
    setFault: (name, faultOptions) => {
      if (name === 'frozen-site') {
        isActivated = false;
        wakingPolls = 0;
      }
      faults.set(name, faultOptions);
    },
    clearFaults: (name) => faults.clear(name),
    formValues: () => ({
      settings: {},
      fields: {
        clientId: client.id,
        clientSecret: client.secret,
        customerId: client.customer,
        urlDomain: server.url(),
      },
    }),
    makeAuthHeaders: () => ({
      authorization: `CwsAuth Bearer=${issue()}`,
      'citrix-customerid': client.customer,
    }),
    requests: server.requests,
    edit({ machineCount: count, hasChanged }) {
      if (count !== undefined) machineCount = count;
      if (hasChanged) changeCount += 1;
    },
  };

  return { ...server, control, demo: makeDemoPlan() };

  function makeDemoPlan(): DemoPlan {
    const sessionUsers = sessionCount - Math.floor((sessionCount + 1) / 20);
    const people = new Set<number>();
    for (let index = 0; index < sessionCount; index += 1)
      if (index % 20 !== 19) people.add(index % 3 === 2 ? index - 1 : index);
    for (let index = 0; index < machineCount; index += 1) if (index % 3 !== 0) people.add(index);
    const hasGroup = machineCount > 6 ? 1 : 0;
    return {
      authMethodId: 'oauth2-client-credentials',
      integrations: [
        {
          streamId: 'users',
          name: 'Citrix DaaS users',
          expectedCount: sessionUsers > 0 ? people.size + hasGroup : 0,
        },
        { streamId: 'machines', name: 'Citrix DaaS machines', expectedCount: machineCount },
        { streamId: 'applications', name: 'Citrix published applications', expectedCount: applicationCount },
      ],
    };
  }
}

function makeError(kind: string, message: string) {
  return { SdkErrorId: `Citrix.Broker.${kind}`, ErrorType: kind, ErrorMessage: message };
}
