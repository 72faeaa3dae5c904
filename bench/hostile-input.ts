/** Input as large and as awkward as a route takes, made from the description of the API. */

/** A part of a JSON schema, as far as the description of the API uses it. */
export interface Schema {
  $ref?: string;
  type?: string;
  enum?: unknown[];
  const?: unknown;
  format?: string;
  pattern?: string;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  items?: Schema;
  properties?: Record<string, Schema>;
  additionalProperties?: boolean | Schema;
  propertyNames?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
}

/** Texts on which careless code goes back and forth: repeated up to the length, with an end that does not fit. */
export const awkwardTexts: Record<string, (length: number) => string> = {
  slashes: (length) => `${'/'.repeat(length - 1)}x`,
  digits: (length) => `${'1'.repeat(length - 1)}x`,
  stars: (length) => `${'*a'.repeat(Math.floor((length - 1) / 2))}b`,
  expressions: (length) =>
    cutTo(`{{ x ${'| replace: "a", "aaaaaaaaaaaaaaaa" | title '.repeat(2_000)}`, length),
  braces: (length) => '{{'.repeat(Math.floor(length / 2)),
  blanks: (length) => `a${' '.repeat(Math.max(0, length - 2))}b`,
};

const cutTo = (text: string, length: number) =>
  length < 12 ? text.slice(0, length) : `${text.slice(0, text.lastIndexOf('|', length - 4))} }}`;

export interface HostileOptions {
  schemas: Record<string, Schema>;
  /** Characters left for texts without a limit of their own. */
  longest: number;
  makeText: (length: number) => string;
}

export function makeHostile(schema: Schema, options: HostileOptions, depth = 0): unknown {
  const found = schema.$ref ? (options.schemas[schema.$ref.split('/').at(-1) as string] ?? {}) : schema;
  const inner = (next: Schema) => makeHostile(next, options, depth + 1);
  const [choice] = found.anyOf ?? found.oneOf ?? [];
  if (found.const !== undefined) return found.const;
  if (found.enum) return found.enum[0];
  if (found.allOf) return Object.assign({}, ...found.allOf.map(inner));
  if (choice) return inner(choice);
  if (depth > 12) return null;
  switch (found.type) {
    case 'object':
      return makeObject(found, options, inner);
    case 'array': {
      const count = Math.min(found.maxItems ?? 2_000, depth > 4 ? 3 : 2_000);
      const smaller = { ...options, longest: Math.max(1, Math.floor(options.longest / Math.max(count, 1))) };
      return Array.from({ length: Math.max(count, found.minItems ?? 0) }, () =>
        makeHostile(found.items ?? {}, smaller, depth + 1),
      );
    }
    case 'integer':
    case 'number':
      return found.maximum ?? 1;
    case 'boolean':
      return true;
    case 'null':
      return null;
    default:
      return makeTextOf(found, options);
  }
}

function makeObject(schema: Schema, options: HostileOptions, inner: (next: Schema) => unknown): object {
  const named = Object.entries(schema.properties ?? {}).map(([name, part]) => [name, inner(part)]);
  if (named.length > 0 || typeof schema.additionalProperties !== 'object') return Object.fromEntries(named);
  const { additionalProperties } = schema;
  const keys = schema.propertyNames?.enum ?? Array.from({ length: 20 }, (_, index) => `key${index}`);
  const smaller = { ...options, longest: Math.floor(options.longest / keys.length) };
  return Object.fromEntries(keys.map((key) => [String(key), makeHostile(additionalProperties, smaller, 6)]));
}

function makeTextOf({ format, maxLength }: Schema, { longest, makeText }: HostileOptions): string {
  if (format === 'date-time') return '2026-01-01T00:00:00Z';
  if (format === 'uuid') return '00000000-0000-4000-8000-000000000000';
  return makeText(Math.max(1, Math.min(maxLength ?? longest, longest)));
}
