/** Which request is whose: the accounts server, the products, and the faults in front of them. */

import type { FaultBoard } from '../../../src/simulation/fault-board.ts';
import {
  redirect,
  type SimulatedCall,
  sendHtml,
  sendJson,
  showCommonFault,
} from '../../../src/simulation/simulator-server.ts';
import { type AccountsServer, refuse, type TokenAnswer, throttled, throttledLocalised } from './accounts.ts';
import { toBigJson } from './big-json.ts';
import type { EndpointCentral, ProductAnswer } from './endpoint-central.ts';
import type { ManageEngineFault } from './faults.ts';
import type { MobileDevices } from './mobile-devices.ts';
import { makeConsentPage, makeErrorPage, makeMfaPage, makeSignedOutPage } from './pages.ts';
import { fail, type ServiceDesk } from './service-desk.ts';

export interface State {
  /** Who may sign in on the consent page. */
  person: { email: string; password: string };
  faults: FaultBoard<ManageEngineFault>;
  accounts: AccountsServer;
  computers: EndpointCentral;
  devices: MobileDevices;
  desk: ServiceDesk;
  /** Names of the person's data centre and of the others. */
  servers(): { home: string; other: string };
  origin(): string;
  nowMs(): number;
}

export function findHome({ faults, servers }: State): { location: string; accountsServer: string } {
  const isElsewhere = faults.take('account-elsewhere') !== undefined;
  return {
    location: isElsewhere ? 'eu' : 'us',
    accountsServer: isElsewhere ? servers().other : servers().home,
  };
}

export function route(state: State, call: SimulatedCall) {
  const { path, response, method, text } = call;
  switch (path) {
    case '/oauth/v2/auth':
      return authorize(state, call);
    case '/oauth/v2/token':
      if (method === 'POST') return sendToken(state, call);
      break;
    case '/oauth/v2/token/revoke':
      state.accounts.revoke(
        call.url.searchParams.get('token') ?? new URLSearchParams(text).get('token') ?? '',
      );
      return sendJson(response, 200, { status: 'success' });
    case '/oauth/serverinfo':
      return sendJson(response, 200, {
        result: 'success',
        locations: { us: state.servers().home, eu: state.servers().other },
      });
    case '/logout':
      state.faults.clear('mfa-session');
      return sendHtml(call.response, makeSignedOutPage());
    default:
      break;
  }
  return answerProduct(state, call);
}

function authorize(state: State, call: SimulatedCall) {
  const { accounts, faults, person } = state;
  const isPost = call.method === 'POST';
  const params = isPost ? new URLSearchParams(call.text) : call.url.searchParams;
  const problem = accounts.findAuthorizeProblem(params);
  if (problem) return sendHtml(call.response, makeErrorPage(problem));
  if (faults.isOn('mfa-session')) return sendHtml(call.response, makeMfaPage());
  if (faults.take('consent-refused') !== undefined) return redirect(call.response, accounts.refuse(params));
  const { email, password } = person;
  if (!isPost) return sendHtml(call.response, makeConsentPage({ params, email, password }));
  if (params.get('decision') !== 'allow') return redirect(call.response, accounts.refuse(params));
  // A script posts the decision alone, as a browser that is signed in already would.
  const isSignIn = params.has('email') || params.has('password');
  if (isSignIn && (params.get('email') !== email || params.get('password') !== password)) {
    const again = {
      params,
      email: params.get('email') ?? '',
      password: '',
      problem: 'The e-mail or the password is wrong.',
    };
    return sendHtml(call.response, makeConsentPage(again));
  }
  return redirect(call.response, accounts.allow(params, findHome(state)));
}

function sendToken(state: State, { request, response, text, url }: SimulatedCall) {
  const { faults, accounts } = state;
  // Parameters come in the body or in the query.
  const form = new URLSearchParams(text === '' ? url.search : text);
  const asked = request.headers['x-forwarded-host'];
  const accountsServer = asked === undefined ? state.servers().home : `https://${String(asked)}`;
  const answer = findTokenFault(faults, form) ?? accounts.token(form, accountsServer);
  sendJson(response, answer.status, answer.body, { 'cache-control': 'no-store' });
}

function findTokenFault(
  faults: FaultBoard<ManageEngineFault>,
  form: URLSearchParams,
): TokenAnswer | undefined {
  if (faults.take('token-down') !== undefined) return { status: 503, body: { error: 'service_unavailable' } };
  if (faults.take('token-throttled') !== undefined) return throttled;
  if (faults.take('token-throttled-localised') !== undefined) return throttledLocalised;
  if (faults.take('token-general-error') !== undefined) return refuse('general_error');
  if (faults.take('client-not-in-region') !== undefined) return refuse('invalid_client');
  if (faults.take('other-secret-in-region') !== undefined) return refuse('invalid_client_secret');
  const isRefresh = form.get('grant_type') === 'refresh_token';
  return isRefresh && faults.take('refresh-revoked') !== undefined ? refuse('invalid_code') : undefined;
}

type Product = 'computers' | 'devices' | 'desk';

function findProduct(path: string): Product | undefined {
  if (path.startsWith('/api/1.4/')) return 'computers';
  if (path.startsWith('/api/v1/mdm/')) return 'devices';
  return /^(\/app\/[\w-]+)?\/api\/v3\//.test(path) ? 'desk' : undefined;
}

const scopeOf: Record<Product, RegExp> = {
  computers: /^DesktopCentralCloud\./,
  devices: /^MDMOnDemand\.MDMInventory\.(READ|ALL)$/,
  desk: /^SDPOnDemand\.assets\./,
};

function answerProduct(state: State, call: SimulatedCall) {
  const { faults, nowMs } = state;
  const { path, request, response, url } = call;
  const product = findProduct(path);
  if (product === undefined) return sendJson(response, 404, { error: 'URL_NOT_FOUND' });
  if (faults.take('expire-mid-session') !== undefined) state.accounts.expireAccessTokens();
  const refusal = findRefusal(state, product, request.headers.authorization);
  if (refusal) return send(call, product, refusal);
  const bodies = {
    throttled:
      product === 'desk'
        ? fail(429, 4015, 'Rate limit').body
        : { error_code: 'COM0030', error_description: 'Throttled' },
    failed:
      product === 'desk' ? fail(500, 4004, 'Internal Error').body : { status: 'error', error_code: '500' },
  };
  if (showCommonFault(faults, response, nowMs(), bodies)) return;
  const gateway = findGatewayFault(faults);
  if (gateway) return send(call, product, gateway);
  // Without its own media type the desk answers with a page.
  if (product === 'desk' && !String(request.headers.accept ?? '').includes('vnd.manageengine.sdp.v3+json'))
    return sendHtml(call.response, makeErrorPage('Not acceptable'));
  const found =
    product === 'computers'
      ? state.computers.answer(path, url.searchParams)
      : product === 'devices'
        ? state.devices.answer(path, url.searchParams, state.origin())
        : state.desk.answer(path, url.searchParams);
  return send(call, product, found ?? { status: 404, body: { error: 'URL_NOT_FOUND' } });
}

/** The token as the products see it: one for all of them, but not every scope opens every product. */
function findRefusal(state: State, product: Product, header: string | undefined): ProductAnswer | undefined {
  const token = /^Zoho-oauthtoken (\S+)$/.exec(header ?? '')?.[1];
  const scopes = token === undefined ? undefined : state.accounts.findScopes(token);
  const isRefused = state.faults.take('not-authenticated') !== undefined;
  if (!scopes || isRefused)
    return product === 'desk'
      ? fail(401, 4022, 'Invalid authtoken')
      : { status: 401, body: { error_code: 'COM0013', error_description: 'Invalid OAuth token' } };
  if (product === 'desk' && state.faults.take('no-portal') !== undefined)
    return fail(401, 4002, 'missing_org_info');
  if (scopes.some((scope) => scopeOf[product].test(scope))) return undefined;
  return product === 'desk'
    ? fail(403, 4002, 'UNAUTHORISED')
    : { status: 403, body: { error_code: 'COM0014', error_description: 'OAUTH_SCOPE_MISMATCH' } };
}

function findGatewayFault(faults: FaultBoard<ManageEngineFault>): ProductAnswer | undefined {
  const make = (status: number, minutes: number, message: string): ProductAnswer => ({
    status,
    body: {
      error: {
        status_code: 400,
        method: 'GET',
        title: 'URL_ROLLING_THROTTLES_LIMIT_EXCEEDED',
        error_type: 'OPERATIONAL_VALIDATION_ERROR',
        details: { message: message.replace('#', String(minutes)) },
      },
    },
  });
  const english = faults.take('gateway-throttled');
  if (english !== undefined)
    return make(
      400,
      english,
      'Cannot execute more than 100 requests per API in 2 minutes. Try again after # minutes.',
    );
  const german = faults.take('gateway-throttled-localised');
  return german === undefined
    ? undefined
    : make(
        200,
        german,
        'Es sind höchstens 100 Anfragen je API in 2 Minuten möglich. Versuchen Sie es nach # Minuten erneut.',
      );
}

/** Endpoint Central sends its JSON as plain text, whatever is asked for. */
function send({ response }: SimulatedCall, product: Product, { status, body }: ProductAnswer): void {
  const contentType = product === 'computers' ? 'text/plain;charset=UTF-8' : 'application/json;charset=UTF-8';
  response.writeHead(status, { 'content-type': contentType, server: 'ZGS' });
  response.end(toBigJson(body));
}
