/** Every documented route with parameters and bodies it accepts, made from the API description. */

interface JsonSchema {
  $ref?: string;
  type?: string | string[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
  format?: string;
  pattern?: string;
  minimum?: number;
  minItems?: number;
}

interface Operation {
  parameters?: { name: string; in: string; required?: boolean; schema: JsonSchema }[];
  requestBody?: { content: Record<string, { schema: JsonSchema }> };
}

export interface ApiDescription {
  paths: Record<string, Record<string, Operation>>;
  components?: { schemas?: Record<string, JsonSchema> };
}

export interface RouteCall {
  method: string;
  /** As described, e.g. `/api/sessions/{id}`. */
  path: string;
  url: string;
  body: unknown;
}

/** A value the schema takes: the first choice, the smallest number, required properties and those with values given. */
export function makeSample(schema: JsonSchema, all: Record<string, JsonSchema>): unknown {
  if (schema.$ref) return makeSample(all[schema.$ref.split('/').at(-1) ?? ''] ?? {}, all);
  if (schema.const !== undefined) return schema.const;
  if (schema.default !== undefined) return schema.default;
  if (schema.enum) return schema.enum[0];
  const choice = schema.anyOf?.[0] ?? schema.oneOf?.[0] ?? schema.allOf?.[0];
  if (choice) return makeSample(choice, all);
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === 'object' || schema.properties) {
    return Object.fromEntries(
      Object.entries(schema.properties ?? {}).map(([name, part]) => [name, makeSample(part, all)]),
    );
  }
  if (type === 'array') return schema.minItems ? [makeSample(schema.items ?? {}, all)] : [];
  if (type === 'integer' || type === 'number') return Math.max(1, schema.minimum ?? 1);
  if (type === 'boolean') return false;
  if (schema.format === 'date-time') return '2030-01-01T00:00:00Z';
  if (schema.format === 'email') return 'somebody@example.com';
  return 'sample';
}

/**
 * The calls of every route with these methods: one for each way its parameters can be filled. `fill` gives the values
 * of a parameter of a path; undefined takes a sample.
 */
export function listCalls(
  api: ApiDescription,
  methods: readonly string[],
  fill: (path: string, name: string, place: string) => readonly string[] | undefined,
  bodyOf: (method: string, path: string) => unknown,
): RouteCall[] {
  const all = api.components?.schemas ?? {};
  const calls: RouteCall[] = [];
  for (const [path, operations] of Object.entries(api.paths)) {
    for (const method of methods) {
      const operation = operations[method.toLowerCase()];
      if (!operation) continue;
      let urls: { url: string; query: string }[] = [{ url: path, query: '' }];
      for (const { name, in: place, required, schema } of operation.parameters ?? []) {
        const given =
          fill(path, name, place) ??
          (place === 'path' || required ? (schema.enum ?? [makeSample(schema, all)]).map(String) : undefined);
        if (!given) continue;
        urls = urls.flatMap(({ url, query }) =>
          given.map((value) =>
            place === 'path'
              ? { url: url.replace(`{${name}}`, encodeURIComponent(value)), query }
              : { url, query: `${query}${query ? '&' : '?'}${name}=${encodeURIComponent(value)}` },
          ),
        );
      }
      const schema = operation.requestBody?.content['application/json']?.schema;
      const body = bodyOf(method, path) ?? (schema ? makeSample(schema, all) : undefined);
      for (const { url, query } of urls) calls.push({ method, path, url: `${url}${query}`, body });
    }
  }
  return calls;
}
