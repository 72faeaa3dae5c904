import { z } from 'zod';
import { path, positive, template, templates, text } from './parts.schema.ts';

const pagePlace = { in: z.enum(['query', 'body']).optional(), asText: z.boolean().optional() };
const shortPageEnds = z.boolean().optional();
const totalPath = path.min(1).optional();
export const paginator = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({
    kind: z.literal('page'),
    pageParam: text,
    sizeParam: text.optional(),
    pageSize: positive,
    firstPage: z.number().int().min(0),
    shortPageEnds,
    totalPath,
    ...pagePlace,
  }),
  z.strictObject({
    kind: z.literal('offset'),
    offsetParam: text,
    limitParam: text,
    pageSize: positive,
    shortPageEnds,
    totalPath,
    ...pagePlace,
  }),
  z.strictObject({
    kind: z.literal('after_id'),
    param: text,
    sizeParam: text,
    pageSize: positive,
    idPath: path.min(1),
    shortPageEnds,
    ...pagePlace,
  }),
  z.strictObject({
    kind: z.literal('cursor'),
    param: text,
    cursorPath: path.min(1),
    otherCursorPaths: z.array(path.min(1)).optional(),
    sizeParam: text.optional(),
    pageSize: positive.optional(),
    canRepeat: z.boolean(),
    ...pagePlace,
  }),
  z.strictObject({
    kind: z.literal('id_window'),
    param: text,
    sizeParam: text,
    pageSize: positive,
    idPath: path.min(1),
    direction: z.enum(['older', 'newer']),
    ...pagePlace,
  }),
  z.strictObject({
    kind: z.literal('link_header'),
    rel: text,
    sizeParam: text.optional(),
    pageSize: positive.optional(),
  }),
  z.strictObject({
    kind: z.literal('next_url'),
    path: path.min(1),
    sizeParam: text.optional(),
    pageSize: positive.optional(),
  }),
  z.strictObject({
    kind: z.literal('template'),
    stopWhen: template.min(1),
    params: templates.refine((params) => Object.keys(params).length > 0, 'must have at least one parameter'),
    maxPages: positive.max(1_000_000),
  }),
]);
