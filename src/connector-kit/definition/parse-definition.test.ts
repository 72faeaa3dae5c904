import { describe, expect, test } from 'vitest';
import { makeTestConnector } from '../../../test/helpers/test-vendor.ts';
import { isAppError } from '../../errors.ts';
import { findLogoProblem } from './check-logo.ts';
import { parseConnectorDefinition } from './parse-definition.ts';

type Changed = Record<string, never>;

/** A definition with one value replaced: `auth.0.fields.0.title`; `undefined` removes it. */
function changed(path: string, value: unknown): unknown {
  const definition = JSON.parse(JSON.stringify(makeTestConnector())) as unknown;
  const keys = path.split('.');
  const last = keys.pop() as string;
  const holder = keys.reduce<unknown>((at, key) => (at as Changed)[key], definition) as Record<
    string,
    unknown
  >;
  if (value === undefined) delete holder[last];
  else holder[last] = value;
  return definition;
}

function problemOf(value: unknown, options?: { isCustom?: boolean }): string {
  try {
    parseConnectorDefinition(value, options);
  } catch (err) {
    if (isAppError(err) && err.code === 'CONNECTOR_DEFINITION_INVALID') return err.message;
    throw err;
  }
  return 'accepted';
}

const oauth = (change: object) => ({
  id: 'oauth',
  kind: 'oauth2',
  title: 'OAuth',
  fields: [],
  grant: 'authorization_code',
  authorizationUrl: 'https://vendor.example/authorize',
  tokenUrl: 'https://vendor.example/token',
  allowedTokenHosts: ['vendor.example'],
  scopes: [],
  scopeSeparator: ' ',
  clientAuthentication: 'secret_post',
  usePkce: true,
  reauthorizeErrors: ['invalid_grant'],
  ...change,
});

test('a good definition comes back as it is, and survives JSON', () => {
  const definition = makeTestConnector();
  expect(parseConnectorDefinition(JSON.parse(JSON.stringify(definition)))).toEqual(definition);
  expect(problemOf(changed('auth.0', oauth({})))).not.toContain('auth.0.');
});

describe('refuses, naming the path', () => {
  test.each<[string, string, unknown, string]>([
    ['an id that is not kebab-case', 'id', 'Test_Vendor', 'id: must be kebab-case'],
    [
      'an address that is not https',
      'docsUrl',
      'http://vendor.example',
      'docsUrl: must be an address that begins with https://',
    ],
    ['an unknown property', 'client.timeout', 5, 'client: there is no property "timeout"'],
    ['a field without help', 'settings.0.help', undefined, 'settings.0.help'],
    ['a field without title', 'auth.0.fields.0.title', ' ', 'auth.0.fields.0.title: must not be empty'],
    ['a choice without choices', 'settings.0.type', 'choice', 'settings.0.choices'],
    [
      'a secret with a default',
      'auth.0.fields.0.defaultValue',
      'x',
      'auth.0.fields.0.defaultValue: a secret',
    ],
    ['a pattern that is none', 'settings.0.pattern', '(', 'settings.0.pattern: is not a regular expression'],
    ['a pattern without a sentence', 'settings.0.pattern', '.*', 'settings.0.patternHelp'],
    ['no authentication', 'auth', [], 'auth: must have at least one'],
    [
      'a plain base URL without TLS',
      'client.baseUrl',
      'http://vendor.example',
      'client.baseUrl: must begin with https://',
    ],
    [
      'an undeclared setting',
      'client.baseUrl',
      '{{ settings.host }}',
      'client.baseUrl: "settings.host" is not declared; known here: settings.url',
    ],
    [
      'an undeclared field',
      'auth.0.placement.value',
      '{{ fields.token }}',
      'auth.0.placement.value: "fields.token" is not declared',
    ],
    [
      'a scope that is not there',
      'streams.0.request.path',
      '/x/{{ parent.id }}',
      'streams.0.request.path: "parent.id" is not declared',
    ],
    [
      'an item outside of details',
      'check.query',
      { q: '{{ item.id }}' },
      'check.query.q: "item.id" is not declared',
    ],
    [
      'a placeholder deep in a body',
      'check.body',
      { kind: 'json', value: { a: [{ b: '{{ nobody }}' }] } },
      'check.body.value.a.0.b: "nobody" is not declared',
    ],
    ['a broken template', 'streams.0.request.path', '/x/{{ page.number', 'streams.0.request.path'],
    ['an unknown filter', 'client.baseUrl', '{{ settings.url | explode }}', 'there is no filter "explode"'],
    [
      'a paginator that lacks a part',
      'client.paginator',
      { kind: 'after_id', param: 'after', sizeParam: 'size', pageSize: 5 },
      'client.paginator.idPath',
    ],
    ['an unknown paginator', 'client.paginator', { kind: 'magic' }, 'client.paginator.kind'],
    [
      'a page size of nothing',
      'client.paginator',
      { kind: 'offset', offsetParam: 'o', limitParam: 'l', pageSize: 0 },
      'client.paginator.pageSize',
    ],
    [
      'a rule without condition',
      'client.responseRules',
      [{ when: {}, means: 'ok' }],
      'client.responseRules.0.when: must have at least one condition',
    ],
    ['a path that does not begin with /', 'check.path', 'users', 'check.path: must begin with /'],
    ['a stream without fields', 'streams.0.fields', [], 'streams.0.fields: must declare at least one field'],
    [
      'two fields of one path',
      'streams.0.fields.1.path',
      'id',
      'streams.0.fields.1.path: "id" is used twice',
    ],
    [
      'an unknown parent',
      'streams.0.parentStream',
      'nobody',
      'streams.0.parentStream: there is no stream "nobody"',
    ],
    [
      'a parent that is itself',
      'streams.0.parentStream',
      'rows',
      'streams.0.parentStream: leads in a circle',
    ],
    ['an unknown object', 'streams.0.object', 'planets', 'streams.0.object'],
    [
      'a mapping to a field that is none',
      'streams.0.suggestedMapping.1.target',
      'shoeSize',
      'people has no field "shoeSize"',
    ],
    [
      'a mapping from an undeclared field',
      'streams.0.suggestedMapping.1.source',
      'nick',
      '"nick" is not a field this stream declares',
    ],
    ['a sync key that is not unique', 'streams.0.suggestedMapping.1.isSyncKey', true, 'is not unique'],
    ['no sync key', 'streams.0.suggestedMapping.0.isSyncKey', false, 'at least one field must be a sync key'],
    [
      'an authorization code without address',
      'auth.0',
      oauth({ authorizationUrl: undefined }),
      'auth.0.authorizationUrl: the grant authorization_code needs it',
    ],
    ['PKCE without a person', 'auth.0', oauth({ grant: 'client_credentials' }), 'auth.0.usePkce'],
    ['no token host', 'auth.0', oauth({ allowedTokenHosts: [] }), 'auth.0.allowedTokenHosts'],
  ])('%s', (_what, path, value, words) => {
    expect(problemOf(changed(path, value))).toContain(words);
  });

  test('twice the same stream', () => {
    const definition = makeTestConnector();
    definition.streams.push(...makeTestConnector().streams);
    expect(problemOf(definition)).toContain('streams.1.id: "rows" is used twice');
  });

  test('hooks of a custom connector, which a built-in one may have', () => {
    const definition = { ...makeTestConnector(), auth: [oauth({ hooks: { buildTokenRequest: 'signed' } })] };
    expect(problemOf(definition)).not.toContain('hooks');
    expect(problemOf(definition, { isCustom: true })).toContain(
      'auth.0.hooks: a custom connector cannot have hooks',
    );
  });

  test.each([null, 5, [], 'text', undefined])('%j', (value) => {
    expect(problemOf(value)).toContain('the definition');
  });

  test('every problem is in the details', () => {
    try {
      parseConnectorDefinition({ ...makeTestConnector(), id: 'No', version: 'x', docsUrl: 'ftp://x' });
      expect.unreachable();
    } catch (err) {
      expect(isAppError(err) && err.details?.problems).toHaveLength(3);
      expect(isAppError(err) && err.field).toBe('id');
    }
  });
});

describe('logos', () => {
  const svg = (inside: string) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8">${inside}</svg>`;
  test.each([
    svg('<path d="M0 0h8v8z" fill="#0b2e4f"/>'),
    svg(
      '<defs><linearGradient id="a"><stop offset="0" stop-color="red"/></linearGradient></defs><rect fill="url(#a)"/>',
    ),
    svg('<title>A &amp; B</title>'),
  ])('lets drawings through: %s', (logo) => {
    expect(findLogoProblem(logo)).toBeUndefined();
  });
  test.each([
    '',
    '<img src="x">',
    svg('<script>alert(1)</script>'),
    svg('<SCRIPT>alert(1)</SCRIPT>'),
    svg('<path d="M0" onload="alert(1)"/>'),
    svg('<path d="M0" onload=alert(1) />'),
    svg('<a href="https://evil.example">x</a>'),
    svg('<use href="https://evil.example/x.svg#a"/>'),
    svg('<use href="data:image/svg+xml,x"/>'),
    svg('<image href="x.png"/>'),
    svg('<foreignObject><body/></foreignObject>'),
    svg('<rect fill="url(https://evil.example/x)"/>'),
    svg('<rect style="background:url(//evil.example)"/>'),
    svg('<style>@import "//evil.example"</style>'),
    svg('<animate attributeName="href" to="javascript:alert(1)"/>'),
    svg('<!-- <script> -->'),
    '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg>&x;</svg>',
    '<svg></svg><script>alert(1)</script><svg></svg>',
    svg('<rect fill="&#106;avascript"/>'),
  ])('refuses what could do more: %s', (logo) => {
    expect(findLogoProblem(logo)).toBeTypeOf('string');
  });
});
