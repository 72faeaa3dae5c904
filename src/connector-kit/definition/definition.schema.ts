/**
 * What Muster knows about one vendor product. A definition is plain JSON-able data, so that a custom connector (kept
 * in the database) is exactly the same thing as a built-in one; the few things data cannot say are named pure hooks,
 * which custom connectors lack.
 *
 * These schemas are the contract: the types are inferred from them (`definition.ts`), the reference page
 * `docs/generated/connector-definition.md` is written from them, and the check of templates walks along them.
 */
import { z } from 'zod';
import { authMethod } from './auth.schema.ts';
import { client } from './client.schema.ts';
import { formField } from './form.schema.ts';
import { httpsUrl, id, longText, text } from './parts.schema.ts';
import { request } from './request.schema.ts';
import { stream } from './stream.schema.ts';

export const productCheck = z
  .strictObject({
    product: text.meta({ description: 'Its name, for the result of a test.', example: 'Acme Patch' }),
    requests: z
      .array(request)
      .min(1, 'must have a request')
      .meta({ description: 'Tried in this order until one exists, where versions of the product differ.' }),
  })
  .meta({
    description:
      'A product an account may have beside others or instead of them: one that answers proves the credential.',
  });

/** Shape of a connector definition, built-in or custom. Further rules: `check-definition.ts`. */
export const connectorDefinition = z
  .strictObject({
    id: id.meta({
      description: 'Vendor product, unique, never changed; the name of its folder.',
      example: 'acme-cloud',
    }),
    name: text.meta({ description: 'As people know it.', example: 'Acme Cloud' }),
    description: text.meta({
      description: 'Shown on the catalog card, one sentence.',
      example: 'People and devices of your Acme account.',
    }),
    logo: longText.meta({
      typeName: 'SVG',
      description:
        'Inline SVG: drawing elements only, no script, no style, nothing that leads outside of it.',
      example:
        '<svg viewBox="0 0 32 32" xmlns="http://www.w3.org/2000/svg"><circle cx="16" cy="16" r="14" fill="#0b2e4f"/></svg>',
    }),
    categories: z
      .array(text)
      .min(1, 'must name at least one category')
      .meta({ description: 'Where the catalog lists it.', example: ['Identity'] }),
    docsUrl: httpsUrl.meta({
      description: "The vendor's manual of the API.",
      example: 'https://developers.acme.example/',
    }),
    version: z
      .string()
      .regex(/^\d+\.\d+\.\d+$/, 'must be a version such as 1.0.0')
      .meta({ typeName: 'version', description: 'Of this definition.', example: '1.0.0' }),
    settings: z
      .array(formField)
      .meta({ description: 'Settings of an integration (not of the credential); `settings` in templates.' }),
    auth: z
      .array(authMethod)
      .min(1, 'must have at least one way to authenticate')
      .meta({ description: 'The ways to authenticate a credential may choose from.' }),
    client: client,
    check: z.union([request, z.array(productCheck).min(2, 'must have at least two products')]).meta({
      description:
        'One cheap request that proves the credential works; of a vendor with several products, one for each.',
      scope: ['settings', 'fields', 'globals'],
    }),
    streams: z
      .array(stream)
      .min(1, 'must have at least one stream')
      .meta({ description: 'The lists that can be loaded.' }),
  })
  .meta({ description: 'One vendor product.' });
