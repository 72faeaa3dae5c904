import { z } from 'zod';
import type { IntegrationService } from '../../integrations/integration-service.ts';
import { describeSchedule, listNextRuns, parseSchedule } from '../../integrations/schedule.ts';
import type { Clock } from '../../model/clock.ts';
import { visibility } from '../../model/visibility.ts';
import type { App } from '../app-types.ts';
import { splitExpected, withExpected } from '../expected.schema.ts';
import { getActor } from '../get-actor.ts';
import {
  createIntegrationBodySchema,
  integrationFiguresSchema,
  integrationSchema,
  mappingPreviewSchema,
  mappingSchema,
  sampleSchema,
  scheduleSchema,
  suggestionSchema,
  updateIntegrationBodySchema,
  versionedMappingSchema,
} from '../integrations.schema.ts';
import {
  idParamsSchema,
  idSchema,
  instantSchema,
  listQuerySchema,
  listResponse,
  okResponseSchema,
} from '../list.schema.ts';

const tags = ['Integrations'];
const startedSchema = z.object({ sessionId: idSchema });

export function registerIntegrationsRoutes(
  app: App,
  { integrations, clock }: { integrations: IntegrationService; clock: Clock },
): void {
  app.get(
    '/api/integrations',
    {
      schema: {
        tags,
        summary: 'List integrations',
        querystring: listQuerySchema,
        response: { 200: listResponse(integrationSchema) },
      },
      config: { access: 'viewer' },
    },
    async (request) => integrations.list(request.query),
  );
  app.post(
    '/api/integrations',
    {
      schema: {
        tags,
        summary: 'Add an integration from the catalog, as a draft',
        body: createIntegrationBodySchema,
        response: { 201: integrationSchema },
      },
      config: { access: 'operator' },
    },
    async (request, reply) =>
      reply.code(201).send(await integrations.create(getActor(request), request.body)),
  );
  app.get(
    '/api/integrations/:id',
    {
      schema: {
        tags,
        summary: 'Read an integration, with what is missing for its launch',
        params: idParamsSchema,
        response: { 200: integrationSchema },
      },
      config: { access: 'viewer' },
    },
    async (request) => integrations.get(request.params.id),
  );
  app.get(
    '/api/integrations/:id/figures',
    {
      schema: {
        tags,
        summary: 'What an integration brings, changed lately and leaves to people',
        params: idParamsSchema,
        response: { 200: integrationFiguresSchema },
      },
      config: { access: 'viewer' },
    },
    async (request) => integrations.readFigures(request.params.id),
  );
  app.patch(
    '/api/integrations/:id',
    {
      schema: {
        tags,
        summary: 'Change details, credential, schedule or policies',
        params: idParamsSchema,
        body: withExpected(updateIntegrationBodySchema),
        response: { 200: integrationSchema },
      },
      config: { access: 'operator' },
    },
    async (request) =>
      integrations.update(getActor(request), request.params.id, ...splitExpected(request.body)),
  );
  app.delete(
    '/api/integrations/:id',
    {
      schema: {
        tags,
        summary: 'Delete an integration; the records it brought stay',
        params: idParamsSchema,
        response: { 200: okResponseSchema },
      },
      config: { access: 'administrator' },
    },
    async (request) => {
      await integrations.delete(getActor(request), request.params.id);
      return { isOk: true as const };
    },
  );

  const transitions = {
    launch: 'Launch: from now on it runs by its schedule',
    pause: 'Pause',
    resume: 'Resume',
  } as const;
  for (const [action, summary] of Object.entries(transitions) as ['launch' | 'pause' | 'resume', string][]) {
    app.post(
      `/api/integrations/:id/${action}`,
      {
        schema: { tags, summary, params: idParamsSchema, response: { 200: integrationSchema } },
        config: { access: 'operator' },
      },
      async (request) => integrations[action](getActor(request), request.params.id),
    );
  }
  const starts = {
    run: ['Run now', 'manual'],
    'test-run': ['Test run of the first records; nothing is written', 'test'],
    preview: ['Preview: decide everything, write nothing', 'preview'],
  } as const;
  for (const [action, [summary, kind]] of Object.entries(starts) as [
    string,
    readonly [string, 'manual' | 'test' | 'preview'],
  ][]) {
    app.post(
      `/api/integrations/:id/${action}`,
      {
        schema: { tags, summary, params: idParamsSchema, response: { 202: startedSchema } },
        config: { access: 'operator' },
      },
      async (request, reply) =>
        reply.code(202).send(await integrations.start(getActor(request), request.params.id, kind)),
    );
  }
  app.post(
    '/api/integrations/:id/cancel',
    {
      schema: {
        tags,
        summary: 'Cancel the open session',
        params: idParamsSchema,
        response: { 200: okResponseSchema },
      },
      config: { access: 'operator' },
    },
    async (request) => {
      await integrations.cancel(getActor(request), request.params.id);
      return { isOk: true as const };
    },
  );

  app.get(
    '/api/integrations/:id/mapping',
    {
      schema: {
        tags,
        summary: 'Read the mapping; version 0 when there is none yet',
        params: idParamsSchema,
        response: { 200: versionedMappingSchema },
      },
      config: { access: visibility.templates },
    },
    async (request) => integrations.getMapping(request.params.id),
  );
  app.put(
    '/api/integrations/:id/mapping',
    {
      schema: {
        tags,
        summary:
          'Save the mapping; `version` is the one it was edited from, and what others have changed since stays',
        params: idParamsSchema,
        body: withExpected(versionedMappingSchema),
        response: { 200: versionedMappingSchema },
      },
      config: { access: 'operator' },
    },
    async (request) =>
      integrations.saveMapping(getActor(request), request.params.id, ...splitExpected(request.body)),
  );
  app.get(
    '/api/integrations/:id/sample',
    {
      schema: {
        tags,
        summary: 'Source fields and sampled records',
        params: idParamsSchema,
        response: { 200: sampleSchema },
      },
      config: { access: visibility.vendor_payload },
    },
    async (request) => integrations.getSample(request.params.id),
  );
  app.post(
    '/api/integrations/:id/sample',
    {
      schema: {
        tags,
        summary: 'Read a new sample from the vendor',
        params: idParamsSchema,
        response: { 200: sampleSchema },
      },
      config: { access: 'operator' },
    },
    async (request) => integrations.refreshSample(request.params.id, AbortSignal.timeout(60_000)),
  );
  app.post(
    '/api/integrations/:id/mapping/suggest',
    {
      schema: {
        tags,
        summary: 'Smart Mapping: proposals with confidence and reason',
        params: idParamsSchema,
        response: { 200: suggestionSchema },
      },
      config: { access: 'operator' },
    },
    async (request) => integrations.suggest(request.params.id),
  );
  app.post(
    '/api/integrations/:id/mapping/preview',
    {
      schema: {
        tags,
        summary: 'The sampled records as this mapping would write them',
        params: idParamsSchema,
        body: z.object({ mapping: mappingSchema }),
        response: { 200: mappingPreviewSchema },
      },
      config: { access: 'operator' },
    },
    async (request) => integrations.previewMapping(request.params.id, request.body.mapping),
  );
  app.post(
    '/api/schedules/preview',
    {
      schema: {
        tags,
        summary: 'What a schedule means, and its next runs',
        body: z.object({ schedule: scheduleSchema }),
        response: { 200: z.object({ text: z.string(), nextRuns: z.array(instantSchema) }) },
      },
      config: { access: 'viewer' },
    },
    async (request) => {
      const now = clock.now();
      const schedule = parseSchedule(request.body.schedule, now);
      return { text: describeSchedule(schedule), nextRuns: listNextRuns(schedule, now, 5) };
    },
  );
}
