/** Walks along the schemas of a definition: what is said beside a property, and every text in a value that has a meaning. */
import { type GlobalMeta, z } from 'zod';
import type { ScopeEntry } from './template-names.ts';

/** A schema without the wrapping of an optional property, and what is said beside it. */
export function openSchema(schema: z.core.$ZodType): { inner: z.core.$ZodType; notes: GlobalMeta } {
  const notes = z.globalRegistry.get(schema) ?? {};
  if (!(schema instanceof z.ZodOptional)) return { inner: schema, notes };
  const opened = openSchema(schema.unwrap());
  return { inner: opened.inner, notes: { ...opened.notes, ...notes } };
}

export interface MeaningfulText {
  /** `streams.0.request.path` */
  at: string;
  text: string;
  holds: NonNullable<GlobalMeta['holds']>;
  /** Names its templates may use. */
  scope: readonly ScopeEntry[];
}

/** Every text of a value that is more than words, in reading order. The value must have the schema's shape. */
export function* listTexts(
  schema: z.core.$ZodType,
  value: unknown,
  at = '',
  outerScope: readonly ScopeEntry[] = [],
): Generator<MeaningfulText> {
  if (value === undefined) return;
  const { inner, notes } = openSchema(schema);
  const { holds, scope = outerScope } = notes;
  if (holds) {
    for (const found of listStrings(value, at)) yield { ...found, holds, scope };
    return;
  }
  if (inner instanceof z.ZodObject) {
    for (const [name, child] of Object.entries(inner.shape))
      yield* listTexts(child, (value as Record<string, unknown>)[name], join(at, name), scope);
  } else if (inner instanceof z.ZodArray) {
    for (const [index, item] of (value as unknown[]).entries())
      yield* listTexts(inner.element, item, join(at, String(index)), scope);
  } else if (inner instanceof z.ZodRecord) {
    for (const [name, item] of Object.entries(value as object))
      yield* listTexts(inner.valueType, item, join(at, name), scope);
  } else if (inner instanceof z.ZodUnion) {
    yield* listTexts(chooseOption(inner, value), value, at, scope);
  }
}

/** In a value of any depth. */
function* listStrings(value: unknown, at: string): Generator<{ at: string; text: string }> {
  if (typeof value === 'string') yield { at, text: value };
  else if (typeof value === 'object' && value !== null)
    for (const [key, child] of Object.entries(value)) yield* listStrings(child, join(at, key));
}

function chooseOption(union: z.ZodUnion, value: unknown): z.core.$ZodType {
  const option = union.options.find((candidate) => z.safeParse(candidate, value).success);
  if (!option) throw new TypeError('a value that is walked along a schema must have its shape');
  return option;
}

const join = (at: string, name: string) => (at === '' ? name : `${at}.${name}`);
