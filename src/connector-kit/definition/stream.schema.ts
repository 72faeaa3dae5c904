/** One list of a vendor that can be loaded into an object. */
import { z } from 'zod';
import { objectNames } from '../../model/objects.ts';
import { paginator } from './paginator.schema.ts';
import {
  id,
  listShape,
  partName,
  path,
  pathTemplate,
  plainPath,
  positive,
  source,
  text,
  total,
} from './parts.schema.ts';
import { presenceCheck, request } from './request.schema.ts';
import { assetSoftware } from './software.schema.ts';

const recordsPath = path.meta({
  description: 'Path of the list of records in the answer; empty when the answer is the list.',
  example: 'data.users',
});
const ownRecordsPath = recordsPath.meta({ whenAbsent: "the stream's" }).optional();
const ownListShape = listShape.meta({ whenAbsent: "the stream's" }).optional();
const ownPaginator = paginator
  .meta({ description: 'How it goes on.', whenAbsent: "the client's" })
  .optional();
const partOf = partName.meta({ description: 'Name the answer is merged under.', example: 'organization' });

export const recordSplit = z
  .strictObject({
    path: path
      .min(1)
      .meta({ description: 'The list (or single object) inside each listed record.', example: 'machines' }),
    keep: z
      .array(path.min(1))
      .meta({ description: 'Values of the listed record kept under `container`.', example: ['id', 'name'] })
      .optional(),
  })
  .meta({
    description:
      'The records wanted are inside the listed ones: every element becomes a record of its own. A listed record without elements gives none.',
  });

export const streamSegment = z
  .strictObject({
    id: id.meta({ description: 'Unique within the stream; kept in checkpoints.', example: 'servers' }),
    request: request.meta({ description: 'Replaces that of the stream.' }),
    recordsPath: ownRecordsPath,
    listShape: ownListShape,
    split: recordSplit.meta({ whenAbsent: "the stream's" }).optional(),
  })
  .meta({ description: 'A part of the list with a query of its own.' });

export const streamLookup = z
  .strictObject({
    as: partOf,
    request: request.meta({
      description: 'Lists the other records.',
      scope: ['settings', 'fields', 'globals', 'found', 'page'],
    }),
    recordsPath,
    listShape: listShape.optional(),
    paginator: ownPaginator,
    keyPath: path.min(1).meta({ description: 'Path of the id in the other record.', example: 'id' }),
    from: path
      .min(1)
      .meta({ description: "Path of that id in the stream's own record.", example: 'organizationId' }),
    keep: z
      .array(path.min(1))
      .min(1, 'must keep at least one path')
      .meta({
        description: 'What is kept of the other record; the rest is not held in memory.',
        example: ['name'],
      }),
  })
  .meta({
    description: 'Another list, read once before the first page, whose records are joined by their id.',
  });

const detailScope = ['settings', 'fields', 'globals', 'found', 'parent', 'item'] as const;

export const recordDetail = z
  .strictObject({
    request: request.meta({
      description: 'Asks for the details of `item`.',
      scope: [...detailScope, 'page'],
    }),
    maxConcurrent: positive.max(16).meta({ description: 'Records asked for at the same time.', example: 4 }),
    pages: z
      .strictObject({
        paginator: paginator.meta({ description: 'How it goes on.' }),
        recordsPath: path.meta({ description: 'Path of the list in the answer.', example: 'apps' }),
        listShape: listShape.optional(),
      })
      .meta({ description: 'The details are a list in pages; all are read, and `detail` is `{ records }`.' })
      .optional(),
    more: z
      .array(
        z.strictObject({
          as: partOf,
          request: request.meta({ description: 'Asks for more of `item`.', scope: detailScope }),
          path: path
            .min(1)
            .meta({
              description: 'The part of the answer that is merged.',
              whenAbsent: 'all of it',
              example: 'data',
            })
            .optional(),
        }),
      )
      .min(1, 'must have at least one request')
      .meta({ description: 'Further requests per record.' })
      .optional(),
  })
  .meta({
    description:
      'One more request per record, its answer merged under `detail`, which is absent when the record is gone meanwhile.',
  });

export const streamField = z
  .strictObject({
    path: path.min(1).meta({ description: 'Where it stands in the record.', example: 'profile.email' }),
    label: text.meta({
      description: 'As a mapping shows it; unique in the stream.',
      example: 'Profile Email',
    }),
    type: z
      .enum(['text', 'number', 'boolean', 'date_time', 'list', 'object'])
      .meta({ description: 'What the vendor sends there.', example: 'text' }),
    dateUnit: z
      .enum(['epoch-seconds', 'epoch-milliseconds', 'iso'])
      .meta({
        description: 'How a `date_time` is written.',
        whenAbsent: '`iso`',
        example: 'epoch-milliseconds',
      })
      .optional(),
  })
  .meta({ description: 'A value of the records, offered in mappings.' });

export const saasDefinition = z
  .strictObject({
    applicationName: text.meta({ description: 'Name of the application.', example: 'Acme Cloud' }),
    publisher: text.meta({ description: 'Who makes it.', example: 'Acme' }),
    externalId: source.meta({ description: 'Id of the account.', example: 'id' }),
    email: source.meta({ description: 'Its e-mail address.', example: 'email' }),
    username: source.meta({ description: 'Its user name.', example: 'login' }),
    fullName: source.meta({
      description: 'Name of its holder.',
      example: '{{ firstName }} {{ lastName }}',
    }),
    isActive: source.meta({ description: 'Whether it can be used.', example: "state == 'active'" }),
    roles: source.meta({ description: 'Its roles.', example: 'roles' }).optional(),
    lastActivityAt: source.meta({ description: 'When it was last used.', example: 'lastLogin' }).optional(),
  })
  .meta({
    description: 'How the people of a stream are accounts of an application in Software > SaaS as well.',
  });

/** How a session knows that it saw everything. */
export const completeness = z
  .discriminatedUnion('kind', [
    z
      .strictObject({
        kind: z.literal('total'),
        path: total.meta({
          description: 'Path of the number of records in the answer, or `headers.<name>`.',
          example: 'meta.total',
        }),
      })
      .meta({ description: 'The answer states how many there are.' }),
    z
      .strictObject({ kind: z.literal('end_of_paging') })
      .meta({ description: 'The paging comes to its end.' }),
  ])
  .meta({ description: 'How a session knows that it saw everything.' });

export const stream = z
  .strictObject({
    id: id.meta({ description: 'Unique within the connector, never changed.', example: 'users' }),
    name: text.meta({
      description: 'As the catalog shows it; no other stream has it.',
      example: 'Acme users',
    }),
    description: text.meta({
      description: 'What it brings, one sentence.',
      example: 'People with an account at Acme.',
    }),
    object: z.enum(objectNames).meta({ description: 'What its records are loaded into.', example: 'people' }),
    request: request.meta({ description: 'Asks for one page.' }),
    recordsPath,
    listShape: listShape.optional(),
    nativeIdPath: pathTemplate.meta({ description: "The vendor's own id of a record.", example: 'id' }),
    paginator: ownPaginator,
    parentStream: id
      .meta({
        description: 'Another stream, walked first; each of its records is `parent` in turn.',
        example: 'organizations',
      })
      .optional(),
    segments: z
      .array(streamSegment)
      .min(1, 'must have at least one segment')
      .meta({ description: 'The same kind of record from several queries, read one after the other.' })
      .optional(),
    alternatives: z
      .array(
        z.strictObject({
          request: request.meta({ description: 'Asked instead.' }),
          recordsPath: ownRecordsPath,
          listShape: ownListShape,
        }),
      )
      .min(1, 'must have at least one alternative')
      .meta({
        description:
          'The same list where other versions of the product have it: the next one is asked when one does not exist (404, or `not_available`).',
      })
      .optional(),
    split: recordSplit.optional(),
    mayRepeat: z
      .boolean()
      .meta({
        description:
          'The vendor lists a record once for every place it appears in, so meeting it again is no fault.',
        whenAbsent: 'false',
        example: true,
      })
      .optional(),
    lookups: z
      .array(streamLookup)
      .meta({ description: 'Names for ids: other lists joined to the records.' })
      .optional(),
    detail: recordDetail.optional(),
    software: assetSoftware.optional(),
    noValues: z.array(z.union([z.string(), z.number()])).meta({
      description: 'Values that mean "no value" anywhere in the records.',
      example: ['N/A', 0],
    }),
    fields: z
      .array(streamField)
      .min(1, 'must declare at least one field')
      .meta({ description: 'The values of the records.' }),
    completeness,
    presence: presenceCheck
      .meta({
        description:
          'Asks for what the list lacks, before it is taken for gone. A list whose pages are counted needs it; without it nothing is taken for gone.',
        scope: ['settings', 'fields', 'globals', 'found', 'id'],
      })
      .optional(),
    absence: z
      .enum(['never', 'snapshot'])
      .meta({
        description:
          'What follows when a record is on no page. `never`: nothing, whatever the policy of an integration; for lists of those who were active lately, or that are not whole. `snapshot`: it is gone; for vendors that keep the list as it was at the first page.',
        whenAbsent:
          'it is gone where pages go on by id or cursor; of pages that are counted, what `presence` does not find',
        example: 'never',
      })
      .optional(),
    totalPath: total
      .meta({
        description: 'Path of the number of records, or `headers.<name>`; for progress and time left only.',
        example: 'headers.x-total-count',
      })
      .optional(),
    suggestedMapping: z
      .array(
        z.strictObject({
          source: source.meta({ description: 'Path or template over the record.', example: 'profile.email' }),
          target: text.meta({ description: 'Field of the object.', example: 'email' }),
          isSyncKey: z
            .boolean()
            .meta({
              description: 'Records are matched by it; only a unique field.',
              whenAbsent: 'false',
              example: true,
            })
            .optional(),
        }),
      )
      .meta({ description: 'What a new integration begins with; at least one row is a sync key.' }),
    suggestedCondition: pathTemplate
      .meta({
        description: 'What a record must meet, proposed with the mapping.',
        example: "{{ status == 'active' }}",
      })
      .optional(),
    saas: saasDefinition.optional(),
    secretPaths: z
      .array(plainPath)
      .meta({
        description: 'Never stored, not even in copies of the payload; a path goes through lists.',
        example: ['password'],
      })
      .optional(),
  })
  .meta({
    description: 'One list of the vendor that can be loaded into an object.',
    scope: ['settings', 'fields', 'globals', 'found', 'parent', 'page'],
  });
