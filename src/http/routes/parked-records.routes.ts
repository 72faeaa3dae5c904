import { z } from 'zod';
import { maxDecided, type ParkedRecordsService } from '../../records/parked-records-service.ts';
import { storedObjects } from '../../records/record-service.ts';
import type { App } from '../app-types.ts';
import { getActor } from '../get-actor.ts';
import { shows } from '../hide-values.ts';
import { idSchema, instantSchema, listQuerySchema, listResponse } from '../list.schema.ts';

const tags = ['Records'];
const valuesSchema = z.record(z.string(), z.unknown());

const parkedRecordSchema = z
  .object({
    id: idSchema,
    integrationId: idSchema,
    integrationName: z.string(),
    nativeId: z.string(),
    object: z.enum(storedObjects),
    label: z.string().nullable(),
    reasonCode: z.string(),
    reason: shows('log', z.string()),
    incoming: valuesSchema.describe('Field → value, as it would have been written.'),
    candidates: z.array(
      z.object({
        recordId: idSchema,
        label: z.string().nullable(),
        isArchived: z.boolean(),
        values: valuesSchema,
      }),
    ),
    firstSeenAt: instantSchema,
    lastSeenAt: instantSchema,
    lastSessionId: idSchema,
    decision: z.enum(['link', 'create', 'ignore']).nullable(),
    decidedAt: instantSchema.nullable(),
    decidedBy: z.string().nullable(),
  })
  .meta({ id: 'ParkedRecord' });

const choiceSchema = z.strictObject({
  ids: z.array(idSchema).min(1).max(maxDecided),
  action: z
    .enum(['link', 'create', 'ignore', 'ask'])
    .describe(
      'link: it stands for the record; create: a record of its own; ignore: skipped; ask: decide again.',
    ),
  recordId: idSchema.optional().describe('For link: the record it stands for.'),
});

export function registerParkedRecordsRoutes(app: App, { parked }: { parked: ParkedRecordsService }): void {
  app.get(
    '/api/parked-records',
    {
      schema: {
        tags,
        summary: 'List source records that wait for a person, both records side by side',
        querystring: listQuerySchema,
        response: { 200: listResponse(parkedRecordSchema) },
      },
      config: { access: 'viewer' },
    },
    async (request) => parked.list(request.query),
  );
  app.post(
    '/api/parked-records/decide',
    {
      schema: {
        tags,
        summary: 'Say what the next sessions do about parked records',
        body: choiceSchema,
        response: { 200: z.object({ count: z.int() }) },
      },
      config: { access: 'operator' },
    },
    async (request) => parked.decide(getActor(request), request.body),
  );
}
