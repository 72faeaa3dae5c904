import { z } from 'zod';
import { deletableObjects, type ErasureService } from '../../forgetting/erasure-service.ts';
import type { App } from '../app-types.ts';
import { getActor } from '../get-actor.ts';
import { instantSchema, listQuerySchema, listResponse } from '../list.schema.ts';

const tags = ['Records'];
const countsSchema = z
  .record(z.string(), z.int())
  .describe('What went: records, sources, history, accounts, outcomes and so on.');
const erasureSchema = z
  .object({
    id: z.uuid(),
    pseudonym: z.string().describe('What the audit log calls the person from now on.'),
    erasedAt: instantSchema,
    erasedBy: z.string(),
    counts: countsSchema,
    releasedAt: instantSchema.nullable().describe('Since when the person may come back.'),
    releasedBy: z.string().nullable(),
  })
  .meta({ id: 'Erasure' });
const idSchema = z.coerce.number().int().positive();

export function registerErasuresRoutes(app: App, { erasures }: { erasures: ErasureService }): void {
  app.delete(
    '/api/records/:object/:id',
    {
      schema: {
        tags,
        summary:
          'Delete an archived record with its sources and history; a source that still has it brings it back as a new one',
        params: z.object({ object: z.enum(deletableObjects), id: idSchema }),
        response: { 200: z.object({ counts: countsSchema }) },
      },
      config: { access: 'administrator' },
    },
    async (request) => ({
      counts: await erasures.deleteRecord(getActor(request), request.params.object, request.params.id),
    }),
  );
  app.post(
    '/api/records/people/:id/erase',
    {
      schema: {
        tags,
        summary: 'Erase a person: everything that names them. Cannot be undone; the answer is the proof',
        params: z.object({ id: idSchema }),
        response: { 200: erasureSchema },
      },
      config: { access: 'administrator' },
    },
    async (request) => erasures.erasePerson(getActor(request), request.params.id),
  );
  app.get(
    '/api/erasures',
    {
      schema: {
        tags,
        summary: 'Proofs of erasure: counts, and not who',
        querystring: listQuerySchema,
        response: { 200: listResponse(erasureSchema) },
      },
      config: { access: 'administrator' },
    },
    async (request) => erasures.list(request.query),
  );
  app.post(
    '/api/erasures/:id/release',
    {
      schema: {
        tags,
        summary: 'Let an erased person come back with the next session of a source that has them',
        params: z.object({ id: z.uuid() }),
        response: { 200: erasureSchema },
      },
      config: { access: 'administrator' },
    },
    async (request) => erasures.release(getActor(request), request.params.id),
  );
}
