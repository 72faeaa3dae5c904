import { z } from 'zod';
import type { ConnectorDefinition } from '../../connector-kit/index.ts';
import { makeError } from '../../errors.ts';
import type { GlobalVariablesService } from '../../global-variables/global-variables-service.ts';
import { objectNames } from '../../model/objects.ts';
import { maySee } from '../../model/visibility.ts';
import type { App } from '../app-types.ts';
import {
  authKinds,
  connectorCardSchema,
  connectorSchema,
  facetsSchema,
  listObjects,
  makeConnectorCard,
  makeConnectorDetail,
  wantedVariableSchema,
} from '../connectors.schema.ts';
import { getActor } from '../get-actor.ts';

const tags = ['Connectors'];
const paramsSchema = z.object({ id: z.string().max(100) });

export interface ConnectorsRoutesServices {
  connectors: { find(id: string): ConnectorDefinition | undefined; list(): ConnectorDefinition[] };
  getRedirectUrl(): string;
  /** Markdown; undefined when the connector has no set-up guide. */
  readGuide(connectorId: string): Promise<string | undefined>;
  globalVariables: Pick<GlobalVariablesService, 'listWanted'>;
}

export function registerConnectorsRoutes(
  app: App,
  { connectors, getRedirectUrl, readGuide, globalVariables }: ConnectorsRoutesServices,
): void {
  const getDefinition = (id: string): ConnectorDefinition => {
    const definition = connectors.find(id);
    if (!definition) throw makeError('API_NOT_FOUND', { what: `Connector "${id}"` });
    return definition;
  };
  app.get(
    '/api/connectors',
    {
      schema: {
        tags,
        summary: 'The catalog',
        querystring: z.strictObject({
          q: z.string().max(100).optional(),
          category: z.string().max(100).optional(),
          object: z.enum(objectNames).optional().describe('Connectors that fill it.'),
          authKind: z.enum(authKinds).optional().describe('Connectors that may sign in this way.'),
        }),
        response: {
          200: z.object({
            items: z.array(connectorCardSchema),
            facets: facetsSchema.describe('What the whole catalog can be narrowed by.'),
          }),
        },
      },
      config: { access: 'viewer' },
    },
    async (request) => {
      const { q, category, object, authKind } = request.query;
      const all = connectors.list().sort((a, b) => a.name.localeCompare(b.name, 'en'));
      const found = all.filter(
        (definition) =>
          isFound(definition, q) &&
          (category === undefined || definition.categories.includes(category)) &&
          (object === undefined || listObjects(definition).includes(object)) &&
          (authKind === undefined || definition.auth.some(({ kind }) => kind === authKind)),
      );
      const categories = new Set(all.flatMap((definition) => definition.categories));
      const filled = new Set(all.flatMap(listObjects));
      const kinds = new Set(all.flatMap(({ auth }) => auth.map(({ kind }) => kind)));
      return {
        items: found.map(makeConnectorCard),
        facets: {
          categories: [...categories].sort((a, b) => a.localeCompare(b, 'en')),
          objects: objectNames.filter((name) => filled.has(name)),
          authKinds: authKinds.filter((kind) => kinds.has(kind)),
        },
      };
    },
  );
  app.get(
    '/api/connectors/:id',
    {
      schema: {
        tags,
        summary: 'Read a connector: forms, scopes, streams',
        params: paramsSchema,
        response: { 200: connectorSchema },
      },
      config: { access: 'viewer' },
    },
    async (request) => makeConnectorDetail(getDefinition(request.params.id), getRedirectUrl()),
  );
  app.get(
    '/api/connectors/:id/guide',
    {
      schema: {
        tags,
        summary: 'Read the set-up guide of a connector',
        params: paramsSchema,
        response: { 200: z.object({ markdown: z.string().nullable() }) },
      },
      config: { access: 'viewer' },
    },
    async (request) => ({ markdown: (await readGuide(getDefinition(request.params.id).id)) ?? null }),
  );
  app.get(
    '/api/connectors/:id/variables',
    {
      schema: {
        tags,
        summary: 'Global variables the forms of a connector fall back on, and whether they are there',
        params: paramsSchema,
        response: { 200: z.object({ items: z.array(wantedVariableSchema) }) },
      },
      config: { access: 'viewer' },
    },
    async (request) => ({
      items: await globalVariables.listWanted(getDefinition(request.params.id), {
        mayReadValues: maySee(getActor(request).role, 'global_values'),
      }),
    }),
  );
}

/** Every word must stand in the name, the description, a category or a stream's name. */
function isFound(definition: ConnectorDefinition, q: string | undefined): boolean {
  const text = [
    definition.name,
    definition.description,
    ...definition.categories,
    ...definition.streams.map((stream) => stream.name),
  ]
    .join(' ')
    .toLowerCase();
  return (q ?? '')
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
