import { z } from 'zod';
import { weekdays } from '../integrations/schedule.ts';
import {
  absencePolicies,
  integrationStatuses,
  preferences,
  userSelections,
  writeRules,
} from '../model/integration-options.ts';
import { integrationHealths } from '../overview/integration-health.ts';
import { outcomes } from '../sync/run.ts';
import { shows } from './hide-values.ts';
import { idSchema, instantSchema } from './list.schema.ts';

export const scheduleSchema = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('manual') }),
    z.object({ kind: z.literal('interval'), everyMinutes: z.int() }),
    z.object({ kind: z.literal('daily'), timeOfDay: z.string(), timeZone: z.string() }),
    z.object({
      kind: z.literal('weekly'),
      days: z.array(z.enum(weekdays)),
      timeOfDay: z.string(),
      timeZone: z.string(),
    }),
    z.object({ kind: z.literal('cron'), expression: z.string().max(200), timeZone: z.string() }),
  ])
  .meta({ id: 'Schedule' });

const sessionSummarySchema = z.object({ id: idSchema, kind: z.string(), status: z.string() });

export const integrationSchema = z
  .object({
    id: idSchema,
    name: z.string(),
    connectorId: z.string(),
    connectorName: z.string(),
    connectorLogo: z.string().describe('Inline SVG.'),
    streamId: z.string(),
    streamName: z.string(),
    docsUrl: z.string().nullable(),
    object: z.string(),
    mayFillSaas: z.boolean(),
    mayRetire: z
      .boolean()
      .describe(
        'False where the connector says that what its list lacks is not known to be gone: nothing follows, whatever `absencePolicy` says.',
      ),
    credentialId: idSchema.nullable(),
    credentialName: z.string().nullable(),
    credentialStatus: z.string().nullable(),
    settings: shows('settings', z.record(z.string(), z.string())),
    preference: z.enum(preferences),
    userSelection: z.enum(userSelections),
    status: z.enum(integrationStatuses),
    health: z.enum(integrationHealths),
    integrationUser: z.string(),
    contacts: z.array(idSchema),
    schedule: scheduleSchema,
    scheduleText: z.string(),
    nextRunAt: instantSchema.nullable(),
    absencePolicy: z.enum(absencePolicies),
    retireLimitPercent: z.int(),
    driftPoints: z
      .int()
      .describe('A cause is told of when its share has risen by more percentage points than this …'),
    driftFactor: z.number().describe('… and to more than this many times what is usual.'),
    driftFirstPercent: z.int().describe('Too much where there is no session to compare with.'),
    caBundlePem: shows('settings', z.string().nullable()),
    mappingVersion: z.int().nullable(),
    createdAt: instantSchema,
    updatedAt: instantSchema,
    openSession: sessionSummarySchema.nullable(),
    lastSession: sessionSummarySchema
      .extend({
        startedAt: instantSchema.nullable(),
        endedAt: instantSchema.nullable(),
        errorMessage: shows('log', z.string().nullable()),
      })
      .nullable(),
    missing: z.array(
      z.object({
        section: z.enum(['details', 'credentials', 'schedule', 'mapping']),
        field: z.string(),
        message: z.string(),
      }),
    ),
  })
  .meta({ id: 'Integration' });

export const createIntegrationBodySchema = z.strictObject({
  connectorId: z.string().max(100),
  streamId: z.string().max(100),
  name: z.string().max(120).optional(),
});

export const updateIntegrationBodySchema = z.strictObject({
  name: z.string().max(120).optional(),
  credentialId: idSchema.nullable().optional(),
  settings: z.record(z.string(), z.string().max(2_000)).optional(),
  preference: z.enum(preferences).optional(),
  userSelection: z.enum(userSelections).optional(),
  integrationUser: z.string().max(120).optional(),
  contacts: z.array(idSchema).max(50).optional(),
  schedule: scheduleSchema.optional(),
  absencePolicy: z.enum(absencePolicies).optional(),
  retireLimitPercent: z.int().min(0).max(100).optional(),
  driftPoints: z.int().min(0).max(100).optional(),
  driftFactor: z.number().min(1).max(100).optional(),
  driftFirstPercent: z.int().min(0).max(100).optional(),
  caBundlePem: z.string().max(200_000).nullable().optional(),
});

export const mappingSchema = z
  .object({
    rows: z
      .array(
        z.object({
          target: z.string().max(100),
          source: z.discriminatedUnion('kind', [
            z.object({ kind: z.literal('path'), path: z.string().max(2_000) }),
            z.object({
              kind: z.literal('literal'),
              value: z.union([z.string().max(1_024), z.number(), z.boolean()]),
            }),
          ]),
          writeRule: z.enum(writeRules),
          syncKeyPriority: z.int().min(1).max(50).optional(),
          updateSyncKey: z.boolean().optional(),
        }),
      )
      .max(300),
    condition: z.string().max(2_000).optional(),
  })
  .meta({ id: 'Mapping' });

/** In a refusal and in `expected` a field is its row, null where there is none; the condition is `$condition`. */
export const versionedMappingSchema = z.object({ version: z.int().min(0), mapping: mappingSchema });

export const sourceFieldSchema = z
  .object({
    path: z.string(),
    label: z.string(),
    type: z.enum(['text', 'number', 'boolean', 'date_time', 'list', 'object']),
    samples: z.array(z.string()),
    recordCount: z.int(),
    emptyCount: z.int(),
    distinctCount: z.int(),
    isDeclared: z.boolean(),
  })
  .meta({ id: 'SourceField' });

export const sampleSchema = z.object({
  fetchedAt: instantSchema.nullable(),
  records: z.array(z.unknown()),
  fields: z.array(sourceFieldSchema),
});

const warningSchema = z.object({ target: z.string(), message: z.string() });

export const suggestionSchema = z.object({
  proposals: z.array(
    z.object({
      target: z.string(),
      source: z.string(),
      confidence: z.number(),
      reason: z.string(),
      isSyncKey: z.boolean(),
    }),
  ),
  warnings: z.array(warningSchema),
  condition: z.string().optional().describe('Proposed "create or update only if".'),
});

export const mappingPreviewSchema = z.object({
  records: z.array(
    z.object({
      raw: z.unknown(),
      mapped: z.record(z.string(), z.unknown()),
      isSelected: z.boolean(),
      issues: z.array(
        z.object({ target: z.string(), message: z.string(), severity: z.enum(['warning', 'error']) }),
      ),
    }),
  ),
  warnings: z.array(warningSchema),
});

export const sessionSchema = z
  .object({
    id: idSchema,
    integrationId: idSchema,
    integrationName: z.string(),
    object: z.string(),
    kind: z.string(),
    status: z.string(),
    phase: z.string(),
    requestedByName: z.string(),
    mappingVersion: z.int().nullable(),
    planSessionId: idSchema.nullable(),
    queuedAt: instantSchema,
    startedAt: instantSchema.nullable(),
    endedAt: instantSchema.nullable(),
    isCancelRequested: z.boolean(),
    errorCode: z.string().nullable(),
    errorMessage: shows('log', z.string().nullable()),
    counts: z.object({
      pages: z.int(),
      bytes: z.int(),
      read: z.int(),
      created: z.int(),
      updated: z.int(),
      unchanged: z.int(),
      skipped: z.int(),
      failed: z.int(),
      ambiguous: z.int(),
      canceled: z.int(),
      retired: z.int(),
      repeated: z
        .int()
        .describe('Left out because their id had come before in the session; not among those read.'),
      warnings: z.int(),
      installsRead: z.int().describe('Entries of installed software read.'),
      installsSkipped: z
        .int()
        .describe(
          'Among the entries read those of assets that are not loaded, because a rule leaves them out.',
        ),
      installsChanged: z.int().describe('Assets whose installed software was written.'),
      expected: z.int().nullable(),
    }),
    elapsedMs: z.int(),
    recordsPerSecond: z.number().nullable(),
    remainingMs: z.int().nullable(),
    hasPayload: z.boolean(),
    drift: z
      .object({
        message: shows('log', z.string()),
        acknowledgedAt: z.date().nullable(),
        acknowledgedByName: z.string().nullable(),
      })
      .nullable()
      .describe(
        'What fell silent in the session. It says nothing about what is usual until somebody acknowledges that it is right now.',
      ),
    deletedByRetention: z
      .array(z.enum(['outcomes', 'plans', 'session_logs', 'test_payloads']))
      .describe('Parts it once had that were deleted by age: lists of them are empty. Its counts stay.'),
  })
  .meta({ id: 'Session' });

export const outcomeNames = [...outcomes, 'warning'] as const;

export const outcomeSchema = z
  .object({
    key: z.int(),
    outcome: z.string(),
    nativeId: z.string().nullable(),
    label: z.string().nullable(),
    recordId: idSchema.nullable(),
    reasonCode: z.string().nullable(),
    reason: shows('log', z.string().nullable()),
    details: shows(
      'mapped_values',
      z
        .record(z.string(), z.unknown())
        .nullable()
        .describe('Field changes as mapped, `{ field: [old, new] }`, or the ids of candidates.'),
    ),
  })
  .meta({ id: 'Outcome' });

export const logLineSchema = z.object({
  id: idSchema,
  at: instantSchema,
  level: z.enum(['info', 'warning', 'error']),
  message: z.string(),
});

const figure = z.int().nonnegative();

export const integrationFiguresSchema = z
  .object({
    liveRecordCount: figure.describe('Records the vendor has and Muster knows.'),
    missingRecordCount: figure.describe('Records the vendor had once and no longer has.'),
    openParkedCount: figure.describe('Of its records, those that wait for a person.'),
    lastRun: z
      .object({
        id: idSchema,
        status: z.string(),
        endedAt: instantSchema,
        readCount: figure,
        createdCount: figure,
        updatedCount: figure,
        retiredCount: figure,
        skippedCount: figure,
        failedCount: figure,
        ambiguousCount: figure,
        warningCount: figure,
      })
      .nullable()
      .describe('The last run that ended; test runs and previews are none.'),
    driftSessionId: idSchema
      .nullable()
      .describe('The last run, when something fell silent in it and nobody has said that it is right.'),
    recent: z.object({
      days: z.int().positive(),
      runCount: figure,
      failedRunCount: figure,
      readCount: figure,
      createdCount: figure,
      updatedCount: figure,
      retiredCount: figure,
    }),
    coverage: z
      .object({
        recordCount: figure.describe('Records that were looked at.'),
        isWhole: z.boolean().describe('Whether those are all.'),
        fields: z.array(z.object({ field: z.string(), label: z.string(), filledCount: figure })),
      })
      .describe('How many of its records have a value in each mapped field.'),
  })
  .meta({ id: 'IntegrationFigures' });
