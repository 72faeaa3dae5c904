import { z } from 'zod';
import type { Role } from '../model/actor.ts';
import { maySee, type Showable, visibility } from '../model/visibility.ts';
import type { App } from './app-types.ts';

const mark = 'x-shows';
/** In place of a text that must be one. */
export const hiddenText =
  'Only operators and administrators can read this text, since it may quote the vendor.';

/**
 * Marks a part of an answer as one of the kinds of `visibility.ts`. Whoever may not see it gets null; where the part
 * cannot be null, an empty list or record, or `hiddenText`.
 */
export function shows<T extends z.ZodType>(what: Showable, schema: T): T {
  const help = schema.description ? `${schema.description} ` : '';
  return schema.meta({
    ...schema.meta(),
    [mark]: what,
    description: `${help}Shown from the role ${visibility[what]} on.`,
  }) as T;
}

type Hide = (value: unknown, role: Role | undefined) => unknown;

/** Takes from every answer what its reader may not see, by the marks of the answer's schema. */
export function addHiding(app: App): void {
  const plans = new WeakMap<object, Hide | null>();
  const planOf = (schema: z.ZodType): Hide | null => {
    const known = plans.get(schema);
    if (known !== undefined) return known;
    const plan = planHiding(schema);
    plans.set(schema, plan);
    return plan;
  };

  app.addHook('preSerialization', async (request, reply, payload) => {
    const responses = request.routeOptions.schema?.response as Record<string, unknown> | undefined;
    const schema = responses?.[reply.statusCode];
    if (!(schema instanceof z.ZodType)) return payload;
    const hide = planOf(schema);
    return hide ? hide(payload, request.actor?.role) : payload;
  });
}

/** What has to be done to a value of the schema; null when nothing in it is marked. */
export function planHiding(schema: z.ZodType): Hide | null {
  const what = (schema.meta() as Record<string, unknown> | undefined)?.[mark] as Showable | undefined;
  const inside = planInside(schema);
  if (what === undefined) return inside;
  const empty = makeEmpty(schema);
  return (value, role) => {
    if (!maySee(role, what)) return value === null || value === undefined ? value : empty;
    return inside ? inside(value, role) : value;
  };
}

function planInside(schema: z.ZodType): Hide | null {
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional || schema instanceof z.ZodDefault)
    return planHiding(schema.unwrap() as z.ZodType);
  if (schema instanceof z.ZodArray)
    return planEach(schema.element as z.ZodType, (value, hide) =>
      Array.isArray(value) ? value.map(hide) : value,
    );
  if (schema instanceof z.ZodRecord)
    return planEach(schema.valueType as z.ZodType, (value, hide) =>
      isRecord(value)
        ? Object.fromEntries(Object.entries(value).map(([key, found]) => [key, hide(found)]))
        : value,
    );
  if (!(schema instanceof z.ZodObject)) return null;
  const plans = Object.entries(schema.shape as Record<string, z.ZodType>).flatMap(([key, part]) => {
    const hide = planHiding(part);
    return hide ? [[key, hide] as const] : [];
  });
  if (plans.length === 0) return null;
  return (value, role) => {
    if (!isRecord(value)) return value;
    const shown = { ...value };
    for (const [key, hide] of plans) if (key in shown) shown[key] = hide(shown[key], role);
    return shown;
  };
}

function planEach(
  part: z.ZodType,
  through: (value: unknown, hide: (value: unknown) => unknown) => unknown,
): Hide | null {
  const hide = planHiding(part);
  return hide && ((value, role) => through(value, (found) => hide(found, role)));
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Throws for a schema whose values cannot be made empty: then it has to be made nullable. */
function makeEmpty(schema: z.ZodType): unknown {
  for (const empty of [null, [], {}, hiddenText]) if (schema.safeParse(empty).success) return empty;
  throw new TypeError(
    'a part of an answer that is hidden from some must be nullable, a list, a record or a text',
  );
}
