import { z } from 'zod';
import type { JsonKind, JsonValue } from '../model/field-types/field-type-spec.ts';
import { fieldTypeNames, fieldTypes } from '../model/field-types/field-types.ts';
import { storedObjects } from '../records/record-service.ts';
import { fieldSchema } from './field.schema.ts';
import { idSchema, instantSchema } from './list.schema.ts';

const jsonSchemas: Record<JsonKind, z.ZodType<Exclude<JsonValue, null>>> = {
  text: z.string(),
  number: z.number(),
  boolean: z.boolean(),
  texts: z.array(z.string()),
};
const jsonKinds = [...new Set(fieldTypeNames.flatMap((type) => fieldTypes[type].json))];

/** A value of any field type. */
export const recordValueSchema = z.union(jsonKinds.map((kind) => jsonSchemas[kind])).nullable();
export const objectParamsSchema = z.object({ object: z.enum(storedObjects) });
export const recordParamsSchema = objectParamsSchema.extend({ id: z.coerce.number().int().positive() });

export const recordSchema = z
  .object({
    id: idSchema,
    values: z
      .record(z.string(), recordValueSchema)
      .describe('Field name → value; instants as ISO 8601 text.'),
    archivedAt: instantSchema.nullable(),
  })
  .meta({ id: 'Record' });

const originSchema = z.object({
  field: z.string(),
  at: instantSchema,
  actor: z.string(),
  sessionId: idSchema.nullable(),
  integrationId: idSchema.nullable(),
  userId: idSchema.nullable(),
});

export const recordDetailSchema = recordSchema
  .extend({
    object: z.enum(storedObjects),
    version: z.int(),
    lockedFields: z.array(z.string()),
    createdAt: instantSchema,
    createdBy: z.string().nullable(),
    createdBySession: idSchema.nullable(),
    updatedAt: instantSchema,
    updatedBy: z.string().nullable(),
    fields: z.array(fieldSchema),
    origins: z
      .array(originSchema)
      .describe('Who said a field last; a field that is missing here has its first value.'),
    sources: z.array(
      z.object({
        id: idSchema,
        integrationId: idSchema,
        integrationName: z.string(),
        connectorId: z.string(),
        streamId: z.string(),
        nativeId: z.string(),
        firstSeenAt: instantSchema,
        lastChangedAt: instantSchema,
        missingSince: instantSchema.nullable(),
      }),
    ),
  })
  .meta({ id: 'RecordDetail' });

export const historySchema = z.object({
  items: z.array(
    z.object({
      id: z.int(),
      kind: z.string(),
      at: instantSchema,
      actor: z.string(),
      sessionId: idSchema.nullable(),
      integrationId: idSchema.nullable(),
      userId: idSchema.nullable(),
      changes: z.record(z.string(), z.tuple([z.unknown(), z.unknown()])),
    }),
  ),
  nextBefore: z.int().nullable(),
});

export const updateRecordBodySchema = z.strictObject({
  version: z
    .int()
    .optional()
    .describe(
      'The version the change was made from; not needed with `expected`, which names values by field, and `isArchived`.',
    ),
  values: z.record(z.string().max(100), recordValueSchema).optional(),
  lock: z.array(z.string().max(100)).max(200).optional().describe('Fields no session may write any more.'),
  unlock: z.array(z.string().max(100)).max(200).optional(),
  isArchived: z.boolean().optional(),
});
