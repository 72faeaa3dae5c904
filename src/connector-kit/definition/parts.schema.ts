/** The small parts that the schemas of a definition are made of. */
import { z } from 'zod';
import type { ScopeEntry } from './template-names.ts';

/**
 * What stands beside the type of a property: `.meta({ description, example, … })`. The reference page is made of it,
 * and the check of templates goes by it.
 */
declare module 'zod' {
  interface GlobalMeta {
    example?: unknown;
    /** What holds when the property is left out. */
    whenAbsent?: string;
    /** What the reference calls the type, where the schema does not say it. */
    typeName?: string;
    /**
     * How a text is read: as a `template` whose `{{ … }}` are filled, as one whole `expression`, as a `path` into the
     * vendor's answer or record, as a `total` (such a path, or `headers.<name>`), or as the `source` of a value (a path
     * or template that begins with a declared field).
     */
    holds?: 'template' | 'expression' | 'path' | 'total' | 'source';
    /** Names the templates here and below may use. */
    scope?: readonly ScopeEntry[];
  }
}

export const text = z.string().trim().min(1, 'must not be empty').max(2_000).meta({ typeName: 'text' });
export const longText = z.string().trim().min(1, 'must not be empty').max(20_000).meta({ typeName: 'text' });
export const id = z
  .string()
  .max(64)
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'must be kebab-case, e.g. my-vendor')
  .meta({ typeName: 'kebab-case id' });
export const key = z
  .string()
  .max(64)
  .regex(/^[a-z][A-Za-z0-9]*$/, 'must be a camelCase name of letters and digits, e.g. clientId')
  .meta({ typeName: 'camelCase name' });
/** What further answers are merged under in a record. */
export const partName = z
  .string()
  .regex(/^[a-z][A-Za-z0-9]*$/, 'must be a name such as organization')
  .meta({ typeName: 'camelCase name' });
/** A template or a plain value; what it may name is checked afterwards. */
export const template = z.string().max(2_000).meta({ holds: 'template' });
export const templates = z.record(z.string().min(1).max(200), template);
/** Read as a whole: an expression, or a text with templates in it. */
export const expression = z.string().max(2_000).meta({ holds: 'expression' });
/** Where a value of a record comes from. */
export const source = z.string().max(2_000).min(1).meta({ holds: 'source' });
export const httpsUrl = z
  .string()
  .refine((value) => URL.parse(value)?.protocol === 'https:', 'must be an address that begins with https://')
  .meta({ typeName: 'https address' });
export const httpsTemplate = template.refine(
  (value) => /^(https:\/\/[^/]|\{\{)/.test(value.trim()),
  'must begin with https:// or with a template such as {{ fields.url }}',
);
/** Into the vendor's answer or record; the empty path is the whole of it. */
export const path = z.string().max(256).meta({ holds: 'path' });
/** The same as a path, or a template over the record. */
export const pathTemplate = z.string().max(2_000).min(1).meta({ holds: 'path' });
/** Names with dots between them, nothing else. */
export const plainPath = z.string().min(1).max(256).meta({ typeName: 'plain path' });
export const total = z.string().max(256).min(1).meta({ holds: 'total' });
export const positive = z.number().int().min(1);
export const statuses = z.array(z.number().int().min(100).max(599)).min(1);

export const listShape = z
  .strictObject({
    nullIsEmpty: z
      .boolean()
      .meta({
        description: 'A null where the list belongs is an empty list.',
        whenAbsent: 'only behind the first page, or beside a stated total of 0',
        example: true,
      })
      .optional(),
    absentIsEmpty: z
      .boolean()
      .meta({
        description: 'An answer without the key of the list has none.',
        whenAbsent: 'false',
        example: true,
      })
      .optional(),
    singleIsList: z
      .boolean()
      .meta({
        description: 'A single record may come as an object instead of a list of one.',
        whenAbsent: 'false',
        example: true,
      })
      .optional(),
  })
  .meta({
    description:
      'What may stand in the place of a list. An answer that tells of an error, or states records that are not there, has none of it.',
  });
