/** The ways a vendor may be signed in to. */
import { z } from 'zod';
import { formField } from './form.schema.ts';
import { httpsTemplate, id, key, positive, template, templates, text } from './parts.schema.ts';
import { errorHint, request, responseMatch } from './request.schema.ts';

const methodBase = {
  id: id.meta({
    description: 'Unique within the connector, never changed.',
    example: 'service-account',
  }),
  title: text.meta({ description: 'As the form of a credential offers it.', example: 'OAuth 2.0 (sign in)' }),
  fields: z.array(formField).meta({ description: 'What is asked for; `fields` in templates.' }),
};

export const scope = z
  .strictObject({
    name: text.meta({ description: "The vendor's name of it.", example: 'users.read' }),
    reason: text.meta({
      description: 'Why Muster needs it, shown beside it.',
      example: 'To read users and their groups.',
    }),
    isDefault: z.boolean().meta({ description: 'Whether it is chosen from the start.', example: true }),
  })
  .meta({ description: 'A permission an application asks for.' });

export const signInHelp = z
  .strictObject({
    title: text.meta({
      description: 'The question it answers.',
      example: 'Signing in ends in an empty page?',
    }),
    steps: z
      .array(text)
      .min(1, 'must have at least one step')
      .meta({
        description: 'What a person does then, in order.',
        example: ['Sign out of Acme.', 'Try again.'],
      }),
    signOutUrl: httpsTemplate
      .meta({
        description: 'Page of the vendor that ends its session in this browser.',
        example: 'https://login.acme.example/logout',
      })
      .optional(),
  })
  .meta({
    description: 'Help for a sign-in that fails although everything entered is right, e.g. because of MFA.',
  });

export const oauth2Method = z
  .strictObject({
    ...methodBase,
    kind: z.literal('oauth2'),
    grant: z
      .enum(['authorization_code', 'client_credentials', 'password'])
      .meta({ description: '`authorization_code`: a person signs in.', example: 'client_credentials' }),
    authorizationUrl: httpsTemplate
      .meta({
        description: 'Where the person is sent; the grant `authorization_code` needs it.',
        example: 'https://login.acme.example/authorize',
      })
      .optional(),
    issuer: httpsTemplate
      .meta({
        description:
          'What the vendor calls itself (RFC 9207): a redirect that names another issuer is refused.',
        whenAbsent: 'any name at the server of `authorizationUrl`',
        example: 'https://login.acme.example',
      })
      .optional(),
    tokenUrl: httpsTemplate.meta({
      description: 'Token endpoint.',
      example: 'https://login.acme.example/token',
    }),
    refreshUrl: httpsTemplate
      .meta({
        description: 'Where tokens are renewed, if elsewhere.',
        whenAbsent: '`tokenUrl`',
        example: 'https://login.acme.example/refresh',
      })
      .optional(),
    allowedTokenHosts: z
      .array(template.min(1))
      .min(1, 'must name at least one host')
      .meta({
        description: 'Hosts a token request may go to; any other is refused.',
        example: ['login.acme.example'],
      }),
    scopes: z.array(scope).meta({ description: 'What may be asked for; empty where the vendor has none.' }),
    scopeSeparator: z.enum([' ', ',']).meta({ description: 'Stands between scopes.', example: ' ' }),
    clientAuthentication: z.enum(['secret_post', 'secret_basic']).meta({
      description: 'The client secret: in the form body, or in the Authorization header.',
      example: 'secret_post',
    }),
    usePkce: z.boolean().meta({
      description: 'Proof key (RFC 7636); only of the grant `authorization_code`.',
      example: true,
    }),
    extraAuthorizeParams: templates
      .meta({ description: 'More parameters of the authorization request.', example: { prompt: 'consent' } })
      .optional(),
    extraTokenParams: templates
      .meta({ description: 'More parameters of token requests.', example: { tenant: '{{ fields.tenant }}' } })
      .optional(),
    tokenPlacement: z
      .strictObject({
        header: text.meta({ description: 'Name of the header.', example: 'X-Acme-Token' }),
        prefix: z.string().max(100).meta({
          typeName: 'text',
          description: 'Stands before the token; may be empty.',
          example: 'Token',
        }),
      })
      .meta({ description: 'How the access token travels.', whenAbsent: '`Authorization: Bearer <token>`' })
      .optional(),
    defaultExpiresInSeconds: positive
      .meta({
        description: 'Life of a token when the vendor sends no `expires_in`.',
        whenAbsent: 'used until it is refused',
        example: 3_600,
      })
      .optional(),
    reauthorizeErrors: z.array(text).meta({
      description: 'OAuth `error` values of the token endpoint that mean: a person must authenticate again.',
      example: ['invalid_grant'],
    }),
    retryWhen: z
      .array(
        z.strictObject({
          when: responseMatch.meta({ description: 'The answers it is for.' }),
          pauseSeconds: positive
            .max(3_600)
            .meta({
              description: 'So long nobody asks again, because some vendors forgive only after silence.',
              example: 60,
            })
            .optional(),
        }),
      )
      .meta({
        description:
          'Answers of the token endpoint that look like failures of the credential and are none (deploys, throttling).',
      })
      .optional(),
    errorHints: z
      .array(errorHint)
      .meta({ description: 'Refusals of the token endpoint, explained.' })
      .optional(),
    help: signInHelp.optional(),
    hooks: z
      .strictObject({
        buildTokenRequest: key
          .meta({ description: 'Makes the token request, e.g. signed.', example: 'signedTokenRequest' })
          .optional(),
        classifyTokenResponse: key
          .meta({ description: 'Judges the answer.', example: 'acmeTokenAnswer' })
          .optional(),
      })
      .meta({
        description:
          'Names of pure functions for what data cannot say; handed to the vault by name. Not of custom connectors.',
      })
      .optional(),
  })
  .meta({
    description: 'OAuth 2.0 (RFC 6749); tokens are renewed by themselves.',
    scope: ['fields', 'globals', 'callback'],
  });

export const apiKeyMethod = z
  .strictObject({
    ...methodBase,
    kind: z.literal('api_key'),
    placement: z
      .strictObject({
        in: z.enum(['header', 'query']).meta({ description: 'Where the key travels.', example: 'header' }),
        name: template
          .min(1)
          .meta({ description: 'Name of the header or parameter.', example: 'Authorization' }),
        value: template.min(1).meta({ description: 'Its value.', example: 'Token {{ fields.apiKey }}' }),
      })
      .meta({ description: 'How the key travels with every request.' }),
  })
  .meta({ description: 'A key that never changes.', scope: ['fields', 'globals'] });

export const basicMethod = z
  .strictObject({
    ...methodBase,
    kind: z.literal('basic'),
    username: template.meta({ description: 'Before the colon.', example: '{{ fields.email }}/token' }),
    password: template.meta({ description: 'After it.', example: '{{ fields.apiToken }}' }),
  })
  .meta({ description: 'HTTP Basic (RFC 7617).', scope: ['fields', 'globals'] });

export const sessionLoginMethod = z
  .strictObject({
    ...methodBase,
    kind: z.literal('session_login'),
    preceding: request
      .meta({
        description:
          "Asked first, where the login needs somebody else's token; its JSON answer is `preceding` in the login.",
      })
      .optional(),
    login: request.meta({
      description: 'The login.',
      scope: ['settings', 'fields', 'globals', 'callback', 'preceding'],
    }),
    errorHints: z.array(errorHint).meta({ description: 'Refusals of either request, explained.' }).optional(),
    result: z
      .strictObject({
        headers: templates
          .meta({
            description: 'Headers every further request gets.',
            example: { 'X-Session': '{{ response.session.id }}' },
          })
          .optional(),
        query: templates
          .meta({
            description: 'Parameters every further request gets.',
            example: { sid: '{{ response.sid }}' },
          })
          .optional(),
      })
      .refine(
        (result) => result.headers || result.query,
        'must say which headers or parameters the login gives',
      )
      .meta({
        description: 'What the login gives; at least one of the two.',
        scope: ['response', 'headers'],
      }),
    lifetimeSeconds: positive.meta({ description: 'When a new login is due.', example: 1_500 }),
  })
  .meta({
    description:
      'A login at run time whose answer gives headers or parameters for all other requests; kept for everybody, one login at a time.',
    scope: ['settings', 'fields', 'globals', 'callback'],
  });

export const authMethod = z
  .discriminatedUnion('kind', [oauth2Method, apiKeyMethod, basicMethod, sessionLoginMethod])
  .meta({ description: 'One way to authenticate.' });
