import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { PersonAct } from '../access/person-acts.ts';
import type { Access, Actor } from '../model/actor.ts';

/** The Fastify application every `registerXRoutes` gets: zod schemas type params, query, body and response. */
export type App = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

declare module 'fastify' {
  interface FastifyRequest {
    /** Who calls; undefined only on routes with `access: 'public'`. */
    actor: Actor | undefined;
  }
  interface FastifyContextConfig {
    /** The lowest role that may call the route. A route without it stops the start of the server. */
    access?: Access;
    /** What the route does that an API token may never do (`person-acts.ts`): only a person may call it. */
    act?: PersonAct;
    /** Its answer carries a secret or a token, beside what a stranger may have chosen: it is never compressed. */
    showsSecret?: boolean;
    /** May be called by somebody whose role needs a second factor and who has none yet. */
    beforeSecondFactor?: boolean;
    /** On a public route: look who calls all the same, so that `request.actor` is set for somebody signed in. */
    knowsActor?: boolean;
  }
}
