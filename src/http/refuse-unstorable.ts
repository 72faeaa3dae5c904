import type { FastifyRequest } from 'fastify';
import { makeError } from '../errors.ts';
import { findUnstorableIn } from '../model/storable-text.ts';
import type { App } from './app-types.ts';
import { sessionCookieName } from './authenticate.ts';

/** Escapes in JSON that make what cannot be stored: only a body with one is looked through. */
const suspicious = /\\u(?:0000|d[89a-f])/i;

/**
 * The one check for text the database cannot hold, before anybody is looked for in it: path, query, headers and our
 * cookie. Cookies of other applications on the same host are not our business.
 */
export function refuseUnstorable(app: App): void {
  app.addHook('onRequest', async (request) => {
    const cookie = request.cookies[sessionCookieName];
    refuse('path', request.params);
    refuse('query string', request.query);
    refuse('headers', request.headers);
    if (cookie !== undefined) refuse('cookies', { [sessionCookieName]: cookie });
  });
}

/** For the body as it came and as it was read. Throws API_BAD_REQUEST naming the field. */
export function assertStorableBody(text: string, body: unknown): void {
  if (suspicious.test(text)) refuse('request body', body);
}

function refuse(where: string, value: FastifyRequest['params']): void {
  const found = findUnstorableIn(value);
  if (!found) return;
  const { path, problem } = found;
  const name = path === '' ? `The ${where}` : `"${path}" in the ${where}`;
  throw makeError(
    'API_BAD_REQUEST',
    { problem: `${name} holds ${problem}, which cannot be stored. Send it without.` },
    path === '' ? {} : { field: path },
  );
}
