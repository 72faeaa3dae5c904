/** Everything but users, in NinjaOne's four paging styles (facts §1.5). */
import { randomBytes } from 'node:crypto';
import type { FaultBoard } from '../../../src/simulation/fault-board.ts';
import { type DeviceFaults, makeDevice, type SimulatedDevice } from './devices.ts';
import type { NinjaOneFault } from './faults.ts';
import { idOf, indexAfter } from './ids.ts';
import { type ListAnswer, ok, refuse } from './list-answer.ts';
import { makeSoftwareList, type SoftwarePosition } from './software.ts';
import { answerTenantList, findPlace } from './tenant-lists.ts';

const cursorLifetimeMs = 600_000;

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

export interface Inventory {
  /** undefined: there is no such list. */
  answer(
    path: string,
    query: URLSearchParams,
    options: { isCursorLost: boolean; isFirstPage: boolean },
  ): ListAnswer | undefined;
  edit(edit: DeviceEdit): void;
  deviceCount(): number;
  softwareCount(): number;
}

export function makeInventory(options: {
  seed: number;
  devices: number;
  softwarePerDevice: number;
  faults: FaultBoard<NinjaOneFault>;
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
  function softwareReport(params: URLSearchParams, isCursorLost: boolean): ListAnswer {
    const size = Number(params.get('pageSize') ?? 50);
    const name = params.get('cursor');
    if (name !== null && isCursorLost) snapshots.delete(name);
    const known =
      name === null
        ? { at: { index: 0, slot: 0 }, sent: 0, endsAtMs: nowMs() + cursorLifetimeMs }
        : snapshots.get(name);
    if (!known || known.endsAtMs < nowMs()) return refuse('Cursor expired');
    const isGap = name !== null && faults.take('software-gap') !== undefined;
    const page = software.page(isGap ? software.page(known.at, size).next : known.at, size);
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

  function deviceList(params: URLSearchParams, isDetailed: boolean): ListAnswer {
    const after = Number(params.get('after') ?? 0);
    const size = Number(params.get('pageSize') ?? 1_000);
    const isWanted = makeDeviceFilter(params.get('df'));
    const deviceFaults = readDeviceFaults();
    const found: SimulatedDevice[] = [];
    let index = after < idOf(0) ? 0 : indexAfter(after, count);
    if (after > 0 && faults.take('devices-gap') !== undefined) index += size;
    for (; index < count && found.length < size; index += 1) {
      if (removed.has(index) || !isWanted(index)) continue;
      found.push(makeDevice(seed, index, generationOf(index), findPlace(index), isDetailed, deviceFaults));
    }
    return ok(found);
  }

  function answerDevice(id: number, wantsSoftware: boolean): ListAnswer {
    const index = indexAfter(id - 1, count);
    if (index >= count || idOf(index) !== id || removed.has(index))
      return {
        status: 404,
        text: JSON.stringify({ resultCode: 'FAILURE', errorMessage: 'device_not_found' }),
      };
    if (wantsSoftware) return { status: 200, text: `[${software.of(index).join(',')}]` };
    return ok(makeDevice(seed, index, generationOf(index), findPlace(index), false, readDeviceFaults()));
  }

  function readDeviceFaults(): DeviceFaults {
    return {
      withoutSerial: faults.isOn('devices-without-serial'),
      sameSerial: faults.isOn('devices-same-serial'),
    };
  }

  return {
    answer(path, params, { isCursorLost, isFirstPage }) {
      const asked = new URLSearchParams(params);
      if (isFirstPage) for (const name of ['after', 'olderThan', 'newerThan', 'cursor']) asked.delete(name);
      if (path === '/v2/devices') return deviceList(asked, false);
      if (path === '/v2/devices-detailed') return deviceList(asked, true);
      if (path === '/v2/queries/software') return softwareReport(asked, isCursorLost);
      const [, device, part] = /^\/v2\/device\/(\d+)(\/software)?$/.exec(path) ?? [];
      return device === undefined
        ? answerTenantList(path, asked)
        : answerDevice(Number(device), part !== undefined);
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

/** Of the `df` language only what is needed to leave out a class: `class in (A,B)` (facts §1.9). */
function makeDeviceFilter(df: string | null): (index: number) => boolean {
  const classNames = /class in \(([^)]*)\)/
    .exec(df ?? '')?.[1]
    ?.split(',')
    .map((name) => name.trim());
  if (!classNames) return () => true;
  const classOf = (index: number) =>
    String(
      makeDevice(1, index, 0, findPlace(0), false, { withoutSerial: false, sameSerial: false }).nodeClass,
    );
  return (index) => classNames.includes(classOf(index));
}
