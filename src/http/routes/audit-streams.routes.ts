import { z } from 'zod';
import { type AuditStreamRow, streamKinds, waitingLimit } from '../../audit-stream/audit-stream-types.ts';
import { visibility } from '../../model/visibility.ts';
import type { App } from '../app-types.ts';
import { instantSchema } from '../list.schema.ts';

const streamSchema = z
  .object({
    kind: z.enum(streamKinds),
    target: z.string().describe('The file, or the address of the receiver.'),
    sentId: z.int().nonnegative().describe('Every entry up to this one has arrived.'),
    sentAt: instantSchema.nullable(),
    attendedAt: instantSchema.describe('A process with the setting has looked after the stream then.'),
    failingSince: instantSchema.nullable(),
    failureCount: z.int().nonnegative(),
    error: z.string().nullable().describe('Why the last try failed, and what to do.'),
    nextTryAt: instantSchema.nullable(),
    waitingSince: instantSchema.nullable().describe('When the oldest entry that waits was written.'),
    waitingCount: z.int().nonnegative().describe(`Counting stops at ${waitingLimit}.`),
  })
  .meta({ id: 'AuditStream' });

export function registerAuditStreamsRoutes(
  app: App,
  { listAuditStreams }: { listAuditStreams(): Promise<AuditStreamRow[]> },
): void {
  app.get(
    '/api/audit/streams',
    {
      schema: {
        tags: ['Access'],
        summary: 'Where the audit log is sent to beside the database, and how far',
        response: { 200: z.object({ items: z.array(streamSchema) }) },
      },
      config: { access: visibility.audit },
    },
    async () => ({ items: await listAuditStreams() }),
  );
}
