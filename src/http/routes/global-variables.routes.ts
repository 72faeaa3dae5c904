import { z } from 'zod';
import type { GlobalVariablesService } from '../../global-variables/global-variables-service.ts';
import { maySee } from '../../model/visibility.ts';
import type { App } from '../app-types.ts';
import { credentialStopSchema } from '../credentials.schema.ts';
import { shows } from '../hide-values.ts';
import { idSchema, instantSchema } from '../list.schema.ts';
import { registerManagedList } from '../register-managed-list.ts';

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
  registerManagedList(app, {
    path: '/api/global-variables',
    tags,
    summaries: {
      list: 'List global variables and where they are used',
      create: 'Add a global variable',
      update: 'Change its value, or make it secret',
      delete: 'Delete a global variable nothing uses',
    },
    changedBy: 'administrator',
    shownSchema: variableViewSchema,
    entrySchema: variableSchema,
    createSchema: z.strictObject({
      key: z.string().max(200),
      value: z.string().max(20_000),
      isSecret: z.boolean().default(false),
    }),
    changeSchema: z.strictObject({
      value: z.string().max(20_000).optional().describe('Absent: the stored one stays.'),
      isSecret: z.boolean().optional(),
    }),
    service: {
      list: (query, actor) =>
        globalVariables.listPage(query, { mayReadValues: maySee(actor.role, 'global_values') }),
      create: globalVariables.create,
      update: (actor, id, { value, isSecret }, expected) =>
        globalVariables.update(
          actor,
          id,
          {
            ...(value === undefined ? {} : { value }),
            ...(isSecret === undefined ? {} : { isSecret }),
          },
          expected,
        ),
      delete: globalVariables.delete,
    },
  });
  app.post(
    '/api/global-variables/change-check',
    {
      schema: {
        tags,
        summary: 'Credentials that would stop with this value; nothing is saved',
        body: z.strictObject({ key: z.string().max(200), value: z.string().max(20_000) }),
        response: { 200: z.object({ stops: z.array(credentialStopSchema) }) },
      },
      config: { access: 'administrator' },
    },
    async (request) => ({ stops: await globalVariables.findStops(request.body) }),
  );
}
