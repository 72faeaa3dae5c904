import { describe, expect, test } from 'vitest';
import { readToEnd } from '../../test/helpers/read-to-end.ts';
import { useSimulator } from '../../test/helpers/use-simulator.ts';
import { citrixEndpointManagement as definition } from './definition.ts';
import { makeSimulator, type XenMobileFault } from './simulator.ts';

const simulator = makeSimulator({ devices: 230 });
const { control } = simulator;
const vendor = useSimulator(simulator);

async function read(streamId: string) {
  const { error, ...found } = await readToEnd(definition, streamId, { url: vendor.url, control });
  return { ...found, code: error?.code, message: error?.message ?? '' };
}

describe('devices', () => {
  test('come a hundred at a time, each once, with their apps and the total', async () => {
    const { pages, records, software } = await read('devices');
    expect(pages[0]?.records).toHaveLength(100);
    expect(new Set(records.map(({ id }) => id)).size).toBe(230);
    expect(pages[0]?.total).toBe(230);
    expect(software).toHaveLength(230);
    expect(software[0]?.titles[0]).toMatchObject({ name: 'Secure Mail', publisher: 'Citrix' });
    expect(software[0]?.days[0]).toBe(-1);
    expect(JSON.stringify(records[0])).not.toContain('softwareInventories');
  });

  test('a device that is gone before its apps are asked for says nothing about them', async () => {
    control.setFault('device-gone', { times: 1 });
    const { records, software } = await read('devices');
    expect([records.length, software.length]).toEqual([230, 229]);
  });

  test('a page that is missing leaves less than the stated total', async () => {
    control.setFault('page-gap', { times: 1 });
    const { records, pages } = await read('devices');
    expect(records.length).toBeLessThan(pages[0]?.total ?? 0);
  });

  test.each<[XenMobileFault, string, RegExp]>([
    ['error-inside-200', 'CONNECTOR_REFUSED', /inside a successful answer/],
    ['no-permission', 'CONNECTOR_FORBIDDEN', /Public API access/],
    ['not-authenticated', 'CONNECTOR_UNAUTHORIZED', /re-authenticate/],
  ])('%s ends in a message that says what to do', async (fault, code, words) => {
    control.setFault(fault);
    const result = await read('devices');
    expect(result.code).toBe(code);
    expect(result.message).toMatch(words);
  });

  test('serial numbers may be missing or the same', async () => {
    control.setFault('devices-without-serial');
    expect(
      (await read('devices')).records.filter(({ serialNumber }) => serialNumber === undefined),
    ).toHaveLength(23);
    control.clearFaults();
    control.setFault('devices-same-serial');
    const { records } = await read('devices');
    expect(new Set(records.map(({ serialNumber }) => serialNumber)).size).toBeLessThan(230);
  });
});

test('local users come whole', async () => {
  const { records } = await read('local-users');
  expect(records).toHaveLength(20);
});

test('windows are given as texts; numbers are not understood', async () => {
  const ask = async (body: object) => {
    const response = await fetch(`${vendor.url}/xenmobile/api/v1/device/filter`, {
      method: 'POST',
      headers: { ...control.makeAuthHeaders(), 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const { filteredDevicesDataList } = (await response.json()) as { filteredDevicesDataList: unknown[] };
    return filteredDevicesDataList.length;
  };
  expect(await ask({ start: '0', limit: '500' })).toBe(100);
  expect(await ask({ start: 0, limit: 50 })).toBe(10);
});
