/** NinjaOne's routes of OAuth, and how its gateway takes the token (facts §1.2–§1.3). */
import type { FaultBoard } from '../../../src/simulation/fault-board.ts';
import {
  redirect,
  type SimulatedCall,
  sendHtml,
  sendJson,
} from '../../../src/simulation/simulator-server.ts';
import type { NinjaOneFault } from './faults.ts';
import { incidentId } from './list-answer.ts';
import { clientNotExist, type OAuthServer, type TokenAnswer } from './oauth.ts';
import { makeConsentPage } from './pages.ts';

export interface SignIn {
  /** The consent page and what a person does on it. */
  authorize(call: SimulatedCall): void;
  sendToken(call: SimulatedCall): void;
  /** undefined when the token is good. */
  findRefusal(authorization: string | undefined): TokenAnswer | undefined;
  /** What a person does on the consent page, without the page: the address the browser would be sent to. */
  answerConsent(authorizeUrl: string, decision: 'allow' | 'refuse'): string;
}

/** @param person who may sign in on the consent page. */
export function makeSignIn(
  oauth: OAuthServer,
  faults: FaultBoard<NinjaOneFault>,
  person: { email: string; password: string },
): SignIn {
  function findTokenFault(form: URLSearchParams): TokenAnswer | undefined {
    if (faults.take('token-down') !== undefined)
      return {
        status: 503,
        body: { resultCode: 'FAILURE', errorMessage: 'Service unavailable', incidentId },
      };
    if (faults.take('client-not-exist') !== undefined) return clientNotExist;
    if (form.get('grant_type') !== 'refresh_token' || faults.take('refresh-revoked') === undefined)
      return undefined;
    return {
      status: 400,
      body: { error: 'invalid_grant', error_description: 'Unknown or revoked refresh token' },
    };
  }

  return {
    authorize({ method, url, text, response }) {
      const isPost = method === 'POST';
      const params = isPost ? new URLSearchParams(text) : url.searchParams;
      const problem = oauth.findAuthorizeProblem(params);
      if (problem) {
        // The reason stands only in the address of the page; the answer itself is a bare 404.
        const reason = new URLSearchParams({ error: problem.error, error_description: problem.description });
        return redirect(response, `/ws/oauth/error?${reason}`);
      }
      if (faults.take('consent-refused') !== undefined) return redirect(response, oauth.refuse(params));
      if (!isPost) return sendHtml(response, makeConsentPage({ params, ...person }));
      if (params.get('decision') !== 'allow') return redirect(response, oauth.refuse(params));
      // A script posts the decision alone, as a browser that is signed in already would.
      const isSignIn = params.has('email') || params.has('password');
      const isPerson = params.get('email') === person.email && params.get('password') === person.password;
      if (!isSignIn || isPerson) return redirect(response, oauth.allow(params));
      const retry = {
        params,
        email: params.get('email') ?? '',
        password: '',
        problem: 'The e-mail or the password is wrong.',
      };
      return sendHtml(response, makeConsentPage(retry));
    },

    sendToken({ text, response }) {
      const form = new URLSearchParams(text);
      const fault = findTokenFault(form);
      if (fault) return sendJson(response, fault.status, fault.body);
      const { status, body } = oauth.token(form);
      return sendJson(response, status, body, { 'cache-control': 'no-store' });
    },

    /** The gateway's own answers, which differ from those of the application behind it. */
    findRefusal(authorization) {
      if (authorization === undefined)
        return {
          status: 400,
          body: { error: 'missing_header', error_description: 'Missing required header', error_code: 2 },
        };
      if (!/^Bearer \S+$/.test(authorization))
        return { status: 400, body: { error: 'invalid_header', error_code: 1 } };
      if (oauth.isValid(authorization.slice(7)) && faults.take('not-authenticated') === undefined)
        return undefined;
      return {
        status: 401,
        body: { error: 'not_authenticated', error_description: 'Invalid credentials', error_code: 10 },
      };
    },

    answerConsent(authorizeUrl, decision) {
      const params = new URL(authorizeUrl).searchParams;
      const problem = oauth.findAuthorizeProblem(params);
      if (problem) throw new Error(`the simulator refuses to authorize: ${problem.description}`);
      return decision === 'allow' ? oauth.allow(params) : oauth.refuse(params);
    },
  };
}
