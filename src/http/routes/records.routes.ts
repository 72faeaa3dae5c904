import { z } from 'zod';
import { stringifyJson } from '../../model/json.ts';
import { visibility } from '../../model/visibility.ts';
import { exportFormats, openExport } from '../../records/export-records.ts';
import type { RecordService } from '../../records/record-service.ts';
import type { App } from '../app-types.ts';
import { splitExpected, withExpected } from '../expected.schema.ts';
import { getActor } from '../get-actor.ts';
import { listQuerySchema, listResponse } from '../list.schema.ts';
import {
  historySchema,
  objectParamsSchema,
  recordDetailSchema,
  recordParamsSchema,
  recordSchema,
  updateRecordBodySchema,
} from '../records.schema.ts';

const tags = ['Records'];

const sourcesQuery = {
  sources: z
    .enum(['true', 'false'])
    .default('false')
    .describe(
      'Where each record comes from as well: sourceConnectors, sourceIntegrations and sourceIntegrationUsers.',
    ),
};

export function registerRecordsRoutes(app: App, { records }: { records: RecordService }): void {
  app.get(
    '/api/records/:object',
    {
      schema: {
        tags,
        summary: 'List records; archived ones only with the filter archived:eq:true',
        params: objectParamsSchema,
        querystring: listQuerySchema.extend(sourcesQuery),
        response: { 200: listResponse(recordSchema) },
      },
      config: { access: 'viewer' },
    },
    async (request) => {
      const { sources, ...query } = request.query;
      return records.list(request.params.object, { ...query, hasSources: sources === 'true' });
    },
  );
  app.get(
    '/api/records/:object/export',
    {
      schema: {
        tags,
        summary:
          'The filtered list as CSV (UTF-8 with a byte order mark; without it with bom=false), XLSX or NDJSON, streamed',
        params: objectParamsSchema,
        querystring: listQuerySchema.omit({ cursor: true, limit: true }).extend({
          format: z.enum(['csv', 'xlsx', 'ndjson']).default('csv'),
          bom: z.enum(['true', 'false']).default('true'),
          ...sourcesQuery,
        }),
      },
      config: { access: 'viewer' },
    },
    async (request, reply) => {
      const { object } = request.params;
      const { format, bom, sources, ...rest } = request.query;
      const query = { ...rest, hasSources: sources === 'true' };
      const body = await openExport(records, {
        by: getActor(request),
        object,
        format,
        query,
        hasBom: bom === 'true',
      });
      // While it is sent the server listens to it. Once the client has gone nobody does, and an error nobody hears
      // (the database ending, say) would end the process.
      body.on('error', (err) => request.log.warn({ err }, 'an export ended with an error'));
      reply.header('content-type', exportFormats[format]);
      reply.header('content-disposition', `attachment; filename="${object}.${format}"`);
      return reply.send(body);
    },
  );
  app.get(
    '/api/records/:object/:id',
    {
      schema: {
        tags,
        summary: 'Read a record: fields, where each value came from, source records',
        params: recordParamsSchema,
        response: { 200: recordDetailSchema },
      },
      config: { access: 'viewer' },
    },
    async (request) => {
      const detail = await records.get(request.params.object, request.params.id);
      return { ...detail, fields: [...detail.fields] };
    },
  );
  app.patch(
    '/api/records/:object/:id',
    {
      schema: {
        tags,
        summary: 'Edit by hand, lock fields, archive or restore',
        params: recordParamsSchema,
        body: withExpected(updateRecordBodySchema),
        response: { 200: recordDetailSchema },
      },
      config: { access: 'operator' },
    },
    async (request) => {
      const detail = await records.update(
        getActor(request),
        request.params.object,
        request.params.id,
        ...splitExpected(request.body),
      );
      return { ...detail, fields: [...detail.fields] };
    },
  );
  app.get(
    '/api/records/:object/:id/history',
    {
      schema: {
        tags,
        summary: 'What happened to a record, newest first',
        params: recordParamsSchema,
        querystring: z.strictObject({
          before: z.coerce.number().int().positive().optional(),
          limit: z.coerce.number().int().min(1).max(200).default(50),
        }),
        response: { 200: historySchema },
      },
      config: { access: 'viewer' },
    },
    async (request) =>
      records.listHistory(
        request.params.object,
        request.params.id,
        request.query.before ?? null,
        request.query.limit,
      ),
  );
  app.get(
    '/api/records/:object/:id/sources/:sourceId',
    {
      schema: {
        tags,
        summary: "The vendor's latest version of the record, as JSON text with every digit",
        params: recordParamsSchema.extend({ sourceId: z.coerce.number().int().positive() }),
        response: { 200: z.object({ text: z.string() }) },
      },
      config: { access: visibility.vendor_payload },
    },
    async (request) => ({
      text: stringifyJson(
        await records.getSourcePayload(request.params.object, request.params.id, request.params.sourceId),
      ),
    }),
  );
}
