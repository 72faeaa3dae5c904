import type { FastifyRequest } from 'fastify';
import { makeError } from '../errors.ts';
import type { Actor } from '../model/actor.ts';

/** The caller of a route that is not public. Throws ACCESS_SIGN_IN_REQUIRED when there is none. */
export function getActor(request: Pick<FastifyRequest, 'actor'>): Actor {
  if (!request.actor) throw makeError('ACCESS_SIGN_IN_REQUIRED');
  return request.actor;
}
