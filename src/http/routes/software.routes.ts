import { z } from 'zod';
import type { NormalizationService } from '../../software/normalization-service.ts';
import type { SoftwareService } from '../../software/software-service.ts';
import type { App } from '../app-types.ts';
import { getActor } from '../get-actor.ts';
import { idParamsSchema, idSchema, instantSchema, listQuerySchema, listResponse } from '../list.schema.ts';
import { registerManagedList } from '../register-managed-list.ts';

const tags = ['Software'];

const installedSchema = z
  .object({
    softwareId: idSchema,
    softwareName: z.string().describe('The product.'),
    installedName: z.string().describe('As the vendor spells it.'),
    version: z.string(),
    publisher: z.string(),
    installedOn: z.iso.date().nullable().describe('The latest day an integration has stated.'),
    sources: z
      .array(z.object({ integrationId: idSchema, integrationName: z.string() }))
      .describe('The integrations that have reported it.'),
  })
  .meta({ id: 'InstalledSoftware' });

const softwareAssetSchema = z
  .object({
    assetId: idSchema,
    deviceName: z.string().nullable(),
    serialNumber: z.string().nullable(),
    assignedToId: idSchema.nullable(),
    assignedToName: z.string().nullable(),
    versions: z.array(z.string()),
    installedOn: z.iso.date().nullable().describe('Of the latest installed version.'),
  })
  .meta({ id: 'SoftwareAsset' });

const releaseSchema = z
  .object({
    id: idSchema,
    installedName: z.string(),
    version: z.string(),
    publisher: z.string(),
    assetCount: z.int(),
  })
  .meta({ id: 'SoftwareVersion' });

const normalizationSchema = z
  .object({
    id: idSchema,
    incomingName: z.string(),
    standardName: z.string(),
    updatedAt: instantSchema,
    updatedBy: z.string(),
  })
  .meta({ id: 'SoftwareNormalization' });
const normalizationBodySchema = z.strictObject({
  incomingName: z.string().max(1_000).describe('A vendor’s spelling; `*` stands for any text.'),
  standardName: z.string().max(1_000),
});

export function registerSoftwareRoutes(
  app: App,
  { software, normalizations }: { software: SoftwareService; normalizations: NormalizationService },
): void {
  app.get(
    '/api/records/assets/:id/software',
    {
      schema: {
        tags,
        summary: 'What is installed on an asset',
        params: idParamsSchema,
        querystring: listQuerySchema,
        response: { 200: listResponse(installedSchema) },
      },
      config: { access: 'viewer' },
    },
    async (request) => software.listInstalled(request.params.id, request.query),
  );
  app.get(
    '/api/records/software/:id/assets',
    {
      schema: {
        tags,
        summary: 'The assets that have a product installed',
        params: idParamsSchema,
        querystring: listQuerySchema,
        response: { 200: listResponse(softwareAssetSchema) },
      },
      config: { access: 'viewer' },
    },
    async (request) => software.listAssets(request.params.id, request.query),
  );
  app.get(
    '/api/records/software/:id/versions',
    {
      schema: {
        tags,
        summary: 'The versions of a product, as the vendors spell them',
        params: idParamsSchema,
        querystring: listQuerySchema,
        response: { 200: listResponse(releaseSchema) },
      },
      config: { access: 'viewer' },
    },
    async (request) => software.listVersions(request.params.id, request.query),
  );
  registerManagedList(app, {
    path: '/api/software-normalizations',
    tags,
    summaries: {
      list: 'List incoming software names and their standard names',
      create: 'Add an incoming name',
      update: 'Change an entry',
      delete: 'Remove an entry',
    },
    changedBy: 'operator',
    shownSchema: normalizationSchema,
    entrySchema: normalizationSchema,
    createSchema: normalizationBodySchema,
    changeSchema: normalizationBodySchema,
    service: normalizations,
  });
  app.post(
    '/api/software-normalizations/apply',
    {
      schema: {
        tags,
        summary: 'Apply the list to everything installed so far',
        response: { 200: z.object({ movedCount: z.int(), removedCount: z.int() }) },
      },
      config: { access: 'operator' },
    },
    async (request) => normalizations.apply(getActor(request)),
  );
}
