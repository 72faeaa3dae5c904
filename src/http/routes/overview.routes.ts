import { z } from 'zod';
import type { OverviewService } from '../../overview/overview-service.ts';
import type { App } from '../app-types.ts';
import { shows } from '../hide-values.ts';
import { idSchema, instantSchema } from '../list.schema.ts';

const count = z.int().nonnegative();
const rowCountSchema = z.object({ count, isExact: z.boolean() });

const overviewSchema = z
  .object({
    records: z.object({
      people: rowCountSchema,
      assets: rowCountSchema,
      software: rowCountSchema,
      saas: rowCountSchema,
      saasAccounts: rowCountSchema,
    }),
    integrations: z.object({
      byStatus: z.object({ draft: count, active: count, paused: count }),
      byHealth: z
        .object({
          ok: count,
          failing: count,
          needs_reauthentication: count,
          needs_secret: count,
          not_ready: count,
          overdue: count,
        })
        .describe(
          'Active and paused integrations. `not_ready`: something is missing that it cannot run without.',
        ),
    }),
    credentialsNeedingAttentionCount: count,
    sessionDays: z
      .array(
        z.object({
          date: z.iso.date(),
          succeededCount: count,
          succeededWithErrorsCount: count,
          failedCount: count,
          canceledCount: count,
        }),
      )
      .describe('The last 14 days, today last.'),
    recentSessions: z.array(
      z.object({
        id: idSchema,
        integrationId: idSchema,
        integrationName: z.string(),
        kind: z.enum(['test', 'preview', 'manual', 'scheduled', 'apply']),
        status: z.enum(['queued', 'running', 'succeeded', 'succeeded_with_errors', 'failed', 'canceled']),
        readCount: count,
        createdCount: count,
        updatedCount: count,
        failedCount: count,
        skippedCount: count,
        warningCount: count,
        queuedAt: instantSchema,
        startedAt: instantSchema.nullable(),
        endedAt: instantSchema.nullable(),
      }),
    ),
    attention: z
      .array(
        z.object({
          level: z.enum(['error', 'warning', 'info']),
          title: z.string(),
          message: shows('log', z.string().describe('What is the matter and what to do.')),
          link: z.string().describe('Path in the web interface.'),
        }),
      )
      .describe('What needs a person, the most urgent first.'),
  })
  .meta({ id: 'Overview' });

/** The start page: what there is, how it runs, and what needs a person. */
export function registerOverviewRoutes(app: App, { overview }: { overview: OverviewService }): void {
  app.get(
    '/api/overview',
    {
      schema: {
        tags: ['Overview'],
        summary: 'Counts, recent sessions and what needs attention',
        querystring: z.strictObject({
          timeZone: z.string().max(64).default('UTC').describe('IANA time zone the days are counted in.'),
        }),
        response: { 200: overviewSchema },
      },
      config: { access: 'viewer' },
    },
    async (request) => overview.read(request.query.timeZone),
  );
}
