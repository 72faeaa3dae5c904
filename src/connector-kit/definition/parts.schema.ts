/** The small parts that the schemas of a definition are made of. */
import { z } from 'zod';

export const text = z.string().trim().min(1, 'must not be empty').max(2_000);
export const longText = z.string().trim().min(1, 'must not be empty').max(20_000);
export const id = z
  .string()
  .max(64)
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'must be kebab-case, e.g. my-vendor');
export const key = z
  .string()
  .max(64)
  .regex(/^[a-z][A-Za-z0-9]*$/, 'must be a camelCase name of letters and digits, e.g. clientId');
/** A template or a plain value; what it may name is checked afterwards. */
export const template = z.string().max(2_000);
export const templates = z.record(z.string().min(1).max(200), template);
export const httpsUrl = z
  .string()
  .refine((value) => URL.parse(value)?.protocol === 'https:', 'must be an address that begins with https://');
export const httpsTemplate = template.refine(
  (value) => /^(https:\/\/[^/]|\{\{)/.test(value.trim()),
  'must begin with https:// or with a template such as {{ fields.url }}',
);
export const path = z.string().max(256);
export const positive = z.number().int().min(1);
export const statuses = z.array(z.number().int().min(100).max(599)).min(1);

export const responseMatch = z
  .strictObject({
    status: statuses.optional(),
    contentType: text.optional(),
    notContentType: text.optional(),
    bodyPath: path.min(1).optional(),
    equals: z.union([z.string(), z.number(), z.boolean()]).optional(),
    notEquals: z.union([z.string(), z.number(), z.boolean()]).optional(),
    isPresent: z.boolean().optional(),
    bodyIncludes: z.array(text).min(1).optional(),
  })
  .refine((match) => Object.keys(match).length > 0, 'must have at least one condition')
  .refine(
    (match) =>
      match.bodyPath !== undefined ||
      (match.equals === undefined && match.notEquals === undefined && match.isPresent === undefined),
    'equals and isPresent need a bodyPath',
  );

export const rateBudget = z.strictObject({
  requestsPerSecond: z.number().positive(),
  burst: positive,
  maxConcurrent: positive.max(64),
});

export const request = z.strictObject({
  method: z.enum(['GET', 'POST']),
  baseUrl: httpsTemplate.optional(),
  rateBudget: rateBudget.optional(),
  path: template.regex(/^(\/|$|\{\{)/, 'must begin with /'),
  query: templates.optional(),
  headers: templates.optional(),
  body: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('json'), value: z.json() }),
      z.strictObject({ kind: z.literal('form'), values: templates }),
    ])
    .optional(),
});
