/** What is asked of a vendor, and how its answers are judged. */
import { z } from 'zod';
import { httpsTemplate, path, positive, statuses, template, templates, text } from './parts.schema.ts';

export const rateBudget = z
  .strictObject({
    requestsPerSecond: z
      .number()
      .positive()
      .meta({ description: 'Requests a second in the long run; may be a fraction.', example: 5 }),
    burst: positive.meta({
      description: 'Requests that may go out at once after a quiet time.',
      example: 10,
    }),
    maxConcurrent: positive.max(64).meta({ description: 'Requests under way at the same time.', example: 2 }),
  })
  .meta({ description: 'How much a vendor may be asked; counted per credential, in each process.' });

const scalar = z.union([z.string(), z.number(), z.boolean()]);

export const responseMatch = z
  .strictObject({
    status: statuses.meta({ description: 'HTTP status, one of these.', example: [404, 410] }).optional(),
    contentType: text
      .meta({ description: 'Content type without its parameters.', example: 'text/html' })
      .optional(),
    notContentType: text
      .meta({ description: 'Any other content type than this one.', example: 'application/json' })
      .optional(),
    bodyPath: path
      .min(1)
      .meta({
        description: 'Path into the JSON body; alone it asks for a value to be there.',
        example: 'error.code',
      })
      .optional(),
    equals: scalar.meta({ description: 'The value at `bodyPath`.', example: 'invalid_grant' }).optional(),
    notEquals: scalar
      .meta({ description: 'There is a value at `bodyPath`, and it is another one.', example: 0 })
      .optional(),
    isPresent: z
      .boolean()
      .meta({ description: 'Whether there is a value at `bodyPath` at all.', example: false })
      .optional(),
    bodyIncludes: z
      .array(text)
      .min(1)
      .meta({
        description: 'The raw body (its first 20,000 characters) has one of these, in any letter case.',
        example: ['under maintenance'],
      })
      .optional(),
  })
  .refine((match) => Object.keys(match).length > 0, 'must have at least one condition')
  .refine(
    (match) =>
      match.bodyPath !== undefined ||
      (match.equals === undefined && match.notEquals === undefined && match.isPresent === undefined),
    'equals and isPresent need a bodyPath',
  )
  .meta({ description: 'An answer that meets every condition given; at least one.' });

export const responseRule = z
  .strictObject({
    when: responseMatch.meta({ description: 'The answers the rule is for.' }),
    means: z
      .enum([
        'ok',
        'empty',
        'slow_down',
        'reauthorize',
        'forbidden',
        'retry',
        'not_available',
        'cursor_expired',
        'asleep',
        'fail',
      ])
      .meta({
        description:
          '`ok`: to be read; `empty`: no records; `slow_down`: throttled; `reauthorize`: the token is refused; `forbidden`: a right is missing; `retry`: it may pass; `not_available`: there is no such list or record here; `cursor_expired`: the query starts again; `asleep`: see `client.wake`; `fail`: the run stops.',
        example: 'not_available',
      }),
    message: text
      .meta({
        description: 'Added to the error: what it means at this vendor, and what to do.',
        example: 'Give the role of the application the right to read users.',
      })
      .optional(),
  })
  .meta({ description: 'What an answer means, where its status does not say it.' });

/** A vendor-specific refusal in words a person understands. */
export const errorHint = z
  .strictObject({
    when: responseMatch.meta({ description: 'The answers it explains.' }),
    message: text.meta({
      description: 'What happened and what to do.',
      example: 'The client secret has expired. Create a new one and enter it here.',
    }),
  })
  .meta({ description: 'A refusal of the vendor, explained.' });

export const requestBody = z
  .discriminatedUnion('kind', [
    z
      .strictObject({
        kind: z.literal('json'),
        value: z.json().meta({
          holds: 'template',
          typeName: 'JSON with templates',
          description: 'Any JSON. A text that is one template becomes the value it has: a number stays one.',
          example: { filter: { state: 'active' } },
        }),
      })
      .meta({ description: 'Sent as JSON.' }),
    z
      .strictObject({
        kind: z.literal('form'),
        values: templates.meta({
          description: 'The values; a template that gives nothing is left out.',
          example: { grant_type: 'client_credentials' },
        }),
      })
      .meta({ description: 'Sent form-encoded.' }),
  ])
  .meta({ description: 'What is sent.' });

export const request = z
  .strictObject({
    method: z.enum(['GET', 'POST']).meta({ description: 'HTTP method.', example: 'GET' }),
    baseUrl: httpsTemplate
      .meta({
        description: 'For vendors with a host per product.',
        whenAbsent: "the client's",
        scope: ['settings', 'fields', 'globals', 'callback'],
        example: 'https://reports.acme.example',
      })
      .optional(),
    rateBudget: rateBudget
      .meta({
        description: 'Of a product with limits of its own, then counted per host.',
        whenAbsent: "the client's",
      })
      .optional(),
    path: template.regex(/^(\/|$|\{\{)/, 'must begin with /').meta({
      description:
        'Below the base URL. What templates insert is percent-encoded and never leads to another path.',
      example: '/v1/users',
    }),
    query: templates
      .meta({
        description: 'Parameters; a template that gives nothing is left out.',
        example: { 'include-inactive': 'true' },
      })
      .optional(),
    headers: templates
      .meta({
        description: "Added to the client's; a template that gives nothing is left out.",
        example: { 'api-version': '2' },
      })
      .optional(),
    body: requestBody.optional(),
  })
  .meta({
    description:
      'One request. Its templates may use the names of the place it stands in; base URL, authentication and paging are added.',
  });

const presenceRequest = request.meta({ description: 'Asks for one record; `id` is its native id.' });

export const presenceCheck = z
  .union([
    z
      .strictObject({
        request: presenceRequest,
        idPath: path
          .min(1)
          .meta({ description: 'It is there when the answer has its id here.', example: 'id' }),
      })
      .meta({ description: 'The answer is the record.' }),
    z
      .strictObject({
        request: presenceRequest,
        listPath: path.meta({
          description: 'It is there when the list here is not empty.',
          example: 'items',
        }),
      })
      .meta({ description: 'The answer is a list.' }),
  ])
  .meta({ description: 'How to ask for one record; 404 and 410 mean that it is gone.' });
