/** The software installed on assets. */
import { z } from 'zod';
import { paginator } from './paginator.schema.ts';
import { listShape, path, pathTemplate } from './parts.schema.ts';
import { presenceCheck, request } from './request.schema.ts';

const entry = {
  name: pathTemplate.meta({ description: 'Its name.', example: 'displayName' }),
  version: pathTemplate.meta({ description: 'Its version.', example: 'version' }).optional(),
  publisher: pathTemplate.meta({ description: 'Who makes it.', example: 'publisher' }).optional(),
  installedAt: pathTemplate
    .meta({ description: 'When it was installed.', example: 'installDate' })
    .optional(),
  dateUnit: z
    .enum(['epoch-seconds', 'epoch-milliseconds'])
    .meta({ description: 'Unit of `installedAt` when it is a number.', example: 'epoch-seconds' })
    .optional(),
  condition: pathTemplate
    .meta({ description: 'Entries for which this is not true are left out.', example: "type != 'update'" })
    .optional(),
};

export const assetSoftware = z
  .discriminatedUnion('from', [
    z
      .strictObject({
        from: z.literal('record'),
        path: z
          .string()
          .regex(/^\w+(\.\w+)*$/, 'must be a plain path such as detail.apps')
          .meta({
            typeName: 'plain path',
            description: 'Path of the list in the record.',
            example: 'detail.apps',
          }),
        listShape: listShape
          .meta({ whenAbsent: 'null is an empty list, and a record without the key says nothing' })
          .optional(),
        ...entry,
      })
      .meta({ description: 'In a list of the record itself, or of its details.' }),
    z
      .strictObject({
        from: z.literal('query'),
        request: request.meta({
          description: 'Lists the software of all assets, those of one asset together.',
          scope: ['settings', 'fields', 'globals', 'found', 'page'],
        }),
        recordsPath: path.meta({ description: 'Path of the list in the answer.', example: 'results' }),
        listShape: listShape.optional(),
        paginator: paginator.meta({ description: 'How it goes on.', whenAbsent: "the client's" }).optional(),
        assetIdPath: path
          .min(1)
          .meta({ description: "Path of the asset's native id in an entry.", example: 'deviceId' }),
        presence: presenceCheck
          .meta({
            description:
              'Asks for the software of one asset before it is concluded that it has none any more.',
            scope: ['settings', 'fields', 'globals', 'found', 'id'],
          })
          .optional(),
        ...entry,
      })
      .meta({ description: 'In a query of its own, read after the assets.' }),
  ])
  .meta({
    description:
      'The software installed on each asset, replaced as a set. Names and versions are read from an entry of the list.',
  });
