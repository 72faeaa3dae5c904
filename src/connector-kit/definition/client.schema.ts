/** How every request to the vendor is made and its answers are judged. */
import { z } from 'zod';
import { paginator } from './paginator.schema.ts';
import { expression, httpsTemplate, key, path, positive, templates, text } from './parts.schema.ts';
import { rateBudget, request, responseRule } from './request.schema.ts';

const maxWaitMs = positive.max(3_600_000);

export const retryHint = z
  .union([
    z
      .strictObject({
        header: text.meta({ description: 'Name of the header.', example: 'x-ratelimit-reset' }),
        unit: z
          .enum(['seconds', 'epoch-seconds', 'milliseconds'])
          .meta({ description: 'What its number counts.', example: 'epoch-seconds' }),
      })
      .meta({ description: 'In a header.' }),
    z
      .strictObject({
        bodyPath: path
          .min(1)
          .meta({ description: 'Path of the sentence in the JSON body.', example: 'message' }),
        unit: z.literal('sentence'),
      })
      .meta({ description: 'In a sentence of the body, such as "Try again after 22 minutes."' }),
  ])
  .meta({ description: 'Where the vendor says how long to wait.' });

export const discovery = z
  .strictObject({
    request: request.meta({ description: 'The question.' }),
    values: z
      .record(key, expression.min(1))
      .refine((values) => Object.keys(values).length > 0, 'must name a value')
      .meta({
        description: 'Taken from the answer; `found.<name>` in the requests of streams.',
        scope: ['settings', 'fields', 'globals', 'response'],
        example: { siteId: 'response.sites[0].id' },
      }),
    missing: text.meta({
      description: 'Said when the answer lacks a value: what that means and what to do.',
      example: 'The account has no site. Create one in Acme.',
    }),
  })
  .meta({ description: 'Asked once before a stream is read, because other requests need what it says.' });

export const wakeUp = z
  .strictObject({
    request: request.meta({ description: 'Wakes it.' }),
    poll: request.meta({ description: 'Asked until its answer means `asleep` no more.' }),
    pollEveryMs: positive.meta({ description: 'Pause between two questions.', example: 10_000 }),
    maxWaitMs: maxWaitMs.meta({ description: 'When it is given up.', example: 300_000 }),
  })
  .meta({
    description:
      'How a vendor that has put the tenant to sleep is woken; needs a response rule that means `asleep`.',
  });

export const jobPolling = z
  .strictObject({
    statusPath: path
      .min(1)
      .meta({ description: 'Path of the state in the answer at the `Location`.', example: 'status' }),
    doneValues: z
      .array(text)
      .min(1)
      .meta({ description: 'States of a finished job.', example: ['complete'] }),
    failedValues: z
      .array(text)
      .meta({ description: 'States of a failed one.', example: ['failed', 'canceled'] }),
    errorPath: path
      .min(1)
      .meta({ description: "Path of the vendor's own explanation of a failure.", example: 'error.message' })
      .optional(),
    resultSuffix: z.string().max(200).meta({
      typeName: 'text',
      description: 'Appended to the `Location` to fetch the result; may be empty.',
      example: '/results',
    }),
    firstPollMs: positive.meta({ description: 'Pause before the first question.', example: 2_000 }),
    pollEveryMs: positive.meta({ description: 'Pause between two questions.', example: 5_000 }),
    maxWaitMs: maxWaitMs.meta({ description: 'When it is given up.', example: 600_000 }),
  })
  .meta({ description: 'How an answer 202 with a `Location` is followed until the vendor has finished.' });

export const client = z
  .strictObject({
    baseUrl: httpsTemplate.meta({
      description: 'What the paths of requests are appended to.',
      scope: ['settings', 'fields', 'globals', 'callback'],
      example: 'https://{{ settings.host }}/api',
    }),
    headers: templates.meta({ description: 'Of every request.', example: { accept: 'application/json' } }),
    paginator: paginator.meta({ description: 'How lists go on, unless a stream says otherwise.' }),
    rateBudget,
    timeoutMs: positive.max(600_000).meta({ description: 'For one answer.', example: 60_000 }),
    retryHint: retryHint
      .meta({ description: 'Where the vendor says how long to wait, beside Retry-After.' })
      .optional(),
    requestIdHeader: text
      .meta({
        description:
          "Answer header with the vendor's own id of the request, quoted in errors for its support.",
        whenAbsent: '`x-request-id`, `request-id` or `x-correlation-id`',
        example: 'x-acme-trace',
      })
      .optional(),
    responseRules: z
      .array(responseRule)
      .meta({ description: 'The first that matches counts; what none matches is judged by its status.' }),
    discover: discovery.optional(),
    wake: wakeUp.optional(),
    job: jobPolling.optional(),
    throttle: z
      .strictObject({
        firstPauseMs: positive
          .max(600_000)
          .meta({ description: 'The first pause; each further one is twice as long.', example: 2_000 }),
        maxAttempts: positive.max(10).meta({ description: 'Attempts in all.', example: 5 }),
      })
      .meta({ description: 'Pauses after 429 without a hint.', whenAbsent: '2 s, five attempts' })
      .optional(),
  })
  .meta({
    description: 'How every request is made and its answers are judged.',
    scope: ['settings', 'fields', 'globals'],
  });
