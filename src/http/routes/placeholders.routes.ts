import { z } from 'zod';
import type { PlaceholderService } from '../../records/placeholder-service.ts';
import { storedObjects } from '../../records/record-service.ts';
import type { App } from '../app-types.ts';
import { getActor } from '../get-actor.ts';
import {
  idParamsSchema,
  idSchema,
  instantSchema,
  listQuerySchema,
  listResponse,
  okResponseSchema,
} from '../list.schema.ts';

const tags = ['Placeholders'];
const value = z.string().max(1_000).describe('With `isPattern`, `#` is one digit and `*` any text.');
const field = z.string().nullable().describe('Name of the only field it counts in; null = in every field.');

const placeholderSchema = z
  .object({
    id: idSchema,
    value,
    isPattern: z.boolean(),
    field,
    note: z.string(),
    createdAt: instantSchema,
    createdBy: z.string(),
  })
  .meta({ id: 'Placeholder' });
const placeholderBodySchema = z.strictObject({
  value,
  isPattern: z.boolean().default(false),
  field: field.default(null),
  note: z.string().max(2_000).default(''),
});
const effectSchema = z
  .object({
    count: z.int().describe('Records that hold such a value now.'),
    isExact: z.boolean().describe('False where only the first of them were looked at.'),
    holders: z.array(
      z.object({
        object: z.enum(storedObjects),
        recordId: idSchema,
        label: z.string().nullable(),
        field: z.string(),
        fieldLabel: z.string(),
        value: z.string(),
      }),
    ),
  })
  .meta({ id: 'PlaceholderEffect' });

export function registerPlaceholdersRoutes(
  app: App,
  { placeholders }: { placeholders: PlaceholderService },
): void {
  app.get(
    '/api/placeholders',
    {
      schema: {
        tags,
        summary: 'List values that identify nothing',
        querystring: listQuerySchema,
        response: { 200: listResponse(placeholderSchema) },
      },
      config: { access: 'viewer' },
    },
    async (request) => placeholders.list(request.query),
  );
  app.get(
    '/api/placeholders/fields',
    {
      schema: {
        tags,
        summary: 'The fields an entry may be about',
        response: {
          200: z.object({
            items: z.array(z.object({ object: z.enum(storedObjects), name: z.string(), label: z.string() })),
          }),
        },
      },
      config: { access: 'viewer' },
    },
    async () => ({ items: await placeholders.listFields() }),
  );
  app.post(
    '/api/placeholders/preview',
    {
      schema: {
        tags,
        summary: 'What saving an entry would change',
        body: placeholderBodySchema,
        response: { 200: effectSchema },
      },
      config: { access: 'operator' },
    },
    async (request) => placeholders.preview(request.body),
  );
  app.post(
    '/api/placeholders',
    {
      schema: {
        tags,
        summary: 'Add a value that identifies nothing',
        body: placeholderBodySchema,
        response: { 201: placeholderSchema },
      },
      config: { access: 'operator' },
    },
    async (request, reply) =>
      reply.code(201).send(await placeholders.create(getActor(request), request.body)),
  );
  app.patch(
    '/api/placeholders/:id',
    {
      schema: {
        tags,
        summary: 'Change an entry',
        params: idParamsSchema,
        body: placeholderBodySchema,
        response: { 200: placeholderSchema },
      },
      config: { access: 'operator' },
    },
    async (request) => placeholders.update(getActor(request), request.params.id, request.body),
  );
  app.delete(
    '/api/placeholders/:id',
    {
      schema: {
        tags,
        summary: 'Remove an entry',
        params: idParamsSchema,
        response: { 200: okResponseSchema },
      },
      config: { access: 'operator' },
    },
    async (request) => {
      await placeholders.delete(getActor(request), request.params.id);
      return { isOk: true as const };
    },
  );
}
