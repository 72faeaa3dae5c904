import { z } from 'zod';
import type { ApiTokensService } from '../../access/api-tokens-service.ts';
import { apiTokenSchema, createApiTokenBodySchema, createdApiTokenSchema } from '../access.schema.ts';
import type { App } from '../app-types.ts';
import { getActor } from '../get-actor.ts';
import { idParamsSchema, listQuerySchema, listResponse } from '../list.schema.ts';

const tags = ['API tokens'];

/** API tokens: everybody has their own, administrators see and revoke all. */
export function registerApiTokensRoutes(app: App, { apiTokens }: { apiTokens: ApiTokensService }): void {
  app.get(
    '/api/api-tokens',
    {
      schema: {
        tags,
        summary: 'List API tokens: one’s own, or as administrator everybody’s',
        querystring: listQuerySchema,
        response: { 200: listResponse(apiTokenSchema) },
      },
      config: { access: 'viewer' },
    },
    async (request) => apiTokens.list(getActor(request), request.query),
  );

  app.post(
    '/api/api-tokens',
    {
      schema: {
        tags,
        summary: 'Create an API token; the answer shows it this once',
        body: createApiTokenBodySchema,
        response: { 201: createdApiTokenSchema },
      },
      config: { access: 'viewer', act: 'api_tokens', showsSecret: true },
    },
    async (request, reply) => {
      return reply.code(201).send(await apiTokens.create(getActor(request), request.body));
    },
  );

  app.post(
    '/api/api-tokens/:id/revoke',
    {
      schema: {
        tags,
        summary: 'Revoke an API token at once and for good',
        params: idParamsSchema,
        response: { 204: z.undefined() },
      },
      config: { access: 'viewer' },
    },
    async (request, reply) => {
      await apiTokens.revoke(getActor(request), request.params.id);
      return reply.code(204).send(undefined);
    },
  );
}
