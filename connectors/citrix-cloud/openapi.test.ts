import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv, type ValidateFunction } from 'ajv';
import ajvFormats from 'ajv-formats';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { parse } from 'yaml';
import { makeSimulator } from './simulator.ts';

/** The vendor's own description. Third-party material, so it stands beside the repository. */
const path = fileURLToPath(new URL('../../../shared/data/citrix/cvad-openapi.yaml', import.meta.url));
const isThere = existsSync(path);
const simulator = makeSimulator({ machines: 40, sessions: 30 });
const { control } = simulator;
const ajv = new Ajv({ strict: false, allErrors: true });
ajvFormats.default(ajv, ['int32', 'int64', 'double', 'float', 'date-time', 'uuid']);
let url = '';

beforeAll(async () => {
  ({ url } = await simulator.start());
  if (!isThere) return;
  const description = parse(readFileSync(path, 'utf8')) as object;
  ajv.addSchema({ $id: 'openapi', ...(asWritten(description) as object) });
});
afterAll(() => simulator.stop());
beforeEach(() => control.clearFaults());

/** The description calls its enumerations objects that are one of some words; what is sent are the words. */
function asWritten(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asWritten);
  if (typeof value !== 'object' || value === null) return value;
  const { type, allOf, ...rest } = value as { type?: unknown; allOf?: unknown };
  const parts = allOf === undefined ? {} : { allOf: asWritten(allOf) };
  const entries = Object.entries(rest).filter(([key]) => key !== 'example');
  const kept = Object.fromEntries(entries.map(([key, child]) => [key, asWritten(child)]));
  return type === undefined || (type === 'object' && allOf !== undefined)
    ? { ...kept, ...parts }
    : { type, ...kept, ...parts };
}

function makeValidator(route: string, status: number): ValidateFunction {
  const key = route.replaceAll('~', '~0').replaceAll('/', '~1');
  return ajv.compile({
    $ref: `openapi#/paths/${key}/get/responses/${status}/content/application~1json/schema`,
  });
}

const site = '/techpreview/{customerid}/{siteid}';
const get = async (route: string, headers: Record<string, string> = {}) => {
  const me = control.makeAuthHeaders();
  const response = await fetch(`${url}${route}`, {
    headers: { ...me, 'citrix-instanceid': '5f9d2c1e-0000-4000-8000-00000000c17e', ...headers },
  });
  return { status: response.status, body: (await response.json()) as unknown };
};

test.each([
  ['/cvad/manage/me', '/techpreview/me'],
  ['/cvad/manage/Machines?limit=25', `${site}/Machines`],
  ['/cvad/manage/Machines/00000001-0000-4000-8000-000000000007', `${site}/Machines/{nameOrId}`],
  ['/cvad/manage/Sessions', `${site}/Sessions`],
  ['/cvad/manage/Applications', `${site}/Applications`],
  ['/cvad/manage/Applications/00000008-0000-4000-8000-000000000003', `${site}/Applications/{nameOrId}`],
  ['/cvad/manage/DeliveryGroups', `${site}/DeliveryGroups`],
  ['/cvad/manage/MachineCatalogs', `${site}/MachineCatalogs`],
])('%s answers as the vendor describes it', async (route, described) => {
  if (!isThere) {
    process.stdout.write(`skipped: there is no ${path}\n`);
    return;
  }
  const { status, body } = await get(route);
  expect(status).toBe(200);
  const validate = makeValidator(described, 200);
  expect(validate(body), JSON.stringify(validate.errors?.slice(0, 5))).toBe(true);
  expect(JSON.stringify(body).length).toBeGreaterThan(100);
});

test.each([
  [401, { authorization: 'CwsAuth Bearer=nobody' }, undefined],
  [403, {}, 'no-permission'],
  [429, {}, 'throttle-silent'],
  [400, { 'citrix-instanceid': 'other' }, undefined],
] as const)('an error %i has the described body', async (status, headers, fault) => {
  if (!isThere) return;
  if (fault) control.setFault(fault);
  const answer = await get('/cvad/manage/Machines', headers);
  expect(answer.status).toBe(status);
  const validate = makeValidator(`${site}/Machines`, status);
  expect(validate(answer.body), JSON.stringify(validate.errors?.slice(0, 5))).toBe(true);
});

test('a value of another type would be noticed', async () => {
  if (!isThere) return;
  const { body } = await get('/cvad/manage/Machines');
  const machines = body as { Items: Record<string, unknown>[] };
  const broken = { Items: [{ ...machines.Items[0], InMaintenanceMode: 'perhaps' }] };
  expect(makeValidator(`${site}/Machines`, 200)(broken)).toBe(false);
  const { Id: _id, ...withoutId } = machines.Items[0] as { Id: string };
  expect(makeValidator(`${site}/Machines`, 200)({ Items: [withoutId] })).toBe(false);
});
