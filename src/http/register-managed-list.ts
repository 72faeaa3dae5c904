import type { z } from 'zod';
import type { Access, Actor } from '../model/actor.ts';
import type { Expected } from '../model/assert-unchanged.ts';
import type { App } from './app-types.ts';
import { splitExpected, withExpected } from './expected.schema.ts';
import { getActor } from './get-actor.ts';
import { idParamsSchema, listQuerySchema, listResponse, okResponseSchema } from './list.schema.ts';

type ListQuery = z.output<typeof listQuerySchema>;

export interface ManagedList<
  Shown extends z.ZodType,
  Entry extends z.ZodType,
  Body extends z.ZodType,
  Change extends z.ZodObject,
> {
  /** Of the list; an entry is `<path>/:id`. */
  path: string;
  tags: readonly string[];
  summaries: { list: string; create: string; update: string; delete: string };
  /** Lowest role that may change it; everybody signed in may read. */
  changedBy: Exclude<Access, 'public' | 'viewer'>;
  /** An entry in the list. */
  shownSchema: Shown;
  /** An entry as saved. */
  entrySchema: Entry;
  createSchema: Body;
  changeSchema: Change;
  service: {
    list(query: ListQuery, actor: Actor): Promise<z.input<ReturnType<typeof listResponse<Shown>>>>;
    create(actor: Actor, body: z.output<Body>): Promise<z.input<Entry>>;
    update(
      actor: Actor,
      id: number,
      change: z.output<Change>,
      expected: Expected | undefined,
    ): Promise<z.input<Entry>>;
    delete(actor: Actor, id: number): Promise<unknown>;
  };
}

/** The four routes of a list whose entries people add, change and delete: GET and POST on it, PATCH and DELETE on an entry. */
export function registerManagedList<
  Shown extends z.ZodType,
  Entry extends z.ZodType,
  Body extends z.ZodType,
  Change extends z.ZodObject,
>(app: App, list: ManagedList<Shown, Entry, Body, Change>): void {
  const { path, summaries, service, changedBy } = list;
  // What the schemas let through is typed by `ManagedList`; the framework cannot follow type parameters.
  const shownSchema: z.ZodType = list.shownSchema;
  const entrySchema: z.ZodType = list.entrySchema;
  const createSchema: z.ZodType = list.createSchema;
  const changeSchema = withExpected<z.core.$ZodLooseShape, z.core.$ZodObjectConfig>(list.changeSchema);
  const tags = [...list.tags];
  app.get(
    path,
    {
      schema: {
        tags,
        summary: summaries.list,
        querystring: listQuerySchema,
        response: { 200: listResponse(shownSchema) },
      },
      config: { access: 'viewer' },
    },
    async (request) => service.list(request.query, getActor(request)),
  );
  app.post(
    path,
    {
      schema: {
        tags,
        summary: summaries.create,
        body: createSchema,
        response: { 201: entrySchema },
      },
      config: { access: changedBy },
    },
    async (request, reply) => {
      const entry = await service.create(getActor(request), request.body as z.output<Body>);
      return reply.code(201).send(entry);
    },
  );
  app.patch(
    `${path}/:id`,
    {
      schema: {
        tags,
        summary: summaries.update,
        params: idParamsSchema,
        body: changeSchema,
        response: { 200: entrySchema },
      },
      config: { access: changedBy },
    },
    async (request) => {
      const [change, expected] = splitExpected(request.body);
      return service.update(getActor(request), request.params.id, change as z.output<Change>, expected);
    },
  );
  app.delete(
    `${path}/:id`,
    {
      schema: {
        tags,
        summary: summaries.delete,
        params: idParamsSchema,
        response: { 200: okResponseSchema },
      },
      config: { access: changedBy },
    },
    async (request) => {
      await service.delete(getActor(request), request.params.id);
      return { isOk: true as const };
    },
  );
}
