import { z } from 'zod';
import type { UsersService } from '../../access/users-service.ts';
import { createUserBodySchema, updateUserBodySchema, userNameSchema, userSchema } from '../access.schema.ts';
import type { App } from '../app-types.ts';
import { splitExpected, withExpected } from '../expected.schema.ts';
import { getActor } from '../get-actor.ts';
import { idParamsSchema, listQuerySchema, listResponse } from '../list.schema.ts';

const tags = ['Users'];

/** Users of Muster; administrators only, except for the names that forms offer as contacts. */
export function registerUsersRoutes(app: App, { users }: { users: UsersService }): void {
  app.get(
    '/api/users',
    {
      schema: {
        tags,
        summary: 'List users',
        querystring: listQuerySchema,
        response: { 200: listResponse(userSchema) },
      },
      config: { access: 'administrator' },
    },
    async (request) => users.list(request.query),
  );

  app.get(
    '/api/user-names',
    {
      schema: {
        tags,
        summary: 'Names of users, for choosing contacts',
        querystring: listQuerySchema,
        response: { 200: listResponse(userNameSchema) },
      },
      config: { access: 'operator' },
    },
    async (request) => users.list(request.query),
  );

  app.post(
    '/api/users',
    {
      schema: { tags, summary: 'Create a user', body: createUserBodySchema, response: { 201: userSchema } },
      config: { access: 'administrator', act: 'users' },
    },
    async (request, reply) => reply.code(201).send(await users.create(getActor(request), request.body)),
  );

  app.get(
    '/api/users/:id',
    {
      schema: { tags, summary: 'Read a user', params: idParamsSchema, response: { 200: userSchema } },
      config: { access: 'administrator' },
    },
    async (request) => users.get(request.params.id),
  );

  app.patch(
    '/api/users/:id',
    {
      schema: {
        tags,
        summary: 'Change a user: name, e-mail address, role, disabled, new password',
        params: idParamsSchema,
        body: withExpected(updateUserBodySchema),
        response: { 200: userSchema },
      },
      config: { access: 'administrator', act: 'users' },
    },
    async (request) => users.update(getActor(request), request.params.id, ...splitExpected(request.body)),
  );

  app.delete(
    '/api/users/:id',
    {
      schema: {
        tags,
        summary: 'Delete a user with sessions and API tokens; the audit log keeps the name',
        params: idParamsSchema,
        response: { 204: z.undefined() },
      },
      config: { access: 'administrator', act: 'users' },
    },
    async (request, reply) => {
      await users.delete(getActor(request), request.params.id);
      return reply.code(204).send(undefined);
    },
  );
}
