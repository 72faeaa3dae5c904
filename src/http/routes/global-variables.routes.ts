import { z } from 'zod';
import type { GlobalVariablesService } from '../../global-variables/global-variables-service.ts';
import { maySee } from '../../model/visibility.ts';
import type { App } from '../app-types.ts';
import { getActor } from '../get-actor.ts';
import { shows } from '../hide-values.ts';
import {
  idParamsSchema,
  idSchema,
  instantSchema,
  listQuerySchema,
  listResponse,
  okResponseSchema,
} from '../list.schema.ts';

const tags = ['Global variables'];

const variableSchema = z.object({
  id: idSchema,
  key: z.string().describe('`Vendor.Key`, in templates `{{ Vendor.Key }}`.'),
  value: shows(
    'global_values',
    z.string().nullable().describe('Null when it is secret, or when you may only read the names.'),
  ),
  isSecret: z.boolean(),
  createdAt: instantSchema,
  updatedAt: instantSchema,
});
const variableViewSchema = variableSchema
  .extend({
    uses: z.array(
      z.object({ kind: z.enum(['credential', 'integration', 'mapping']), id: idSchema, name: z.string() }),
    ),
    wantedBy: z
      .array(
        z.object({
          connectorId: z.string(),
          connectorName: z.string(),
          fields: z.array(z.string()).describe('Titles of the form fields that fall back on it.'),
        }),
      )
      .describe('Connectors that can use it.'),
  })
  .meta({ id: 'GlobalVariable' });

export function registerGlobalVariablesRoutes(
  app: App,
  { globalVariables }: { globalVariables: GlobalVariablesService },
): void {
  app.get(
    '/api/global-variables',
    {
      schema: {
        tags,
        summary: 'List global variables and where they are used',
        querystring: listQuerySchema,
        response: { 200: listResponse(variableViewSchema) },
      },
      config: { access: 'viewer' },
    },
    async (request) =>
      globalVariables.listPage(request.query, {
        mayReadValues: maySee(getActor(request).role, 'global_values'),
      }),
  );
  app.post(
    '/api/global-variables',
    {
      schema: {
        tags,
        summary: 'Add a global variable',
        body: z.strictObject({
          key: z.string().max(200),
          value: z.string().max(20_000),
          isSecret: z.boolean().default(false),
        }),
        response: { 201: variableSchema },
      },
      config: { access: 'administrator' },
    },
    async (request, reply) =>
      reply.code(201).send(await globalVariables.create(getActor(request), request.body)),
  );
  app.patch(
    '/api/global-variables/:id',
    {
      schema: {
        tags,
        summary: 'Change its value, or make it secret',
        params: idParamsSchema,
        body: z.strictObject({
          value: z.string().max(20_000).optional().describe('Absent: the stored one stays.'),
          isSecret: z.boolean().optional(),
        }),
        response: { 200: variableSchema },
      },
      config: { access: 'administrator' },
    },
    async (request) => {
      const { value, isSecret } = request.body;
      const change = {
        ...(value === undefined ? {} : { value }),
        ...(isSecret === undefined ? {} : { isSecret }),
      };
      return globalVariables.update(getActor(request), request.params.id, change);
    },
  );
  app.delete(
    '/api/global-variables/:id',
    {
      schema: {
        tags,
        summary: 'Delete a global variable nothing uses',
        params: idParamsSchema,
        response: { 200: okResponseSchema },
      },
      config: { access: 'administrator' },
    },
    async (request) => {
      await globalVariables.delete(getActor(request), request.params.id);
      return { isOk: true as const };
    },
  );
}
