import { describe, expect, test } from 'vitest';
import { readToEnd } from '../../test/helpers/read-to-end.ts';
import { useSimulator } from '../../test/helpers/use-simulator.ts';
import { manageengine as definition } from './definition.ts';
import type { ManageEngineFault } from './simulator/faults.ts';
import { makeSimulator } from './simulator.ts';

const simulator = makeSimulator({ computers: 60, devices: 10, assets: 230 });
const { control } = simulator;
const vendor = useSimulator(simulator);

const countOf = (request: string) => control.requests.get(request) ?? 0;

const read = (streamId: string) => readToEnd(definition, streamId, { url: vendor.url, control });

describe('computers', () => {
  test('come page by page up to the stated total, with serial number, hardware and every page of their software', async () => {
    const { pages, records, software } = await read('computers');
    expect(pages[0]?.total).toBe(60);
    const ids = records.map(({ resource_id }) => String(resource_id));
    expect(new Set(ids).size).toBe(60);
    // Neighbours that differ in the last digit only.
    expect(ids.slice(0, 2)).toEqual(['90071992547400001', '90071992547400002']);
    expect(records[0]).toMatchObject({
      scan: { servicetag: 'EC01000000' },
      summary: { computer_hardware_summary: { device_model: 'Latitude 5550' } },
    });
    expect(software.flatMap(({ titles }) => titles)).toHaveLength(control.softwareCount());
    expect(software[0]?.titles[0]).toMatchObject({ name: 'Google Chrome', publisher: 'Google LLC' });
    // The agent's 0 for "nobody knows" is no day in 1970.
    expect(software[0]?.days[0]).toBe(-1);
    expect(
      JSON.stringify(records, (_key, value) => (typeof value === 'bigint' ? String(value) : value)),
    ).not.toContain('software_name');
  });

  test('a build that writes its envelope in capitals reads the same', async () => {
    const usual = await read('computers');
    control.setFault('older-envelope');
    const older = await read('computers');
    expect(older.records).toEqual(usual.records);
    expect(older.software).toEqual(usual.software);
    expect(older.pages[0]?.total).toBe(60);
  });

  test('a computer that is gone before its details are asked for says nothing about its software', async () => {
    control.setFault('details-gone', { times: 1 });
    const { records, software } = await read('computers');
    expect(records).toHaveLength(60);
    expect(software.length).toBeLessThan(60);
  });
});

describe('mobile devices', () => {
  test('follow the address of the next page; devices without details stay without apps', async () => {
    const { records, software, pages } = await read('mobile-devices');
    expect(records).toHaveLength(10);
    expect(pages.length).toBeGreaterThan(1);
    expect(software).toHaveLength(9);
    expect(records[0]).toMatchObject({ device: { managed_status: 2 }, serial_number: 'MD01000000' });
  });

  test('the next page on a host of somebody else is not asked for', async () => {
    control.setFault('next-on-other-host', { times: 1 });
    const { records, error } = await read('mobile-devices');
    expect(error?.code).toMatch(/^CONNECTOR_/);
    expect(records.length).toBeLessThan(10);
  });
});

describe.each([
  ['assets', 230, 'asset_assets', 'assets'],
  ['workstations', 154, 'asset_computers', 'workstations'],
])('ServiceDesk Plus %s', (streamId, count, newer, older) => {
  test('come a hundred at a time with the columns asked for', async () => {
    const { pages, records } = await read(streamId);
    expect([records.length, pages[0]?.total, pages[0]?.records.length]).toEqual([count, count, 100]);
    expect(new Set(records.map(({ id }) => id)).size).toBe(count);
    expect(records[0]).toMatchObject({
      serial_number: 'SD01000000',
      user: { email_id: 'user0@example.com' },
    });
  });

  test.each([
    ['new-modules-only', newer],
    ['old-modules-only', older],
  ] as const)('tenants with %s', async (fault, module) => {
    control.setFault(fault);
    const before = countOf(`GET /api/v3/${module}`);
    expect((await read(streamId)).records).toHaveLength(count);
    expect(countOf(`GET /api/v3/${module}`) - before).toBe(Math.ceil(count / 100));
  });
});

test.each([
  // The list of serial numbers is read before.
  ['computers', 2],
  ['mobile-devices', 0],
  ['assets', 0],
])('a page missing in the middle of %s leaves less than the stated total', async (streamId, skip) => {
  control.setFault('page-gap', { times: 1, skip });
  const { records, pages, error } = await read(streamId);
  expect(error).toBeUndefined();
  expect(records.length).toBeLessThan(pages[0]?.total ?? 0);
});

test.each<[ManageEngineFault, string, string, RegExp]>([
  ['error-inside-200', 'computers', 'CONNECTOR_REFUSED', /inside a successful answer/],
  ['no-portal', 'assets', 'CONNECTOR_FORBIDDEN', /no ServiceDesk Plus portal/],
  ['not-authenticated', 'computers', 'CONNECTOR_UNAUTHORIZED', /re-authenticate/],
  ['not-authenticated', 'mobile-devices', 'CONNECTOR_UNAUTHORIZED', /re-authenticate/],
  ['not-authenticated', 'assets', 'CONNECTOR_UNAUTHORIZED', /re-authenticate/],
])('%s at %s ends in a message that says what to do', async (fault, streamId, code, words) => {
  control.setFault(fault);
  const { error } = await read(streamId);
  expect(error?.code).toBe(code);
  expect(error?.message).toMatch(words);
});

test.each<ManageEngineFault>(['gateway-throttled', 'gateway-throttled-localised'])(
  '%s: the sentence says how many minutes, in whatever language',
  async (fault) => {
    control.setFault(fault, { amount: 22, times: 1 });
    const { error } = await read('assets');
    expect(error).toMatchObject({ code: 'CONNECTOR_THROTTLED', retryAfterMs: 22 * 60_000 });
  },
);
