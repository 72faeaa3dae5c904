/** The file of `muster apply`: what there shall be. Its JSON Schema is generated from here. */

import { z } from 'zod';
import { retentionKindNames } from '../forgetting/retention-kinds.ts';
import { weekdays } from '../integrations/schedule.ts';
import {
  absencePolicies,
  integrationStatuses,
  preferences,
  userSelections,
  writeRules,
} from '../model/integration-options.ts';

/** A secret is never written into the file, only the name of the variable that holds it. */
const secretReference = z.strictObject({
  env: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must be the name of an environment variable'),
});

const schedule = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('manual') }),
  z.strictObject({ kind: z.literal('interval'), everyMinutes: z.int() }),
  z.strictObject({ kind: z.literal('daily'), timeOfDay: z.string(), timeZone: z.string() }),
  z.strictObject({
    kind: z.literal('weekly'),
    days: z.array(z.enum(weekdays)),
    timeOfDay: z.string(),
    timeZone: z.string(),
  }),
  z.strictObject({ kind: z.literal('cron'), expression: z.string(), timeZone: z.string() }),
]);

const mappingRow = z
  .strictObject({
    field: z.string().describe('Muster field.'),
    from: z.string().optional().describe('Source path or template.'),
    value: z
      .union([z.string(), z.number(), z.boolean()])
      .optional()
      .describe('Fixed value instead of `from`.'),
    write: z.enum(writeRules).default('always'),
    syncKey: z.int().min(1).optional().describe('1 = primary.'),
    updateSyncKey: z.boolean().optional(),
  })
  .refine((row) => (row.from === undefined) !== (row.value === undefined), 'needs either "from" or "value"');

export const applyFileSchema = z.strictObject({
  version: z.literal(1),
  variables: z
    .array(
      z.strictObject({
        key: z.string().describe('`Vendor.Key`, such as Acme.Hostname.'),
        value: z.union([z.string(), secretReference]),
        isSecret: z.boolean().default(false),
      }),
    )
    .default([])
    .describe('Global variables.'),
  softwareNames: z
    .array(
      z.strictObject({
        incoming: z.string().min(1).describe('A vendor’s spelling; `*` stands for any text.'),
        standard: z.string().min(1),
      }),
    )
    .default([])
    .describe('Entries of the software normalization list.'),
  placeholders: z
    .array(
      z.strictObject({
        value: z.string().min(1),
        isPattern: z.boolean().default(false).describe('`#` is one digit, `*` any text.'),
        field: z.string().optional().describe('The only field it counts in; absent: every field.'),
        note: z.string().default(''),
      }),
    )
    .default([])
    .describe('Values that identify nothing, beside those that Muster brings.'),
  retention: z
    .partialRecord(z.enum(retentionKindNames), z.int().min(1).max(36_500).nullable())
    .default({})
    .describe('Days that what passes is kept; null = for ever.'),
  credentials: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        connector: z.string(),
        method: z.string(),
        description: z.string().optional(),
        owner: z.string().optional(),
        scopes: z.array(z.string()).optional(),
        otherServers: z
          .array(z.string())
          .optional()
          .describe('Servers besides its own that integrations may send it to: `host` or `host:port`.'),
        fields: z.record(z.string(), z.union([z.string(), secretReference])).default({}),
      }),
    )
    .default([]),
  integrations: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        connector: z.string(),
        stream: z.string(),
        credential: z.string().optional().describe('Name of a credential, of this file or stored.'),
        settings: z.record(z.string(), z.string()).optional(),
        preference: z.enum(preferences).optional(),
        userSelection: z.enum(userSelections).optional(),
        integrationUser: z.string().optional(),
        contacts: z.array(z.email()).optional(),
        schedule: schedule.optional(),
        absencePolicy: z.enum(absencePolicies).optional(),
        retireLimitPercent: z.int().min(0).max(100).optional(),
        driftPoints: z
          .int()
          .min(0)
          .max(100)
          .optional()
          .describe('A cause is told of when its share has risen by more percentage points than this …'),
        driftFactor: z
          .number()
          .min(1)
          .max(100)
          .optional()
          .describe('… and to more than this many times what is usual.'),
        driftFirstPercent: z
          .int()
          .min(0)
          .max(100)
          .optional()
          .describe('Percentage that is too much where there is no session to compare with.'),
        mapping: z.strictObject({ rows: z.array(mappingRow), condition: z.string().optional() }).optional(),
        state: z.enum(integrationStatuses).optional(),
      }),
    )
    .default([]),
});

export type ApplyFile = z.output<typeof applyFileSchema>;
export type ApplyCredential = ApplyFile['credentials'][number];
export type ApplyIntegration = ApplyFile['integrations'][number];
