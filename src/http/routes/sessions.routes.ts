import { z } from 'zod';
import type { IntegrationService } from '../../integrations/integration-service.ts';
import type { AuditActor } from '../../model/audit.ts';
import { stringifyJson } from '../../model/json.ts';
import { visibility } from '../../model/visibility.ts';
import type { SessionService } from '../../sync/session/session-service.ts';
import type { App } from '../app-types.ts';
import { getActor } from '../get-actor.ts';
import { logLineSchema, outcomeNames, outcomeSchema, sessionSchema } from '../integrations.schema.ts';
import { idParamsSchema, idSchema, listQuerySchema, listResponse, okResponseSchema } from '../list.schema.ts';

const tags = ['Sync sessions'];
const after = z.coerce.number().int().min(0).default(0);

export interface SessionsRoutesServices {
  sessions: SessionService;
  integrations: IntegrationService;
  cancelSession(by: AuditActor, sessionId: number): Promise<void>;
}

export function registerSessionsRoutes(
  app: App,
  { sessions, integrations, cancelSession }: SessionsRoutesServices,
): void {
  app.get(
    '/api/sessions',
    {
      schema: {
        tags,
        summary: 'List sync sessions',
        querystring: listQuerySchema,
        response: { 200: listResponse(sessionSchema) },
      },
      config: { access: 'viewer' },
    },
    async (request) => sessions.list(request.query),
  );
  app.get(
    '/api/sessions/:id',
    {
      schema: {
        tags,
        summary: 'Read a session with its live progress',
        params: idParamsSchema,
        response: { 200: sessionSchema },
      },
      config: { access: 'viewer' },
    },
    async (request) => sessions.get(request.params.id),
  );
  app.get(
    '/api/sessions/:id/outcomes',
    {
      schema: {
        tags,
        summary: 'Record outcomes of one kind, with reasons and field changes',
        params: idParamsSchema,
        querystring: z.strictObject({
          outcome: z.enum(outcomeNames),
          after,
          limit: z.coerce.number().int().min(1).max(500).default(50),
        }),
        response: { 200: z.object({ items: z.array(outcomeSchema), nextAfter: z.int().nullable() }) },
      },
      config: { access: 'viewer' },
    },
    async (request) =>
      sessions.listOutcomes(
        request.params.id,
        request.query.outcome,
        request.query.after,
        request.query.limit,
      ),
  );
  app.get(
    '/api/sessions/:id/log',
    {
      schema: {
        tags,
        summary: 'Log of a session',
        params: idParamsSchema,
        querystring: z.strictObject({ after, limit: z.coerce.number().int().min(1).max(1_000).default(200) }),
        response: { 200: z.object({ items: z.array(logLineSchema) }) },
      },
      config: { access: visibility.log },
    },
    async (request) => ({
      items: await sessions.listLog(request.params.id, request.query.after, request.query.limit),
    }),
  );
  app.get(
    '/api/sessions/:id/payload',
    {
      schema: {
        tags,
        summary: 'Raw and mapped payload of a test run, as JSON text with every digit',
        params: idParamsSchema,
        response: { 200: z.object({ text: z.string() }) },
      },
      config: { access: visibility.vendor_payload },
    },
    async (request) => ({ text: stringifyJson(await sessions.getPayload(request.params.id)) }),
  );
  app.post(
    '/api/sessions/:id/cancel',
    {
      schema: {
        tags,
        summary: 'Cancel a session',
        params: idParamsSchema,
        response: { 200: okResponseSchema },
      },
      config: { access: 'operator' },
    },
    async (request) => {
      await cancelSession(getActor(request), request.params.id);
      return { isOk: true as const };
    },
  );
  app.post(
    '/api/sessions/:id/drift/acknowledge',
    {
      schema: {
        tags,
        summary: 'Say that what fell silent in a session is right now: the next ones are compared with it',
        params: idParamsSchema,
        response: { 200: okResponseSchema },
      },
      config: { access: 'operator' },
    },
    async (request) => {
      await sessions.acknowledgeDrift(getActor(request), request.params.id);
      return { isOk: true as const };
    },
  );
  app.post(
    '/api/sessions/:id/apply',
    {
      schema: {
        tags,
        summary: 'Apply the plan of a preview, exactly or not at all',
        params: idParamsSchema,
        response: { 202: z.object({ sessionId: idSchema }) },
      },
      config: { access: 'operator' },
    },
    async (request, reply) => {
      const preview = await sessions.get(request.params.id);
      return reply
        .code(202)
        .send(await integrations.start(getActor(request), preview.integrationId, 'apply', preview.id));
    },
  );
}
