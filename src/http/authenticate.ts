import type { FastifyRequest } from 'fastify';
import type { ApiTokensService } from '../access/api-tokens-service.ts';
import { assertPerson } from '../access/person-acts.ts';
import type { SignInService } from '../access/sign-in-service.ts';
import { makeError } from '../errors.ts';
import { hasRole } from '../model/actor.ts';
import type { App } from './app-types.ts';

export const sessionCookieName = 'muster_session';

declare module 'fastify' {
  interface FastifyRequest {
    /** The token a signed-in person's browser must send back; null for API tokens. */
    csrfToken: string | null;
  }
}

export interface AuthenticateOptions {
  signIn: Pick<SignInService, 'findSession' | 'assertCsrf'>;
  apiTokens: Pick<ApiTokensService, 'findActor'>;
}

const readOnlyMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Finds out who calls, before anything of the request is read: an API token in `Authorization: Bearer`, else the
 * session cookie with, for requests that change something, its `x-csrf-token`. Then the route's `config.access` decides, and
 * `config.act` whether only a person may call it.
 */
export function addAuthentication(app: App, { signIn, apiTokens }: AuthenticateOptions): void {
  app.decorateRequest('actor', undefined);
  app.decorateRequest('csrfToken', null);

  async function readActor(request: FastifyRequest): Promise<void> {
    const { authorization } = request.headers;
    if (authorization !== undefined) {
      const secret = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
      const actor = secret === undefined ? undefined : await apiTokens.findActor(secret);
      if (!actor) throw makeError('ACCESS_TOKEN_INVALID');
      request.actor = actor;
      return;
    }
    const cookie = request.cookies[sessionCookieName];
    const found = cookie ? await signIn.findSession(cookie) : undefined;
    if (!found) return;
    if (!readOnlyMethods.has(request.method)) {
      const given = request.headers['x-csrf-token'];
      signIn.assertCsrf(found.csrfToken, typeof given === 'string' ? given : undefined);
    }
    request.actor = found.actor;
    request.csrfToken = found.csrfToken;
  }

  app.addHook('onRequest', async (request) => {
    const { access, act, knowsActor, beforeSecondFactor } = request.routeOptions.config;
    // Without access there is no route: the not-found handler answers.
    if (access === undefined) return;
    if (access === 'public') {
      if (knowsActor) await readActor(request);
      return;
    }
    await readActor(request);
    if (!request.actor) throw makeError('ACCESS_SIGN_IN_REQUIRED');
    if (request.actor.needsSecondFactor && !beforeSecondFactor)
      throw makeError('ACCESS_SECOND_FACTOR_NEEDED');
    if (!hasRole(request.actor.role, access)) {
      throw makeError('ACCESS_FORBIDDEN', { needed: access, role: request.actor.role });
    }
    if (act) assertPerson(request.actor, act);
  });
}
