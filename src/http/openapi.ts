import fastifySwagger from '@fastify/swagger';
import fastifySwaggerUi from '@fastify/swagger-ui';
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from 'fastify-type-provider-zod';
import type { OpenAPIV3_1 } from 'openapi-types';
import type { App } from './app-types.ts';

const sortKeys = <T>(record: Record<string, T> | undefined): Record<string, T> =>
  Object.fromEntries(Object.entries(record ?? {}).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));

/** Paths and schemas in alphabetical order, without schemas that nothing refers to. */
export function tidyOpenApi(document: OpenAPIV3_1.Document): OpenAPIV3_1.Document {
  const schemas = document.components?.schemas ?? {};
  const used = new Set<string>();
  const collect = (part: unknown): void => {
    for (const [, name = ''] of JSON.stringify(part ?? {}).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      if (used.has(name)) continue;
      used.add(name);
      collect(schemas[name]);
    }
  };
  collect(document.paths);
  const kept = Object.fromEntries(Object.entries(schemas).filter(([name]) => used.has(name)));
  return {
    ...document,
    paths: sortKeys(document.paths as Record<string, OpenAPIV3_1.PathItemObject>),
    components: { ...document.components, schemas: sortKeys(kept) },
  };
}

/** The API description at /openapi.json, made from the routes, and a page to browse it at /api-docs. */
export async function addOpenApi(app: App, version: string): Promise<void> {
  const transformObject = createJsonSchemaTransformObject({});
  await app.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Muster',
        version,
        description:
          'Everything the web interface does goes through this API. Programs send an API token (Authorization: Bearer mst_…); a browser sends the session cookie and, when it changes something, the header x-csrf-token from GET /api/me.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      components: {
        securitySchemes: {
          apiToken: {
            type: 'http',
            scheme: 'bearer',
            description: 'API token, made under Configuration > Security.',
          },
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: 'muster_session',
            description:
              'Set by POST /api/sign-in. Requests that change something also need the header x-csrf-token.',
          },
        },
      },
    },
    transform: createJsonSchemaTransform({}),
    transformObject: (document) =>
      tidyOpenApi(transformObject(document) as OpenAPIV3_1.Document) as ReturnType<typeof transformObject>,
  });

  app.get('/openapi.json', { schema: { hide: true }, config: { access: 'public' } }, async () =>
    app.swagger(),
  );

  await app.register(async (scope) => {
    scope.addHook('onRoute', (route) => {
      route.config = { ...route.config, access: 'public' };
    });
    await scope.register(fastifySwaggerUi, {
      routePrefix: '/api-docs',
      uiConfig: { layout: 'BaseLayout', docExpansion: 'none', deepLinking: true },
      theme: { title: 'Muster API' },
    });
  });
}
