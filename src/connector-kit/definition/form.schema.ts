/** The inputs a person fills: of an integration, or of a credential. */
import { z } from 'zod';
import { key, text } from './parts.schema.ts';

export const formField = z
  .strictObject({
    key: key.meta({
      description:
        'Its name in templates: `fields.<key>` of a credential, `settings.<key>` of an integration.',
      example: 'clientId',
    }),
    title: text.meta({ description: 'The label.', example: 'Client ID' }),
    help: text.meta({
      description: 'Stands below it: what it is and where to find it.',
      example: 'From Settings > API of your Acme account.',
    }),
    type: z.enum(['text', 'url', 'host', 'port', 'number', 'boolean', 'choice', 'multiline']).meta({
      description: 'What may be entered; addresses and hosts are tidied up.',
      example: 'text',
    }),
    isRequired: z.boolean().meta({ description: 'Whether it works without.', example: true }),
    isSecret: z
      .boolean()
      .meta({
        description: 'Sealed, never shown again, and never read as a template.',
        whenAbsent: 'false',
        example: true,
      })
      .optional(),
    pattern: text
      .meta({
        description: 'Regular expression the whole value must match; needs `patternHelp`.',
        example: '[0-9a-f]{32}',
      })
      .optional(),
    patternHelp: text
      .meta({
        description: 'The sentence shown when it does not match.',
        example: 'Copy all 32 characters; there are only digits and a to f.',
      })
      .optional(),
    example: text
      .meta({ description: 'Shown in the empty input.', example: '0123456789abcdef0123456789abcdef' })
      .optional(),
    defaultValue: z
      .string()
      .max(2_000)
      .meta({
        typeName: 'text',
        description: 'Used when it is left empty. Not of a secret; of a choice, one of its values.',
        example: 'eu.acme.example',
      })
      .optional(),
    choices: z
      .array(
        z.strictObject({
          value: text.meta({ description: 'What is kept.', example: 'eu.acme.example' }),
          label: text.meta({ description: 'What is shown.', example: 'Europe' }),
        }),
      )
      .min(1)
      .meta({ description: 'Of a `choice`; of a `host` they are suggestions, and any other may be entered.' })
      .optional(),
    globalVariable: z
      .string()
      .regex(/^[A-Za-z][\w-]*\.[A-Za-z][\w-]*$/, 'must look like Vendor.Key')
      .meta({
        typeName: 'text',
        description: 'Global variable that fills it when it is left empty.',
        example: 'Acme.Hostname',
      })
      .optional(),
    corrections: z
      .array(
        z.strictObject({
          from: text.meta({ description: 'Known to be wrong.', example: 'api.acme.exmaple' }),
          to: text.meta({ description: 'What replaces it.', example: 'api.acme.example' }),
          hint: text.meta({
            description: 'Shown when it was replaced.',
            example: 'The manual misspells this address.',
          }),
        }),
      )
      .min(1)
      .meta({ description: 'Values known to be wrong, such as a misprint in a manual. Not of a secret.' })
      .optional(),
  })
  .meta({
    description: 'One input of a form: of an integration (`settings`) or of a credential (`auth[].fields`).',
  });
