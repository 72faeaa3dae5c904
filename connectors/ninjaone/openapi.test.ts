import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv, type ValidateFunction } from 'ajv';
import ajvFormats from 'ajv-formats';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { compileTemplate } from '../../src/templates/compile-template.ts';
import { ninjaone } from './definition.ts';
import { makeNinjaOneSimulator } from './simulator.ts';

/** The vendor's own description. Third-party material, so it stands beside the repository. */
const path = fileURLToPath(new URL('../../../shared/data/ninjaone/openapi.yaml', import.meta.url));
const isThere = existsSync(path);
const recordedPath = fileURLToPath(
  new URL('../../../shared/data/ninjaone/recorded/users-technician-element.json', import.meta.url),
);

interface Description {
  components: { schemas: Record<string, { properties: Record<string, unknown> }> };
  paths: Record<
    string,
    { get: { responses: { default?: { content: { 'application/json': { schema: object } } } } } }
  >;
}

const simulator = makeNinjaOneSimulator({ users: 500 });
let url = '';
let description: Description;
const ajv = new Ajv({ strict: false, allErrors: true });
ajvFormats.default(ajv, ['uuid', 'date-time', 'int32', 'int64', 'double', 'float']);

beforeAll(async () => {
  ({ url } = await simulator.start());
  if (!isThere) return;
  description = parse(readFileSync(path, 'utf8')) as Description;
  ajv.addSchema({ $id: 'openapi', ...description });
});
afterAll(() => simulator.stop());

function makeValidator(route: string): ValidateFunction {
  const isDefault = description.paths[route]?.get.responses.default !== undefined;
  const key = route.replaceAll('~', '~0').replaceAll('/', '~1');
  return ajv.compile({
    $ref: `openapi#/paths/${key}/get/responses/${isDefault ? 'default' : '200'}/content/application~1json/schema`,
  });
}

/**
 * The description knows no null, the recorded answers do: `organizationId` of technicians. Only this one is let
 * through, so that any other null would fail.
 */
function withoutKnownNulls(body: unknown): unknown {
  if (!Array.isArray(body)) return body;
  return body.map((record: Record<string, unknown>) => {
    const { organizationId, ...rest } = record;
    return organizationId === null && rest.userType === 'TECHNICIAN' ? rest : record;
  });
}

test.each([
  '/v2/users',
  '/v2/users?includeRoles=true',
  '/v2/users?userType=TECHNICIAN',
  '/v2/devices?pageSize=50',
  '/v2/devices-detailed?pageSize=50',
  '/v2/user/end-users',
  '/v2/user/technicians',
  '/v2/organizations',
  '/v2/locations',
  '/v2/activities',
  '/v2/queries/software?pageSize=30',
  '/v2/device/31',
  '/v2/device/31/software',
])('%s answers as the vendor describes it', async (route) => {
  if (!isThere) {
    process.stdout.write(`skipped: there is no ${path}\n`);
    return;
  }
  const response = await fetch(`${url}${route}`, { headers: simulator.control.makeAuthHeaders() });
  const body = (await response.json()) as unknown;
  const validate = makeValidator((route.split('?')[0] as string).replace(/device\/\d+/, 'device/{id}'));
  expect(validate(withoutKnownNulls(body)), JSON.stringify(validate.errors?.slice(0, 5))).toBe(true);
  expect(JSON.stringify(body).length).toBeGreaterThan(100);
});

test.each([
  ['/v2/user/end-users', 'EndUser', 'end-users'],
  ['/v2/user/technicians', 'Technician', 'technicians'],
])(
  '%s has the keys of %s and no others, and so have the declared fields',
  async (route, schema, streamId) => {
    if (!isThere) return;
    const known = Object.keys(description.components.schemas[schema]?.properties ?? {}).sort();
    const response = await fetch(`${url}${route}`, { headers: simulator.control.makeAuthHeaders() });
    const people = (await response.json()) as object[];
    expect([...new Set(people.flatMap((person) => Object.keys(person)))].sort()).toEqual(known);
    const stream = ninjaone.streams.find(({ id }) => id === streamId);
    expect(stream?.fields.map((field) => field.path).sort()).toEqual(known);
  },
);

test.each([
  ['nodeClass', 'assetType'],
  ['approvalStatus', 'status'],
] as const)('every %s the vendor describes becomes a word, not its spelling', (property, target) => {
  if (!isThere) return;
  const devices = ninjaone.streams.find(({ id }) => id === 'devices');
  const source = devices?.suggestedMapping.find((row) => row.target === target)?.source ?? '';
  const values = new Set<string>();
  JSON.stringify(description, (key, value: unknown) => {
    if (key === property && value !== null && typeof value === 'object')
      for (const item of (value as { enum?: string[] }).enum ?? []) values.add(item);
    return value;
  });
  expect(values.size).toBeGreaterThan(3);
  for (const value of values) {
    const word = compileTemplate(source).evaluate({ offline: false, [property]: value });
    expect([value, word]).toEqual([value, expect.stringMatching(/^[A-Z][A-Za-z]*( [A-Za-z]+)*$/)]);
    expect(word).not.toBe(value);
  }
});

test('a value of another type would be noticed', async () => {
  if (!isThere) return;
  simulator.control.setFault('wrong-types');
  const response = await fetch(`${url}/v2/users`, { headers: simulator.control.makeAuthHeaders() });
  simulator.control.clearFaults();
  const validate = makeValidator('/v2/users');
  expect(validate(withoutKnownNulls(await response.json()))).toBe(false);
});

test('a technician has exactly the keys of the recorded one', async () => {
  if (!existsSync(recordedPath)) {
    process.stdout.write(`skipped: there is no ${recordedPath}\n`);
    return;
  }
  const [recorded] = JSON.parse(readFileSync(recordedPath, 'utf8')) as Record<string, unknown>[];
  const response = await fetch(`${url}/v2/users?userType=TECHNICIAN`, {
    headers: simulator.control.makeAuthHeaders(),
  });
  const technicians = (await response.json()) as Record<string, unknown>[];
  const withPhone = technicians.find((user) => 'phone' in user) as Record<string, unknown>;
  expect(Object.keys(withPhone)).toEqual(Object.keys(recorded as object));
  for (const [key, value] of Object.entries(recorded as object)) {
    expect([key, value === null ? null : typeof value]).toEqual([
      key,
      withPhone[key] === null ? null : typeof withPhone[key],
    ]);
  }
});
