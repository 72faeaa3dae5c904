import { z } from 'zod';
import { contractTypes } from '../connector-kit/index.ts';
import { credentialStatuses } from '../vault/vault-types.ts';
import { authKinds } from './connectors.schema.ts';
import { shows } from './hide-values.ts';
import { idSchema, instantInputSchema, instantSchema } from './list.schema.ts';

export const credentialSchema = z
  .object({
    id: idSchema,
    name: z.string(),
    description: z.string(),
    owner: z.string(),
    connectorId: z.string(),
    connectorName: z.string(),
    methodId: z.string(),
    methodTitle: z.string(),
    kind: z.enum(authKinds).nullable().describe('Null when the connector or its method no longer exists.'),
    grant: z
      .enum(contractTypes.OAuth2Method.shape.grant.options)
      .nullable()
      .describe('Only of OAuth 2.0. `authorization_code` needs Authenticate.'),
    status: z.enum(credentialStatuses),
    statusReason: shows('log', z.string().nullable().describe('Why, in words for a person.')),
    isUsable: z.boolean().describe('False while a person still has to authenticate it at the vendor.'),
    isDraft: z.boolean(),
    scopes: z.array(z.string()),
    otherServers: shows(
      'settings',
      z
        .array(z.string())
        .describe('Servers besides its own that integrations may send it to: `host` or `host:port`.'),
    ),
    expiresAt: instantSchema.nullable().describe('When the secret itself ends.'),
    accessTokenExpiresAt: instantSchema.nullable(),
    refreshedAt: instantSchema.nullable(),
    lastUsedAt: instantSchema.nullable(),
    createdAt: instantSchema,
    updatedAt: instantSchema,
    usedBy: z.array(z.object({ id: idSchema, name: z.string() })).describe('Integrations that use it.'),
  })
  .meta({ id: 'Credential' });

export const credentialDetailSchema = credentialSchema
  .extend({
    fields: shows('settings', z.record(z.string(), z.string()).describe('Form values that are not secret.')),
    secretsSet: z
      .array(z.string())
      .describe('Keys of secret form fields that have a value. The values are never given out.'),
    signInHelp: z
      .object({ title: z.string(), steps: z.array(z.string()), signOutUrl: z.string().optional() })
      .nullable()
      .describe(
        'What to do when signing in fails although everything entered is right, e.g. because of MFA.',
      ),
  })
  .meta({ id: 'CredentialDetail' });

const fieldsInput = z
  .record(z.string().max(100), z.string().max(70_000))
  .describe('Form values by key, secret ones too. An absent key keeps its value, an empty text clears it.');

export const createCredentialBodySchema = z.strictObject({
  connectorId: z.string().min(1).max(100),
  methodId: z.string().min(1).max(100),
  name: z.string().max(1_000).default('').describe('May be empty in a draft.'),
  description: z.string().max(5_000).optional(),
  owner: z.string().max(500).optional(),
  fields: fieldsInput.default({}),
  scopes: z
    .array(z.string().max(500))
    .max(200)
    .optional()
    .describe('Default: those the connector marks as default.'),
  otherServers: z
    .array(z.string().max(2_000))
    .max(100)
    .optional()
    .describe(
      'Servers besides its own that integrations may send it to: `host` or `host:port`, at most 20. A complete address loses all but that.',
    ),
  expiresAt: instantInputSchema
    .nullable()
    .optional()
    .describe('When the secret ends. Not for OAuth 2.0 authorization code: there the vendor says.'),
  isDraft: z
    .boolean()
    .default(false)
    .describe('True while the form is open: Authenticate needs a stored credential. Drafts go after a day.'),
});

export const updateCredentialBodySchema = createCredentialBodySchema
  .omit({ connectorId: true, methodId: true, name: true, fields: true, isDraft: true })
  .extend({
    connectorId: z.string().max(100).optional().describe('Cannot change; may be repeated.'),
    methodId: z.string().max(100).optional().describe('Another authentication method drops the tokens.'),
    name: z.string().max(1_000).optional(),
    fields: fieldsInput.optional(),
    isDraft: z
      .boolean()
      .optional()
      .describe('`false` finishes a draft (Create). A finished one stays finished.'),
  });

const hosts = z.array(z.string()).describe('Servers, as `host` or `host:port`.');

export const credentialChangeCheckSchema = z.object({
  needs: z
    .array(z.object({ key: z.string(), title: z.string(), hosts }))
    .describe('Secret fields to enter again, since a stored secret only goes where it was entered for.'),
  signInFor: hosts.describe('Servers that need a new sign-in at the vendor.'),
  stops: z
    .array(z.object({ id: idSchema, name: z.string() }))
    .describe('Integrations whose server would not be among those of the credential any more.'),
});

/** A credential that a change elsewhere would stop. */
export const credentialStopSchema = z.object({
  id: idSchema,
  name: z.string(),
  hosts: hosts.describe('Servers it would need its secret, or a new sign-in, for.'),
  integrations: z.array(z.object({ id: idSchema, name: z.string() })),
});

export const authorizeResponseSchema = z.object({
  authorizeUrl: z.string().describe('Open it in a popup; the popup comes back and closes by itself.'),
});

export const testCredentialBodySchema = z
  .strictObject({
    settings: z
      .record(z.string(), z.string())
      .optional()
      .describe('Settings of an integration, where the address depends on them.'),
  })
  .optional();

export const testCredentialResponseSchema = z.object({
  ok: z.boolean(),
  message: z.string().describe('What was found, and what to do.'),
});
