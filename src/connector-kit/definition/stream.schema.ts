import { z } from 'zod';
import { objectNames } from '../../model/objects.ts';
import { paginator } from './paginator.schema.ts';
import { id, path, positive, request, template, text } from './parts.schema.ts';

const split = z.strictObject({ path: path.min(1), keep: z.array(path.min(1)).optional() });

const partName = z.string().regex(/^[a-z][A-Za-z0-9]*$/, 'must be a name such as organization');

const softwareEntry = {
  name: template.min(1),
  version: template.min(1).optional(),
  publisher: template.min(1).optional(),
  installedAt: template.min(1).optional(),
  dateUnit: z.enum(['epoch-seconds', 'epoch-milliseconds']).optional(),
  condition: template.min(1).optional(),
};

const presence = z.union([
  z.strictObject({ request, idPath: path.min(1) }),
  z.strictObject({ request, listPath: path }),
]);

export const stream = z.strictObject({
  id,
  name: text,
  description: text,
  object: z.enum(objectNames),
  request,
  recordsPath: path,
  nativeIdPath: template.min(1),
  paginator: paginator.optional(),
  parentStream: id.optional(),
  segments: z
    .array(z.strictObject({ id, request, recordsPath: path.optional(), split: split.optional() }))
    .min(1, 'must have at least one segment')
    .optional(),
  alternatives: z
    .array(z.strictObject({ request, recordsPath: path.optional() }))
    .min(1, 'must have at least one alternative')
    .optional(),
  split: split.optional(),
  mayRepeat: z.boolean().optional(),
  lookups: z
    .array(
      z.strictObject({
        as: partName,
        request,
        recordsPath: path,
        paginator: paginator.optional(),
        keyPath: path.min(1),
        from: path.min(1),
        keep: z.array(path.min(1)).min(1, 'must keep at least one path'),
      }),
    )
    .optional(),
  detail: z
    .strictObject({
      request,
      maxConcurrent: positive.max(16),
      pages: z.strictObject({ paginator, recordsPath: path }).optional(),
      more: z
        .array(z.strictObject({ as: partName, request, path: path.min(1).optional() }))
        .min(1, 'must have at least one request')
        .optional(),
    })
    .optional(),
  software: z
    .discriminatedUnion('from', [
      z.strictObject({
        from: z.literal('record'),
        path: z.string().regex(/^\w+(\.\w+)*$/, 'must be a plain path such as detail.apps'),
        ...softwareEntry,
      }),
      z.strictObject({
        from: z.literal('query'),
        request,
        recordsPath: path,
        paginator: paginator.optional(),
        assetIdPath: path.min(1),
        presence: presence.optional(),
        ...softwareEntry,
      }),
    ])
    .optional(),
  noValues: z.array(z.union([z.string(), z.number()])),
  fields: z
    .array(
      z.strictObject({
        path: path.min(1),
        label: text,
        type: z.enum(['text', 'number', 'boolean', 'date_time', 'list', 'object']),
        dateUnit: z.enum(['epoch-seconds', 'epoch-milliseconds', 'iso']).optional(),
      }),
    )
    .min(1, 'must declare at least one field'),
  completeness: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('total'), path: path.min(1) }),
    z.strictObject({ kind: z.literal('end_of_paging') }),
  ]),
  presence: presence.optional(),
  totalPath: path.min(1).optional(),
  suggestedMapping: z.array(
    z.strictObject({ source: template.min(1), target: text, isSyncKey: z.boolean().optional() }),
  ),
  suggestedCondition: template.min(1).optional(),
  saas: z
    .strictObject({
      applicationName: text,
      publisher: text,
      externalId: template.min(1),
      email: template.min(1),
      username: template.min(1),
      fullName: template.min(1),
      isActive: template.min(1),
      roles: template.min(1).optional(),
      lastActivityAt: template.min(1).optional(),
    })
    .optional(),
  secretPaths: z.array(path.min(1)).optional(),
});
