/** How a list goes on. */
import { z } from 'zod';
import { expression, path, positive, text } from './parts.schema.ts';

const pagePlace = {
  in: z
    .enum(['query', 'body'])
    .meta({ description: 'Where the paging values are put.', whenAbsent: '`query`', example: 'body' })
    .optional(),
  asText: z
    .boolean()
    .meta({ description: 'In a body: as texts instead of numbers.', whenAbsent: 'false', example: true })
    .optional(),
};
const shortPageEnds = z
  .boolean()
  .meta({
    description:
      'A page smaller than `pageSize` is the last one; only where the vendor is known to fill its pages.',
    whenAbsent: 'false: reading goes on until an empty page',
    example: true,
  })
  .optional();
/** Where an answer means something else already, it cannot mean the end. */
const endStatus = z
  .array(
    z
      .number()
      .int()
      .min(400)
      .max(499)
      .refine(
        (status) => ![401, 403, 407, 408, 425, 429].includes(status),
        'means something else than the end of a list',
      ),
  )
  .min(1)
  .meta({
    description:
      'Statuses that mean the end of the list on every page but the first; a response rule that matches goes first.',
    whenAbsent: 'any status but 2xx is a failure',
    example: [404],
  })
  .optional();
const totalPath = path
  .min(1)
  .meta({
    description:
      'Path of the number of records: reading ends when as many have come. An empty page before that is not the end, ten in a row are.',
    example: 'meta.total',
  })
  .optional();
const pageSize = positive.meta({ description: 'Records asked for.', example: 100 });
const sizeParam = text.meta({ description: 'Parameter of the page size.', example: 'limit' });
const optionalSize = { sizeParam: sizeParam.optional(), pageSize: pageSize.optional() };
const idPath = path.min(1).meta({ description: 'Path of the id in a record.', example: 'id' });

export const paginator = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('none') }).meta({ description: 'One answer has it all.' }),
    z
      .strictObject({
        kind: z.literal('page'),
        pageParam: text.meta({ description: 'Parameter of the page number.', example: 'page' }),
        sizeParam: sizeParam.optional(),
        pageSize,
        firstPage: z.number().int().min(0).meta({ description: 'Number of the first page.', example: 1 }),
        shortPageEnds,
        totalPath,
        endStatus,
        ...pagePlace,
      })
      .meta({ description: 'Pages are numbered.' }),
    z
      .strictObject({
        kind: z.literal('offset'),
        offsetParam: text.meta({ description: 'Parameter of the records to skip.', example: 'offset' }),
        limitParam: text.meta({ description: 'Parameter of the page size.', example: 'limit' }),
        pageSize,
        shortPageEnds,
        totalPath,
        endStatus,
        ...pagePlace,
      })
      .meta({ description: 'Records are counted. It goes on by what came, not by what was asked for.' }),
    z
      .strictObject({
        kind: z.literal('after_id'),
        param: text.meta({ description: 'Parameter of the largest id seen.', example: 'after' }),
        sizeParam,
        pageSize,
        idPath,
        shortPageEnds,
        endStatus,
        ...pagePlace,
      })
      .meta({ description: 'The next request names the largest id seen.' }),
    z
      .strictObject({
        kind: z.literal('cursor'),
        param: text.meta({ description: 'Parameter of the cursor.', example: 'cursor' }),
        cursorPath: path
          .min(1)
          .meta({ description: 'Path of the cursor in the answer.', example: 'meta.next' }),
        otherCursorPaths: z
          .array(path.min(1))
          .meta({
            description: 'Looked at when there is no text or number at `cursorPath`.',
            example: ['meta.continuation'],
          })
          .optional(),
        ...optionalSize,
        canRepeat: z.boolean().meta({
          description:
            'The cursor keeps its name and the vendor the progress, so that a resumed session starts the query again.',
          example: false,
        }),
        endStatus,
        ...pagePlace,
      })
      .meta({
        description:
          'The answer names a cursor. Ends when there is none: an empty page that names one is not the end, unless `canRepeat`.',
      }),
    z
      .strictObject({
        kind: z.literal('id_window'),
        param: text.meta({ description: 'Parameter of the edge.', example: 'before' }),
        sizeParam,
        pageSize,
        idPath,
        direction: z
          .enum(['older', 'newer'])
          .meta({ description: 'Ids below the smallest one seen, or above the largest.', example: 'older' }),
        endStatus,
        ...pagePlace,
      })
      .meta({ description: 'Ids beyond the edge of those seen. Ends on an empty page.' }),
    z
      .strictObject({
        kind: z.literal('link_header'),
        rel: text.meta({ description: 'Relation of the next page in the `Link` header.', example: 'next' }),
        endStatus,
        ...optionalSize,
      })
      .meta({
        description: 'The `Link` header has the address of the next page (RFC 8288), on the same host.',
      }),
    z
      .strictObject({
        kind: z.literal('next_url'),
        path: path.min(1).meta({ description: 'Path of the address in the answer.', example: 'links.next' }),
        endStatus,
        ...optionalSize,
      })
      .meta({ description: 'The answer has the address of the next page, on the same host.' }),
    z
      .strictObject({
        kind: z.literal('template'),
        stopWhen: expression.min(1).meta({
          description: 'True of the last page; `page.number` is that of the page read.',
          scope: ['page.number', 'response', 'headers', 'links'],
          example: '!response.more',
        }),
        params: z
          .record(z.string().min(1).max(200), expression)
          .refine((params) => Object.keys(params).length > 0, 'must have at least one parameter')
          .meta({
            description:
              'Parameters of the next page; `page.number` is its number. Of the first page there is no answer yet. Empty ones are left out.',
            scope: ['page.number', 'response', 'headers', 'links'],
            example: { page: '{{ page.number }}', token: '{{ response.token }}' },
          }),
        maxPages: positive
          .max(1_000_000)
          .meta({ description: 'Reaching it without `stopWhen` is an error, not an end.', example: 10_000 }),
        endStatus,
      })
      .meta({ description: 'Anything else, in words of its own.' }),
  ])
  .meta({
    description:
      'How a list goes on. Styles that count read until an empty page, because a vendor may serve smaller pages than asked for; from what is on none of their pages nothing follows without `presence`.',
  });
