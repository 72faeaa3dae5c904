import { z } from 'zod';
import { customFieldTypes } from '../../model/field-types/field-types.ts';
import type { FieldService } from '../../objects/field-service.ts';
import type { App } from '../app-types.ts';
import { splitExpected, withExpected } from '../expected.schema.ts';
import { fieldSchema } from '../field.schema.ts';
import { getActor } from '../get-actor.ts';
import { idSchema, okResponseSchema } from '../list.schema.ts';

const tags = ['Objects'];

const objectSchema = z.object({
  name: z.string(),
  label: z.string(),
  mayHaveCustomFields: z.boolean(),
  fieldCount: z.int(),
});
const paramsSchema = z.object({ object: z.string().max(60) });
const fieldParamsSchema = paramsSchema.extend({ name: z.string().max(60) });
const ownFieldSchema = fieldSchema.extend({
  uses: z.object({
    recordCount: z.int().describe('Records with a value in it.'),
    lockCount: z.int().describe('Records in which it is locked.'),
    mappings: z.array(
      z.object({ integrationId: idSchema, integrationName: z.string(), isSyncKey: z.boolean() }),
    ),
  }),
});

export function registerObjectsRoutes(app: App, { fields }: { fields: FieldService }): void {
  app.get(
    '/api/objects',
    {
      schema: {
        tags,
        summary: 'List objects',
        response: { 200: z.object({ items: z.array(objectSchema) }) },
      },
      config: { access: 'viewer' },
    },
    async () => ({ items: await fields.listObjects() }),
  );
  app.get(
    '/api/objects/:object',
    {
      schema: {
        tags,
        summary: 'Read an object with its fields',
        params: paramsSchema,
        response: { 200: objectSchema.extend({ fields: z.array(fieldSchema) }) },
      },
      config: { access: 'viewer' },
    },
    async (request) => fields.getObject(request.params.object),
  );
  app.post(
    '/api/objects/:object/fields',
    {
      schema: {
        tags,
        summary: 'Add a Muster field',
        params: paramsSchema,
        body: z.strictObject({
          label: z.string().max(200),
          type: z.enum(customFieldTypes),
          isUnique: z.boolean().default(false),
        }),
        response: { 201: fieldSchema },
      },
      config: { access: 'operator' },
    },
    async (request, reply) => {
      const made = await fields.addField(getActor(request), request.params.object, request.body);
      return reply.code(201).send(made);
    },
  );
  app.get(
    '/api/objects/:object/fields/:name',
    {
      schema: {
        tags,
        summary: 'Read a field of one’s own with what hangs on it',
        params: fieldParamsSchema,
        response: { 200: ownFieldSchema },
      },
      config: { access: 'viewer' },
    },
    async (request) => fields.getField(request.params.object, request.params.name),
  );
  app.patch(
    '/api/objects/:object/fields/:name',
    {
      schema: {
        tags,
        summary: 'Rename a field of one’s own; mappings, filters and values stay',
        params: fieldParamsSchema,
        body: withExpected(z.strictObject({ label: z.string().max(200) })),
        response: { 200: fieldSchema },
      },
      config: { access: 'operator' },
    },
    async (request) => {
      const { object, name } = request.params;
      return fields.renameField(getActor(request), object, name, ...splitExpected(request.body));
    },
  );
  app.delete(
    '/api/objects/:object/fields/:name',
    {
      schema: {
        tags,
        summary: 'Delete a field of one’s own with its values; mappings lose its row',
        params: fieldParamsSchema,
        response: { 200: okResponseSchema },
      },
      config: { access: 'administrator' },
    },
    async (request) => {
      await fields.deleteField(getActor(request), request.params.object, request.params.name);
      return { isOk: true as const };
    },
  );
}
