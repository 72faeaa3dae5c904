import { z } from 'zod';
import { makeError } from '../../errors.ts';
import { checkDefinition, type DefinitionProblem } from './check-definition.ts';
import type { ConnectorDefinition } from './definition.ts';
import { paginator } from './paginator.schema.ts';
import {
  httpsTemplate,
  httpsUrl,
  id,
  key,
  longText,
  path,
  positive,
  rateBudget,
  request,
  responseMatch,
  template,
  templates,
  text,
} from './parts.schema.ts';
import { stream } from './stream.schema.ts';

const formField = z.strictObject({
  key,
  title: text,
  help: text,
  type: z.enum(['text', 'url', 'host', 'port', 'number', 'boolean', 'choice', 'multiline']),
  isRequired: z.boolean(),
  isSecret: z.boolean().optional(),
  pattern: text.optional(),
  patternHelp: text.optional(),
  example: text.optional(),
  defaultValue: z.string().max(2_000).optional(),
  choices: z
    .array(z.strictObject({ value: text, label: text }))
    .min(1)
    .optional(),
  globalVariable: z
    .string()
    .regex(/^[A-Za-z][\w-]*\.[A-Za-z][\w-]*$/, 'must look like Vendor.Key')
    .optional(),
  corrections: z
    .array(z.strictObject({ from: text, to: text, hint: text }))
    .min(1)
    .optional(),
});

const methodBase = { id, title: text, fields: z.array(formField) };
const authMethod = z.discriminatedUnion('kind', [
  z.strictObject({
    ...methodBase,
    kind: z.literal('oauth2'),
    grant: z.enum(['authorization_code', 'client_credentials', 'password']),
    authorizationUrl: httpsTemplate.optional(),
    tokenUrl: httpsTemplate,
    refreshUrl: httpsTemplate.optional(),
    allowedTokenHosts: z.array(template.min(1)).min(1, 'must name at least one host'),
    scopes: z.array(z.strictObject({ name: text, reason: text, isDefault: z.boolean() })),
    scopeSeparator: z.enum([' ', ',']),
    clientAuthentication: z.enum(['secret_post', 'secret_basic']),
    usePkce: z.boolean(),
    extraAuthorizeParams: templates.optional(),
    extraTokenParams: templates.optional(),
    tokenPlacement: z.strictObject({ header: text, prefix: z.string().max(100) }).optional(),
    defaultExpiresInSeconds: positive.optional(),
    reauthorizeErrors: z.array(text),
    retryWhen: z
      .array(z.strictObject({ when: responseMatch, pauseSeconds: positive.max(3_600).optional() }))
      .optional(),
    errorHints: z.array(z.strictObject({ when: responseMatch, message: text })).optional(),
    help: z
      .strictObject({
        title: text,
        steps: z.array(text).min(1, 'must have at least one step'),
        signOutUrl: httpsTemplate.optional(),
      })
      .optional(),
    hooks: z
      .strictObject({ buildTokenRequest: key.optional(), classifyTokenResponse: key.optional() })
      .optional(),
  }),
  z.strictObject({
    ...methodBase,
    kind: z.literal('api_key'),
    placement: z.strictObject({
      in: z.enum(['header', 'query']),
      name: template.min(1),
      value: template.min(1),
    }),
  }),
  z.strictObject({ ...methodBase, kind: z.literal('basic'), username: template, password: template }),
  z.strictObject({
    ...methodBase,
    kind: z.literal('session_login'),
    preceding: request.optional(),
    login: request,
    errorHints: z.array(z.strictObject({ when: responseMatch, message: text })).optional(),
    result: z
      .strictObject({ headers: templates.optional(), query: templates.optional() })
      .refine(
        (result) => result.headers || result.query,
        'must say which headers or parameters the login gives',
      ),
    lifetimeSeconds: positive,
  }),
]);

const client = z.strictObject({
  baseUrl: httpsTemplate,
  headers: templates,
  paginator,
  rateBudget,
  timeoutMs: positive.max(600_000),
  retryHint: z
    .union([
      z.strictObject({ header: text, unit: z.enum(['seconds', 'epoch-seconds', 'milliseconds']) }),
      z.strictObject({ bodyPath: path.min(1), unit: z.literal('sentence') }),
    ])
    .optional(),
  requestIdHeader: text.optional(),
  responseRules: z.array(
    z.strictObject({
      when: responseMatch,
      means: z.enum([
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
      ]),
      message: text.optional(),
    }),
  ),
  discover: z
    .strictObject({
      request,
      values: z
        .record(key, template.min(1))
        .refine((values) => Object.keys(values).length > 0, 'must name a value'),
      missing: text,
    })
    .optional(),
  wake: z
    .strictObject({ request, poll: request, pollEveryMs: positive, maxWaitMs: positive.max(3_600_000) })
    .optional(),
  job: z
    .strictObject({
      statusPath: path.min(1),
      doneValues: z.array(text).min(1),
      failedValues: z.array(text),
      errorPath: path.min(1).optional(),
      resultSuffix: z.string().max(200),
      firstPollMs: positive,
      pollEveryMs: positive,
      maxWaitMs: positive.max(3_600_000),
    })
    .optional(),
  throttle: z.strictObject({ firstPauseMs: positive.max(600_000), maxAttempts: positive.max(10) }).optional(),
});

/** Shape of a connector definition, built-in or custom. Further rules: `check-definition.ts`. */
const connectorDefinitionSchema = z.strictObject({
  id,
  name: text,
  description: text,
  logo: longText,
  categories: z.array(text).min(1, 'must name at least one category'),
  docsUrl: httpsUrl,
  version: z.string().regex(/^\d+\.\d+\.\d+$/, 'must be a version such as 1.0.0'),
  settings: z.array(formField),
  auth: z.array(authMethod).min(1, 'must have at least one way to authenticate'),
  client,
  check: z.union([
    request,
    z
      .array(z.strictObject({ product: text, requests: z.array(request).min(1, 'must have a request') }))
      .min(2, 'must have at least two products'),
  ]),
  streams: z.array(stream).min(1, 'must have at least one stream'),
});

/**
 * Checks a definition of unknown origin: shape, ids, addresses, logo, forms, templates, mapping.
 *
 * @param options `isCustom`: made by a user, so it may not name hooks.
 * @throws CONNECTOR_DEFINITION_INVALID naming the path of the first problem (`auth.0.fields.1.title`); all of them are
 *   in `details.problems`.
 */
export function parseConnectorDefinition(
  value: unknown,
  options: { isCustom?: boolean } = {},
): ConnectorDefinition {
  const parsed = connectorDefinitionSchema.safeParse(value);
  if (!parsed.success) throw makeInvalid(parsed.error.issues.flatMap(describeIssue));
  const definition: ConnectorDefinition = parsed.data;
  const problems = checkDefinition(definition, options);
  if (problems.length > 0) throw makeInvalid(problems);
  return definition;
}

function describeIssue(issue: z.core.$ZodIssue): DefinitionProblem[] {
  const at = issue.path.map(String).join('.') || 'the definition';
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((name) => ({
      path: at,
      problem: `there is no property "${name}"; check its spelling`,
    }));
  }
  return [{ path: at, problem: issue.message.replace(/^Invalid input: /, '') }];
}

function makeInvalid(problems: DefinitionProblem[]) {
  const [first, ...others] = problems;
  const more = others.length === 0 ? '' : ` (and ${others.length} more problems)`;
  return makeError(
    'CONNECTOR_DEFINITION_INVALID',
    { path: first?.path, problem: `${first?.problem.replace(/\.$/, '')}${more}` },
    { field: first?.path ?? '', details: { problems } },
  );
}
