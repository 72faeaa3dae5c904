import { z } from 'zod';
import { type RetentionKind, retentionKindNames } from '../../forgetting/retention-kinds.ts';
import type { RetentionService } from '../../forgetting/retention-service.ts';
import type { App } from '../app-types.ts';
import { splitExpected, withExpected } from '../expected.schema.ts';
import { getActor } from '../get-actor.ts';
import { instantSchema } from '../list.schema.ts';

const tags = ['Retention'];
const kind = z.enum(retentionKindNames);
const keepDays = z.int().nullable().describe('null = for ever.');

const daysByKind = Object.fromEntries(
  retentionKindNames.map((name) => [name, keepDays.optional()]),
) as Record<RetentionKind, z.ZodOptional<typeof keepDays>>;

const ruleSchema = z
  .object({
    kind,
    label: z.string(),
    what: z.string().describe('What is deleted, and what stays.'),
    keepDays,
    defaultDays: keepDays,
    updatedAt: instantSchema.nullable(),
    updatedBy: z.string().nullable(),
    lastRunAt: instantSchema.nullable(),
    lastDeletedCount: z.int().describe('Deleted by the last run.'),
    deletedCount: z.int().describe('Deleted by all runs.'),
  })
  .meta({ id: 'RetentionRule' });
const rulesSchema = z.object({ items: z.array(ruleSchema) });

export function registerRetentionRoutes(app: App, { retention }: { retention: RetentionService }): void {
  app.get(
    '/api/retention',
    {
      schema: {
        tags,
        summary: 'How long what passes is kept, and what was deleted last',
        response: { 200: rulesSchema },
      },
      config: { access: 'viewer' },
    },
    async () => ({ items: await retention.list() }),
  );
  app.patch(
    '/api/retention',
    {
      schema: {
        tags,
        summary: 'Change how long what passes is kept; kinds that are not named stay as they are',
        body: withExpected(z.strictObject(daysByKind)),
        response: { 200: rulesSchema },
      },
      config: { access: 'administrator' },
    },
    async (request) => ({
      items: await retention.update(getActor(request), ...splitExpected(request.body)),
    }),
  );
}
