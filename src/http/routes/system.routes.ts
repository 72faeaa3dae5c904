import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ApiTokensService } from '../../access/api-tokens-service.ts';
import { isSameSecret } from '../../access/secret-token.ts';
import { makeError } from '../../errors.ts';
import type { Metrics } from '../../overview/metrics.ts';
import type { Readiness } from '../../overview/readiness.ts';
import type { App } from '../app-types.ts';

const tags = ['System'];

const livenessSchema = z
  .object({ isAlive: z.boolean(), message: z.string().optional() })
  .meta({ id: 'Liveness' });

const readinessSchema = z
  .object({
    isReady: z.boolean(),
    checks: z.array(z.object({ name: z.string(), isOk: z.boolean(), message: z.string() })),
    longestLoopDelayMs: z
      .int()
      .describe('Longest time in the last one to two minutes in which the process answered nothing.'),
    warnings: z.array(z.string()).describe('What should be looked at though Muster is ready.'),
  })
  .meta({ id: 'Readiness' });

export interface SystemServices {
  /** Why this process cannot go on and is about to end; undefined while it can. */
  findProblem: () => Error | undefined;
  readiness: Readiness;
  metrics: Metrics;
  /** MUSTER_METRICS_TOKEN. */
  metricsToken: string | undefined;
  publicUrl: string | undefined;
  apiTokens: Pick<ApiTokensService, 'findActor'>;
}

/** What watches over the process: is it alive, may it get requests, and what does it do. */
export function registerSystemRoutes(app: App, services: SystemServices): void {
  app.get(
    '/healthz',
    {
      schema: {
        tags,
        summary: 'The process is up and can go on by itself; 503 when it cannot and is about to end',
        response: { 200: livenessSchema, 503: livenessSchema },
      },
      config: { access: 'public' },
    },
    async (_request, reply) => {
      const problem = services.findProblem();
      return reply
        .code(problem ? 503 : 200)
        .send({ isAlive: !problem, ...(problem ? { message: problem.message } : {}) });
    },
  );

  app.get(
    '/readyz',
    {
      schema: {
        tags,
        summary: 'Everything needed to serve requests works; 503 and the reasons when not',
        response: { 200: readinessSchema, 503: readinessSchema },
      },
      config: { access: 'public' },
    },
    async (_request, reply) => {
      const report = await services.readiness.check();
      return reply.code(report.isReady ? 200 : 503).send({ ...report, warnings: app.listWarnings() });
    },
  );

  app.get(
    '/metrics',
    {
      schema: {
        tags,
        summary: 'Metrics for Prometheus: from this machine, with MUSTER_METRICS_TOKEN or with an API token',
        security: [{ apiToken: [] }],
        response: { 200: { content: { 'text/plain': { schema: z.string() } } } },
      },
      config: { access: 'public' },
    },
    async (request, reply) => {
      await assertMayReadMetrics(request, services);
      reply.type(services.metrics.contentType).serializer((text: string) => text);
      return reply.send(await services.metrics.read());
    },
  );
}

async function assertMayReadMetrics(request: FastifyRequest, services: SystemServices): Promise<void> {
  const { authorization } = request.headers;
  if (authorization === undefined) {
    if (isFromThisMachine(request, services.publicUrl)) return;
    throw makeError('ACCESS_SIGN_IN_REQUIRED');
  }
  const given = /^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? '';
  if (services.metricsToken !== undefined && isSameSecret(services.metricsToken, given)) return;
  if (!(await services.apiTokens.findActor(given))) throw makeError('ACCESS_TOKEN_INVALID');
}

/**
 * A request that a reverse proxy on this machine passed on also comes from a loopback address, so nothing may speak
 * for a proxy: no forwarding header, a loopback name as host, and no public address that is served by one.
 */
function isFromThisMachine(request: FastifyRequest, publicUrl: string | undefined): boolean {
  const isLoopback = (host: string) =>
    host === 'localhost' ||
    host === '[::1]' ||
    host === '::1' ||
    (isIP(host) === 4 && host.startsWith('127.'));
  const address = request.socket.remoteAddress?.replace(/^::ffff:/, '') ?? '';
  const { headers } = request;
  const isForwarded = Boolean(
    headers['x-forwarded-for'] ?? headers.forwarded ?? headers['x-real-ip'] ?? headers.via,
  );
  const isPublicLocal = publicUrl === undefined || isLoopback(new URL(publicUrl).hostname);
  return isLoopback(address) && !isForwarded && isPublicLocal && isLoopback(request.hostname);
}
