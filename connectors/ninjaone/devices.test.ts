import { expect, test } from 'vitest';
import { readStream, type StreamDefinition } from '../../src/connector-kit/index.ts';
import { isAppError } from '../../src/errors.ts';
import { makeHttpSendPort } from '../../test/helpers/http-send-port.ts';
import { useSimulator } from '../../test/helpers/use-simulator.ts';
import { ninjaone } from './definition.ts';
import { makeNinjaOneSimulator } from './simulator.ts';

interface Device {
  id: number;
  nodeClass: string;
  uid?: string;
  serviceTag?: string;
  system?: { serialNumber?: string; virtualMachine: boolean };
  lastContact: number;
  macAddresses: string[];
}
interface Report {
  cursor: { name: string; offset: number; count: number };
  results: { deviceId: number; name: string; version: string }[];
}

const deviceCount = 600;
const simulator = makeNinjaOneSimulator({ users: 10, devices: deviceCount, softwarePerDevice: 7 });
const { control } = simulator;
const vendor = useSimulator(simulator);

const ask = (path: string) => fetch(vendor.url + path, { headers: control.makeAuthHeaders() });
const getJson = async <T>(path: string) => (await (await ask(path)).json()) as T;

async function readReport(pageSize: number): Promise<Report[]> {
  const pages = [await getJson<Report>(`/v2/queries/software?pageSize=${pageSize}`)];
  for (let page = pages[0] as Report; page.results.length > 0; pages.push(page))
    page = await getJson<Report>(`/v2/queries/software?pageSize=${pageSize}&cursor=${page.cursor.name}`);
  return pages;
}

const readDevices = () => getJson<Device[]>(`/v2/devices-detailed?pageSize=${deviceCount + 10}`);

test('devices are of every kind, with what is absent in each', async () => {
  const devices = await readDevices();
  expect(devices).toHaveLength(deviceCount);
  const of = (nodeClass: string) => devices.filter((device) => device.nodeClass === nodeClass);
  for (const host of of('VMWARE_VM_HOST')) {
    expect([host.uid, host.system]).toEqual([undefined, undefined]);
    expect(host.serviceTag).toMatch(/^SN/);
  }
  const bare = [...of('CLOUD_MONITOR_TARGET'), ...of('UNMANAGED_DEVICE')];
  expect(bare).toHaveLength(36);
  expect(bare.every(({ system, serviceTag, uid }) => (system ?? serviceTag ?? uid) === undefined)).toBe(true);
  const clones = devices
    .filter(({ system }) => system?.virtualMachine)
    .map(({ system }) => system?.serialNumber);
  expect(clones[0]).toMatch(/^(\d{4}-){6}\d{2}$/);
  expect(new Set(clones).size).toBe(clones.length / 2);
  expect(devices.some(({ macAddresses: [first, second] }) => first !== undefined && first === second)).toBe(
    true,
  );
});

test('the report keeps its cursor name, and a page may end inside a device', async () => {
  const pages = await readReport(50);
  expect(new Set(pages.map(({ cursor }) => cursor.name)).size).toBe(1);
  const ids = pages.flatMap(({ results }) => results.map(({ deviceId }) => deviceId));
  expect(ids).toHaveLength(control.softwareCount());
  // Entries of one device come together: each is begun once.
  expect(ids.filter((id, at) => id !== ids[at - 1])).toHaveLength(new Set(ids).size);
  expect(
    pages.some(({ results }, at) => results.at(-1)?.deviceId === pages[at + 1]?.results[0]?.deviceId),
  ).toBe(true);
  const first = ids[0];
  const ofFirst = pages.flatMap(({ results }) => results).filter(({ deviceId }) => deviceId === first);
  const single = await getJson<{ name: string; version: string }[]>(`/v2/device/${first}/software`);
  expect(single.map(({ name, version }) => [name, version])).toEqual(
    ofFirst.map(({ name, version }) => [name, version]),
  );
});

test('one device can be changed, removed or lose its software', async () => {
  const before = await readDevices();
  control.editDevices({ change: [2], remove: [3], withoutSoftware: [5] });
  const after = await readDevices();
  const softwareIds = (await readReport(5_000)).flatMap(({ results }) =>
    results.map(({ deviceId }) => deviceId),
  );
  expect(control.deviceCount()).toBe(deviceCount - 1);
  expect(softwareIds).toHaveLength(control.softwareCount());
  control.editDevices({ remove: [], withoutSoftware: [] });
  const [changed, removed, bare] = [before[2], before[3], before[5]].map((device) => device?.id);
  expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id).filter((id) => id !== removed));
  const isSame = (device: Device) =>
    JSON.stringify(device) === JSON.stringify(before.find(({ id }) => id === device.id));
  expect(after.filter((device) => !isSame(device)).map(({ id }) => id)).toEqual([changed]);
  expect([removed, bare].some((id) => softwareIds.includes(id as number))).toBe(false);
});

test('faults of the lists', async () => {
  const serialOf = ({ system, serviceTag }: Device) => system?.serialNumber ?? serviceTag;
  control.setFault('devices-same-serial');
  const pair = (await readDevices()).slice(1, 3).map(serialOf);
  expect(pair[0]).toBe(pair[1]);
  control.clearFaults();
  control.setFault('devices-without-serial');
  expect((await readDevices())[1]?.system).not.toHaveProperty('serialNumber');
  control.clearFaults();
  control.setFault('software-of-unknown-device', { times: 1 });
  expect((await readReport(5_000))[0]?.results[0]?.deviceId).toBe(999_999_999);
  control.setFault('cursor-expired', { times: 1 });
  const { cursor } = await getJson<Report>('/v2/queries/software?pageSize=10');
  const lost = await ask(`/v2/queries/software?pageSize=10&cursor=${cursor.name}`);
  expect([lost.status, await lost.text()]).toEqual([400, expect.stringContaining('Cursor expired')]);
  const [, second] = (await readDevices()).map(({ id }) => id);
  control.setFault('devices-gap', { times: 1 });
  const [next] = await getJson<Device[]>(`/v2/devices-detailed?pageSize=100&after=${second}`);
  expect(next?.id).toBe((await readDevices())[102]?.id);
});

test('the stream joins the names of organisation and location to every device', async () => {
  const stream = ninjaone.streams.find(({ id }) => id === 'devices') as StreamDefinition;
  const headers = control.makeAuthHeaders();
  const send = makeHttpSendPort(vendor.url, () => headers);
  const scope = { ...control.formValues(), globals: {} };
  const records: unknown[] = [];
  try {
    for await (const page of readStream({
      definition: ninjaone,
      stream,
      scope,
      send,
      signal: new AbortController().signal,
    }))
      records.push(...page.records);
  } catch (err) {
    if (isAppError(err)) throw new Error(`${err.code}: ${err.message}`, { cause: err });
    throw err;
  }
  expect(records).toHaveLength(deviceCount);
  for (const record of records)
    expect(record).toMatchObject({
      organization: { name: expect.stringMatching(/^Client \d+$/) },
      location: { name: 'Main Office' },
    });
});
