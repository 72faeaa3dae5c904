import { z } from 'zod';
import type { PlaceholderService } from '../../records/placeholder-service.ts';
import { storedObjects } from '../../records/record-service.ts';
import type { App } from '../app-types.ts';
import { idSchema, instantSchema } from '../list.schema.ts';
import { registerManagedList } from '../register-managed-list.ts';

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
  registerManagedList(app, {
    path: '/api/placeholders',
    tags,
    summaries: {
      list: 'List values that identify nothing',
      create: 'Add a value that identifies nothing',
      update: 'Change an entry',
      delete: 'Remove an entry',
    },
    changedBy: 'operator',
    shownSchema: placeholderSchema,
    entrySchema: placeholderSchema,
    createSchema: placeholderBodySchema,
    changeSchema: placeholderBodySchema,
    service: placeholders,
  });
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
}
