import { z } from 'zod';
import { defaultListLimit, maxListLimit } from '../model/list-query.ts';

/** Id of a stored thing. */
export const idSchema = z.int().positive();

/** `:id` in a path. */
export const idParamsSchema = z.object({ id: z.coerce.number().int().positive() });

/** An instant in an answer: a Date in code, ISO 8601 text in JSON. */
export const instantSchema = z.date();

/** An instant in a request body: ISO 8601 text with a time zone; becomes a Date. */
export const instantInputSchema = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

/**
 * Query string of every list; the service parses it further (`parseListQuery`). A list with parameters of
 * its own uses `listQuerySchema.extend({ … })`. Unknown parameters are refused.
 */
export const listQuerySchema = z.strictObject({
  q: z.string().max(200).optional().describe('Search text.'),
  sort: z
    .union([z.string(), z.array(z.string()).max(5)])
    .optional()
    .describe('Field to sort by, `-field` for descending. May be repeated.'),
  filter: z
    .union([z.string(), z.array(z.string()).max(30)])
    .optional()
    .describe(
      'Condition `field:op:value`; op is one of eq, ne, contains, starts, empty, notEmpty, lt, lte, gt, gte, in. May be repeated; all must hold.',
    ),
  cursor: z.string().max(4096).optional().describe('`nextCursor` of the page before.'),
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(maxListLimit)
    .default(defaultListLimit)
    .describe('Most items in the answer.'),
});

/** Answer of every list. `total.isExact` is false where counting would cost too much and the count is an estimate. */
export function listResponse<T extends z.ZodType>(itemSchema: T) {
  return z.object({
    items: z.array(itemSchema),
    nextCursor: z
      .string()
      .nullable()
      .describe('Hand it back as `cursor` for the next page; null on the last one.'),
    total: z.object({ count: z.int().nonnegative(), isExact: z.boolean() }),
  });
}

/** Body of every error. Routes need not declare it: the app adds it to each of them. */
export const errorResponseSchema = z
  .object({
    error: z.object({
      code: z.string().describe('Stable code from the error catalog, e.g. API_NOT_FOUND.'),
      message: z.string().describe('What happened and what to do next.'),
      field: z.string().optional().describe('The field, parameter or setting the error is about.'),
      details: z.record(z.string(), z.unknown()).optional(),
    }),
  })
  .meta({ id: 'ErrorResponse' });

/** Answer of a call that has nothing to say but that it worked. */
export const okResponseSchema = z.object({ isOk: z.literal(true) });
