/** Everything but users, in NinjaOne's four paging styles (facts §1.5). */
import { randomBytes } from 'node:crypto';
import { type DeviceFaults, deviceId, makeDevice, type SimulatedDevice } from './devices.ts';
import type { FaultBoard } from './faults.ts';
import { makeSoftwareList, type SoftwarePosition } from './software.ts';
import { indexAfter } from './users.ts';

const organizationCount = 40;
const activityCount = 300;
const cursorLifetimeMs = 600_000;

const organizations = Array.from({ length: organizationCount }, (_item, index) => ({
  id: 1 + index * 3,
  name: `Client ${index + 1}`,
  description: `Client number ${index + 1}`,
  nodeApprovalMode: index % 5 === 0 ? 'MANUAL' : 'AUTOMATIC',
}));

const locations = organizations.map((organization) => ({
  id: organization.id * 2 + 7,
  organizationId: organization.id,
  name: 'Main Office',
  address: '1 Example Street',
}));

const activities = Array.from({ length: activityCount }, (_item, index) => ({
  id: 177_000 + index * 11,
  activityTime: 1742391675.556 + index,
  deviceId: deviceId(index % 120),
  activityType: 'CONDITION',
  statusCode: 'TRIGGERED',
  status: 'Triggered',
  subject: '',
  message: 'Memory Utilization is greater than or equal to 80% for 5 minutes',
  type: 'Condition',
}));

export interface DeviceEdit {
  /** So many per cent of the devices (spread evenly) are seen again and have another version of one product. */
  changePercent?: number;
  /** Taken from the end of the list. */
  removeCount?: number;
  addCount?: number;
  /** Devices (by index) whose software disappears from the report. */
  withoutSoftware?: number[];
  /** Devices (by index) that are gone from every list; replaces those removed so before. */
  remove?: number[];
  /** Devices (by index) that change once more, as with `changePercent`. */
  change?: number[];
}

export interface InventoryAnswer {
  status: number;
  /** JSON text, since long lists are made from pieces. */
  text: string;
}

export interface Inventory {
  /** undefined: there is no such list. */
  answer(
    path: string,
    query: URLSearchParams,
    options: { isCursorLost: boolean; isFirstPage: boolean },
  ): InventoryAnswer | undefined;
  edit(edit: DeviceEdit): void;
  deviceCount(): number;
  softwareCount(): number;
}

const ok = (body: unknown): InventoryAnswer => ({ status: 200, text: JSON.stringify(body) });
const refuse = (errorMessage: string): InventoryAnswer => ({
  status: 400,
  text: JSON.stringify({ resultCode: 'FAILURE', errorMessage, incidentId: 'WEB_MGMT_SERVICE-00000000' }),
});

export function makeInventory(options: {
  seed: number;
  devices: number;
  softwarePerDevice: number;
  faults: FaultBoard;
  nowMs: () => number;
}): Inventory {
  const { seed, faults, nowMs } = options;
  const snapshots = new Map<string, { at: SoftwarePosition; sent: number; endsAtMs: number }>();
  let count = options.devices;
  let generation = 0;
  let changePercent = 0;
  let bare = new Set<number>();
  let removed = new Set<number>();
  const changeCounts = new Map<number, number>();
  const generationOf = (index: number) =>
    (changePercent > 0 && (index * 37) % 100 < changePercent ? generation : 0) +
    (changeCounts.get(index) ?? 0);
  const software = makeSoftwareList(
    options.softwarePerDevice,
    () => count,
    generationOf,
    (index) => bare.has(index) || removed.has(index),
  );

  /** The name stays the same from page to page: it names the server's snapshot, which keeps the progress. */
  function softwareReport(params: URLSearchParams, isCursorLost: boolean): InventoryAnswer {
    const size = Number(params.get('pageSize') ?? 50);
    const name = params.get('cursor');
    if (name !== null && isCursorLost) snapshots.delete(name);
    const known =
      name === null
        ? { at: { index: 0, slot: 0 }, sent: 0, endsAtMs: nowMs() + cursorLifetimeMs }
        : snapshots.get(name);
    if (!known || known.endsAtMs < nowMs()) return refuse('Cursor expired');
    const page = software.page(known.at, size);
    const cursorName = name ?? randomBytes(12).toString('base64url');
    snapshots.set(cursorName, { ...known, at: page.next, sent: known.sent + page.count });
    const cursor = {
      name: cursorName,
      offset: known.sent,
      count: page.count,
      expires: known.endsAtMs / 1_000,
    };
    const stranger =
      page.count > 0 && faults.take('software-of-unknown-device') !== undefined
        ? `${JSON.stringify({ deviceId: 999_999_999, name: 'Stranger', version: '1' })},`
        : '';
    return { status: 200, text: `{"cursor":${JSON.stringify(cursor)},"results":[${stranger}${page.text}]}` };
  }

  function deviceList(params: URLSearchParams, isDetailed: boolean): InventoryAnswer {
    const after = Number(params.get('after') ?? 0);
    const size = Number(params.get('pageSize') ?? 1_000);
    const isWanted = makeDeviceFilter(params.get('df'));
    const deviceFaults: DeviceFaults = {
      withoutSerial: faults.isOn('devices-without-serial'),
      sameSerial: faults.isOn('devices-same-serial'),
    };
    const found: SimulatedDevice[] = [];
    let index = after < deviceId(0) ? 0 : indexAfter(after, count);
    if (after > 0 && faults.take('devices-gap') !== undefined) index += size;
    for (; index < count && found.length < size; index += 1) {
      if (removed.has(index) || !isWanted(index)) continue;
      const at = index % organizationCount;
      const organization = { id: organizations[at]?.id ?? 1, locationId: locations[at]?.id ?? 1 };
      found.push(makeDevice(seed, index, generationOf(index), organization, isDetailed, deviceFaults));
    }
    return ok(found);
  }

  function deviceSoftware(id: number): InventoryAnswer {
    const index = indexAfter(id - 1, count);
    if (index >= count || deviceId(index) !== id || removed.has(index))
      return {
        status: 404,
        text: JSON.stringify({ resultCode: 'FAILURE', errorMessage: 'device_not_found' }),
      };
    return { status: 200, text: `[${software.of(index).join(',')}]` };
  }

  return {
    answer(path, params, { isCursorLost, isFirstPage }) {
      const asked = new URLSearchParams(params);
      if (isFirstPage) for (const name of ['after', 'olderThan', 'newerThan', 'cursor']) asked.delete(name);
      if (path === '/v2/organizations') return ok(listAfter(organizations, asked));
      if (path === '/v2/locations') return ok(listAfter(locations, asked));
      if (path === '/v2/devices') return deviceList(asked, false);
      if (path === '/v2/devices-detailed') return deviceList(asked, true);
      if (path === '/v2/queries/software') return softwareReport(asked, isCursorLost);
      if (path === '/v2/activities') return activityWindow(asked);
      const device = /^\/v2\/device\/(\d+)\/software$/.exec(path)?.[1];
      return device === undefined ? undefined : deviceSoftware(Number(device));
    },
    edit(edit) {
      if (edit.changePercent !== undefined) {
        changePercent = edit.changePercent;
        generation += 1;
      }
      for (const index of edit.change ?? []) changeCounts.set(index, (changeCounts.get(index) ?? 0) + 1);
      if (edit.remove) removed = new Set(edit.remove);
      if (edit.withoutSoftware) bare = new Set(edit.withoutSoftware);
      count = Math.max(0, count - (edit.removeCount ?? 0)) + (edit.addCount ?? 0);
    },
    deviceCount: () => count - [...removed].filter((index) => index < count).length,
    softwareCount: software.total,
  };
}

function activityWindow(params: URLSearchParams): InventoryAnswer {
  const size = Number(params.get('pageSize') ?? 200);
  if (!(size >= 10 && size <= 1_000)) return refuse('pageSize must be between 10 and 1000');
  const older = Number(params.get('olderThan') ?? Number.POSITIVE_INFINITY);
  const newer = params.get('newerThan');
  const found = activities.filter(({ id }) => id < older && id > Number(newer ?? 0));
  const page = newer === null ? found.slice(-size) : found.slice(0, size);
  return ok({ lastActivityId: activities.at(-1)?.id, activities: page.reverse() });
}

/** Of the `df` language only what is needed to leave out a class: `class in (A,B)` (facts §1.9). */
function makeDeviceFilter(df: string | null): (index: number) => boolean {
  const classNames = /class in \(([^)]*)\)/
    .exec(df ?? '')?.[1]
    ?.split(',')
    .map((name) => name.trim());
  if (!classNames) return () => true;
  const classOf = (index: number) =>
    String(
      makeDevice(1, index, 0, { id: 1, locationId: 1 }, false, { withoutSerial: false, sameSerial: false })
        .nodeClass,
    );
  return (index) => classNames.includes(classOf(index));
}

/** `after` is the id of the last element, not an offset. */
function listAfter(items: readonly { id: number }[], query: URLSearchParams): object[] {
  const after = Number(query.get('after') ?? 0);
  return items.filter(({ id }) => id > after).slice(0, Number(query.get('pageSize') ?? 1_000));
}
