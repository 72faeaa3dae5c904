import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ApiTokensService } from '../../access/api-tokens-service.ts';
import type { SignInService } from '../../access/sign-in-service.ts';
import { makeError } from '../../errors.ts';
import type { ChangeEvent, ChangeHub } from '../../events/change-hub.ts';
import { maxPositionLength } from '../../events/position-text.ts';
import { type Actor, hasRole } from '../../model/actor.ts';
import type { Clock } from '../../model/clock.ts';
import type { App } from '../app-types.ts';
import { sessionCookieName } from '../authenticate.ts';
import { type EventStream, openEventStream } from '../event-stream.ts';
import { getActor } from '../get-actor.ts';
import { makeTopicAccess } from '../topic-access.ts';

export interface EventsServices {
  changes: ChangeHub;
  signIn: Pick<SignInService, 'peekSession'>;
  apiTokens: Pick<ApiTokensService, 'findActor'>;
  clock: Clock;
}

/** Streams of one user in one process; a window holds one while it is in sight. */
export const maxStreamsPerUser = 12;
const beatEveryMs = 15_000;
/** Told by the database itself, never to anybody outside: sessions, roles or tokens have changed. */
const accessTopic = '#access';

interface Listener {
  actor: Actor;
  stream: EventStream;
  /** Undefined when the right to listen is gone. */
  findActor: () => Promise<Actor | undefined>;
}

/** What changes, as it changes. */
export function registerEventsRoutes(app: App, services: EventsServices): void {
  const { changes, signIn, apiTokens, clock } = services;
  const listeners = new Set<Listener>();
  let accessOf: ReturnType<typeof makeTopicAccess> | undefined;
  const closing = new AbortController();

  const pick = ({ userId, role }: Actor, events: readonly ChangeEvent[]): string[] => {
    accessOf ??= makeTopicAccess(app.listRoutes());
    const may = (topic: string) => {
      const access = accessOf?.(topic) ?? 'administrator';
      return access === 'public' || hasRole(role, access);
    };
    return [
      ...new Set(
        events
          .filter((event) => (event.userId === 0 || event.userId === userId) && event.topic !== accessTopic)
          .map(({ topic }) => topic)
          .filter(may),
      ),
    ];
  };

  /** Whoever may no longer listen hears nothing more; a role that has changed counts at once. */
  async function checkAccess(): Promise<void> {
    for (const listener of listeners) {
      const actor = await listener.findActor();
      if (actor) listener.actor = actor;
      else listener.stream.end();
    }
  }

  function readCaller(request: FastifyRequest): Listener['findActor'] {
    const secret = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (secret !== undefined) return () => apiTokens.findActor(secret);
    const cookie = request.cookies[sessionCookieName] ?? '';
    return () => signIn.peekSession(cookie);
  }

  async function beat(listener: Listener): Promise<void> {
    while (listener.stream.isOpen) {
      await clock.sleep(beatEveryMs, closing.signal).catch(() => undefined);
      // Listening keeps no session alive.
      if (!(await listener.findActor())) listener.stream.end();
      listener.stream.beat();
    }
  }

  app.addHook('preClose', async () => {
    closing.abort();
    for (const { stream } of listeners) stream.end();
  });

  app.get(
    '/api/events',
    {
      schema: {
        tags: ['System'],
        summary: 'What changes, as server-sent events',
        description:
          'Events `changed` name the paths of the API whose answers are other ones now, `/*` at the end meaning everything below; only those the caller may read. `hello` says where the stream begins. After a break the last id (`Last-Event-ID` or `after`) brings what was missed; `reset` says that everything may have changed. Lines that begin with a colon show that the stream lives. It ends with the session.',
        querystring: z.object({
          after: z
            .string()
            .max(maxPositionLength)
            .optional()
            .describe('Id of the last event heard, where no header can be sent.'),
        }),
        response: { 200: z.string().describe('text/event-stream') },
      },
      config: { access: 'viewer' },
    },
    async (request, reply) => {
      const actor = getActor(request);
      const count = [...listeners].filter((listener) => listener.actor.userId === actor.userId).length;
      if (count >= maxStreamsPerUser) throw makeError('API_STREAMS_FULL', { limit: maxStreamsPerUser });
      const header = request.headers['last-event-id'];
      const after = typeof header === 'string' && header !== '' ? header : request.query.after;
      await listen(request, reply, actor, after);
      return reply;
    },
  );

  async function listen(
    request: FastifyRequest,
    reply: FastifyReply,
    actor: Actor,
    after: string | undefined,
  ): Promise<void> {
    reply.hijack();
    let unsubscribe: (() => void) | undefined;
    const stream = openEventStream(reply.raw, reply.getHeaders(), () => {
      listeners.delete(listener);
      unsubscribe?.();
    });
    const listener: Listener = { actor, stream, findActor: readCaller(request) };
    listeners.add(listener);
    try {
      unsubscribe = await changes.subscribe(({ events, position }) => {
        const topics = pick(listener.actor, events);
        if (topics.length > 0) stream.send({ name: 'changed', id: position, data: { topics } });
        if (events.some(({ topic }) => topic === accessTopic)) void checkAccess();
      });
      // Gone again before it began.
      if (!stream.isOpen) unsubscribe();
      const missed = after === undefined ? undefined : await changes.readSince(after);
      if (missed) {
        stream.send({ name: 'hello', id: missed.position, data: {} });
        const topics = pick(listener.actor, missed.events);
        if (topics.length > 0) stream.send({ name: 'changed', id: missed.position, data: { topics } });
      } else {
        stream.send({
          name: after === undefined ? 'hello' : 'reset',
          id: await changes.findPosition(),
          data: {},
        });
      }
    } catch (err) {
      // The answer has begun: it can only end, and the reader asks again.
      request.log.warn({ err }, 'a stream of events could not begin');
      stream.end();
      return;
    }
    void beat(listener).catch((err: unknown) => {
      request.log.warn({ err }, 'a stream of events was ended');
      stream.end();
    });
  }
}
