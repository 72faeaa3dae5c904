import { z } from 'zod';
import { makeError } from '../errors.ts';
import { objectNames } from '../model/objects.ts';
import { checkDefinition, type DefinitionProblem } from './check-definition.ts';
import type { ConnectorDefinition } from './definition.ts';

const text = z.string().trim().min(1, 'must not be empty').max(2_000);
const longText = z.string().trim().min(1, 'must not be empty').max(20_000);
const id = z
  .string()
  .max(64)
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'must be kebab-case, e.g. my-vendor');
const key = z
  .string()
  .max(64)
  .regex(/^[a-z][A-Za-z0-9]*$/, 'must be a camelCase name of letters and digits, e.g. clientId');
/** A template or a plain value; what it may name is checked afterwards. */
const template = z.string().max(2_000);
const templates = z.record(z.string().min(1).max(200), template);
const httpsUrl = z
  .string()
  .refine((value) => URL.parse(value)?.protocol === 'https:', 'must be an address that begins with https://');
const httpsTemplate = template.refine(
  (value) => /^(https:\/\/[^/]|\{\{)/.test(value.trim()),
  'must begin with https:// or with a template such as {{ fields.url }}',
);
const path = z.string().max(256);
const positive = z.number().int().min(1);
const statuses = z.array(z.number().int().min(100).max(599)).min(1);

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
});

const responseMatch = z
  .strictObject({
    status: statuses.optional(),
    contentType: text.optional(),
    notContentType: text.optional(),
    bodyPath: path.min(1).optional(),
    equals: z.union([z.string(), z.number(), z.boolean()]).optional(),
    isPresent: z.boolean().optional(),
    bodyIncludes: z.array(text).min(1).optional(),
  })
  .refine((match) => Object.keys(match).length > 0, 'must have at least one condition')
  .refine(
    (match) => match.bodyPath !== undefined || (match.equals === undefined && match.isPresent === undefined),
    'equals and isPresent need a bodyPath',
  );

const request = z.strictObject({
  method: z.enum(['GET', 'POST']),
  baseUrl: httpsTemplate.optional(),
  path: template.regex(/^(\/|$|\{\{)/, 'must begin with /'),
  query: templates.optional(),
  headers: templates.optional(),
  body: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('json'), value: z.json() }),
      z.strictObject({ kind: z.literal('form'), values: templates }),
    ])
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
    retryErrors: z.array(text).optional(),
    errorHints: z.array(z.strictObject({ when: responseMatch, message: text })).optional(),
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
    login: request,
    result: z
      .strictObject({ headers: templates.optional(), query: templates.optional() })
      .refine(
        (result) => result.headers || result.query,
        'must say which headers or parameters the login gives',
      ),
    lifetimeSeconds: positive,
  }),
]);

const pagePlace = { in: z.enum(['query', 'body']).optional() };
const shortPageEnds = z.boolean().optional();
const paginator = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({
    kind: z.literal('page'),
    pageParam: text,
    sizeParam: text.optional(),
    pageSize: positive,
    firstPage: z.number().int().min(0),
    shortPageEnds,
    ...pagePlace,
  }),
  z.strictObject({
    kind: z.literal('offset'),
    offsetParam: text,
    limitParam: text,
    pageSize: positive,
    shortPageEnds,
    ...pagePlace,
  }),
  z.strictObject({
    kind: z.literal('after_id'),
    param: text,
    sizeParam: text,
    pageSize: positive,
    idPath: path.min(1),
    shortPageEnds,
    ...pagePlace,
  }),
  z.strictObject({
    kind: z.literal('cursor'),
    param: text,
    cursorPath: path.min(1),
    otherCursorPaths: z.array(path.min(1)).optional(),
    sizeParam: text.optional(),
    pageSize: positive.optional(),
    canRepeat: z.boolean(),
    ...pagePlace,
  }),
  z.strictObject({
    kind: z.literal('id_window'),
    param: text,
    sizeParam: text,
    pageSize: positive,
    idPath: path.min(1),
    direction: z.enum(['older', 'newer']),
    ...pagePlace,
  }),
  z.strictObject({
    kind: z.literal('link_header'),
    rel: text,
    sizeParam: text.optional(),
    pageSize: positive.optional(),
  }),
  z.strictObject({
    kind: z.literal('next_url'),
    path: path.min(1),
    sizeParam: text.optional(),
    pageSize: positive.optional(),
  }),
  z.strictObject({
    kind: z.literal('template'),
    stopWhen: template.min(1),
    params: templates.refine((params) => Object.keys(params).length > 0, 'must have at least one parameter'),
    maxPages: positive.max(1_000_000),
  }),
]);

const client = z.strictObject({
  baseUrl: httpsTemplate,
  headers: templates,
  paginator,
  rateBudget: z.strictObject({
    requestsPerSecond: z.number().positive(),
    burst: positive,
    maxConcurrent: positive.max(64),
  }),
  timeoutMs: positive.max(600_000),
  retryHint: z
    .strictObject({ header: text, unit: z.enum(['seconds', 'epoch-seconds', 'milliseconds']) })
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

const split = z.strictObject({ path: path.min(1), keep: z.array(path.min(1)).optional() });

const softwareEntry = {
  name: template.min(1),
  version: template.min(1).optional(),
  publisher: template.min(1).optional(),
  installedAt: template.min(1).optional(),
  dateUnit: z.enum(['epoch-seconds', 'epoch-milliseconds']).optional(),
  condition: template.min(1).optional(),
};

const stream = z.strictObject({
  id,
  name: text,
  description: text,
  object: z.enum(objectNames),
  request,
  recordsPath: path,
  nativeIdPath: template.min(1),
  paginator: paginator.optional(),
  parentStream: id.optional(),
  segments: z
    .array(z.strictObject({ id, request, recordsPath: path.optional(), split: split.optional() }))
    .min(1, 'must have at least one segment')
    .optional(),
  split: split.optional(),
  mayRepeat: z.boolean().optional(),
  lookups: z
    .array(
      z.strictObject({
        as: z.string().regex(/^[a-z][A-Za-z0-9]*$/, 'must be a name such as organization'),
        request,
        recordsPath: path,
        paginator: paginator.optional(),
        keyPath: path.min(1),
        from: path.min(1),
        keep: z.array(path.min(1)).min(1, 'must keep at least one path'),
      }),
    )
    .optional(),
  detail: z.strictObject({ request, maxConcurrent: positive.max(16) }).optional(),
  software: z
    .discriminatedUnion('from', [
      z.strictObject({
        from: z.literal('record'),
        path: z.string().regex(/^\w+(\.\w+)*$/, 'must be a plain path such as detail.apps'),
        ...softwareEntry,
      }),
      z.strictObject({
        from: z.literal('query'),
        request,
        recordsPath: path,
        paginator: paginator.optional(),
        assetIdPath: path.min(1),
        ...softwareEntry,
      }),
    ])
    .optional(),
  noValues: z.array(z.union([z.string(), z.number()])),
  fields: z
    .array(
      z.strictObject({
        path: path.min(1),
        label: text,
        type: z.enum(['text', 'number', 'boolean', 'date_time', 'list', 'object']),
        dateUnit: z.enum(['epoch-seconds', 'epoch-milliseconds', 'iso']).optional(),
      }),
    )
    .min(1, 'must declare at least one field'),
  completeness: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('total'), path: path.min(1) }),
    z.strictObject({ kind: z.literal('end_of_paging') }),
  ]),
  totalPath: path.min(1).optional(),
  suggestedMapping: z.array(
    z.strictObject({ source: template.min(1), target: text, isSyncKey: z.boolean().optional() }),
  ),
  saas: z
    .strictObject({
      applicationName: text,
      publisher: text,
      externalId: template.min(1),
      email: template.min(1),
      username: template.min(1),
      fullName: template.min(1),
      isActive: template.min(1),
      roles: template.min(1).optional(),
      lastActivityAt: template.min(1).optional(),
    })
    .optional(),
  secretPaths: z.array(path.min(1)).optional(),
});

/** Shape of a connector definition, built-in or custom. Further rules: `check-definition.ts`. */
export const connectorDefinitionSchema = z.strictObject({
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
  check: request,
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
