import { z } from 'zod';
import { type ConnectorDefinition, contractTypes } from '../connector-kit/index.ts';
import { objectNames } from '../model/objects.ts';
import { shows } from './hide-values.ts';

export const authKinds = contractTypes.AuthMethod.options.map(({ shape }) => shape.kind.value);

const formFieldSchema = z
  .object({
    key: z.string(),
    title: z.string(),
    help: z.string(),
    type: z.enum(contractTypes.FormField.shape.type.options),
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
    corrections: z
      .array(z.object({ from: z.string(), to: z.string(), hint: z.string() }))
      .describe('Known misprints. Entered in any case, they are corrected when the form is saved.'),
  })
  .meta({ id: 'FormField' });

export const connectorCardSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    description: z.string(),
    logo: z.string(),
    categories: z.array(z.string()),
    docsUrl: z.string(),
    objects: z.array(z.enum(objectNames)).describe('What its streams fill.'),
    directions: z
      .array(z.enum(['in', 'out']))
      .describe('`in`: loads records into Muster; `out`: carries something from Muster to the vendor.'),
    auth: z.array(z.object({ id: z.string(), title: z.string(), kind: z.enum(authKinds) })),
    variables: z.array(z.string()).describe('Global variables its forms fall back on.'),
    streams: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        description: z.string(),
        object: z.string(),
        fillsSoftware: z.boolean().describe('Its records bring the software installed on them.'),
        mayFillSaas: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'ConnectorCard' });

export const connectorSchema = z
  .object({
    ...connectorCardSchema.shape,
    redirectUrl: z.string().describe('Enter it at the vendor, character by character.'),
    settings: z.array(formFieldSchema),
    auth: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        kind: z.enum(authKinds),
        needsSignIn: z.boolean().describe('A person signs in at the vendor (OAuth 2.0 authorization code).'),
        fields: z.array(formFieldSchema),
        scopes: z.array(z.object({ name: z.string(), reason: z.string(), isDefault: z.boolean() })),
      }),
    ),
  })
  .meta({ id: 'Connector' });

export const wantedVariableSchema = z
  .object({
    key: z.string(),
    isSet: z.boolean(),
    isSecret: z.boolean(),
    value: shows(
      'global_values',
      z.string().nullable().describe('Null when there is none, it is secret, or you may only read names.'),
    ),
    fields: z.array(z.string()).describe('Titles of the fields it fills.'),
    help: z.string(),
    example: z.string().nullable(),
    isRequired: z.boolean().describe('A field that needs it is required.'),
  })
  .meta({ id: 'WantedVariable' });

export const facetsSchema = z.object({
  categories: z.array(z.string()),
  objects: z.array(z.enum(objectNames)),
  authKinds: z.array(z.enum(authKinds)),
});

/** As the catalog shows it. */
export function makeConnectorCard(definition: ConnectorDefinition) {
  const { id, name, description, logo, categories, docsUrl, settings, auth, streams } = definition;
  const fields = [...settings, ...auth.flatMap((method) => method.fields)];
  return {
    id,
    name,
    description,
    logo,
    categories,
    docsUrl,
    objects: listObjects(definition),
    directions: streams.length > 0 ? ['in' as const] : [],
    auth: auth.map((method) => ({ id: method.id, title: method.title, kind: method.kind })),
    variables: [...new Set(fields.map((field) => field.globalVariable).filter((key) => key !== undefined))],
    streams: streams.map((stream) => ({
      id: stream.id,
      name: stream.name,
      description: stream.description,
      object: stream.object,
      fillsSoftware: stream.software !== undefined,
      mayFillSaas: stream.saas !== undefined,
    })),
  };
}

/** Objects its streams fill, in the order of the menu. */
export function listObjects({ streams }: ConnectorDefinition) {
  const filled = new Set<string>(
    streams.flatMap(({ object, software, saas }) => [
      object,
      ...(software ? ['software'] : []),
      ...(saas ? ['saas'] : []),
    ]),
  );
  return objectNames.filter((object) => filled.has(object));
}

/** The form of an authentication method and the like. */
export function makeConnectorDetail(definition: ConnectorDefinition, redirectUrl: string) {
  return {
    ...makeConnectorCard(definition),
    redirectUrl,
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
    corrections: field.corrections ?? [],
  };
}
