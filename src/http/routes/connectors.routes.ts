import { z } from 'zod';
import type { ConnectorDefinition } from '../../connector-kit/definition.ts';
import { makeError } from '../../errors.ts';
import type { App } from '../app-types.ts';

const tags = ['Connectors'];

const formFieldSchema = z
  .object({
    key: z.string(),
    title: z.string(),
    help: z.string(),
    type: z.enum(['text', 'url', 'host', 'port', 'number', 'boolean', 'choice', 'multiline']),
    isRequired: z.boolean(),
    isSecret: z.boolean(),
    pattern: z.string().nullable(),
    patternHelp: z.string().nullable(),
    example: z.string().nullable(),
    defaultValue: z.string().nullable(),
    choices: z
      .array(z.object({ value: z.string(), label: z.string() }))
      .describe('Of a host: suggestions, any other may be entered.'),
    globalVariable: z.string().nullable().describe('Fills the field when it is left empty.'),
  })
  .meta({ id: 'FormField' });

const connectorCardSchema = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  logo: z.string(),
  categories: z.array(z.string()),
  docsUrl: z.string(),
  authTitles: z.array(z.string()),
  streams: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      description: z.string(),
      object: z.string(),
      mayFillSaas: z.boolean(),
    }),
  ),
});

const connectorSchema = connectorCardSchema
  .extend({
    redirectUrl: z.string().describe('Enter it at the vendor, character by character.'),
    settings: z.array(formFieldSchema),
    auth: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        kind: z.enum(['oauth2', 'api_key', 'basic', 'session_login']),
        needsSignIn: z.boolean().describe('A person signs in at the vendor (OAuth 2.0 authorization code).'),
        fields: z.array(formFieldSchema),
        scopes: z.array(z.object({ name: z.string(), reason: z.string(), isDefault: z.boolean() })),
      }),
    ),
  })
  .meta({ id: 'Connector' });

export interface ConnectorsRoutesServices {
  connectors: { find(id: string): ConnectorDefinition | undefined; list(): ConnectorDefinition[] };
  getRedirectUrl(): string;
}

export function registerConnectorsRoutes(
  app: App,
  { connectors, getRedirectUrl }: ConnectorsRoutesServices,
): void {
  app.get(
    '/api/connectors',
    {
      schema: {
        tags,
        summary: 'The catalog',
        querystring: z.strictObject({ q: z.string().max(100).optional() }),
        response: { 200: z.object({ items: z.array(connectorCardSchema) }) },
      },
      config: { access: 'viewer' },
    },
    async (request) => ({
      items: connectors
        .list()
        .filter((definition) => isFound(definition, request.query.q))
        .map(toCard),
    }),
  );
  app.get(
    '/api/connectors/:id',
    {
      schema: {
        tags,
        summary: 'Read a connector: forms, scopes, streams',
        params: z.object({ id: z.string().max(100) }),
        response: { 200: connectorSchema },
      },
      config: { access: 'viewer' },
    },
    async (request) => {
      const definition = connectors.find(request.params.id);
      if (!definition) throw makeError('API_NOT_FOUND', { what: `Connector "${request.params.id}"` });
      return {
        ...toCard(definition),
        redirectUrl: getRedirectUrl(),
        settings: definition.settings.map(toFormField),
        auth: definition.auth.map((method) => ({
          id: method.id,
          title: method.title,
          kind: method.kind,
          needsSignIn: method.kind === 'oauth2' && method.grant === 'authorization_code',
          fields: method.fields.map(toFormField),
          scopes: method.kind === 'oauth2' ? method.scopes : [],
        })),
      };
    },
  );
}

function toCard(definition: ConnectorDefinition) {
  const { id, name, description, logo, categories, docsUrl } = definition;
  return {
    id,
    name,
    description,
    logo,
    categories,
    docsUrl,
    authTitles: definition.auth.map((method) => method.title),
    streams: definition.streams.map((stream) => ({
      id: stream.id,
      name: stream.name,
      description: stream.description,
      object: stream.object,
      mayFillSaas: stream.saas !== undefined,
    })),
  };
}

function toFormField(field: ConnectorDefinition['settings'][number]) {
  return {
    key: field.key,
    title: field.title,
    help: field.help,
    type: field.type,
    isRequired: field.isRequired,
    isSecret: field.isSecret ?? false,
    pattern: field.pattern ?? null,
    patternHelp: field.patternHelp ?? null,
    example: field.example ?? null,
    defaultValue: field.defaultValue ?? null,
    choices: field.choices ?? [],
    globalVariable: field.globalVariable ?? null,
  };
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
