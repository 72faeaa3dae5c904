/**
 * The floor for installs: the least that loading devices with their software can do. Reads the same pages over HTTP as
 * Muster does (names to join, devices, the software report by cursor), one page ahead; maps the same fields; asks for
 * one hash per device and per set; COPYs what is new or differs. Two layouts, see installs-floor-store.ts.
 *
 * No history, no outcomes, no provenance, no resume, no matching by serial number, no products or normalised names, no
 * numbers of installs, no removal of what is gone, no guard against a report that repeats or loses its cursor.
 * Usage: node bench/installs-floor.ts <database url> <source url> <rows|sets>
 */
import pg from 'pg';
import { request } from 'undici';
import {
  assetColumns,
  assetTable,
  type Device,
  hashDevice,
  type Names,
  toAssetLine,
} from './installs-floor-assets.ts';
import { copyInto, type DeviceSet, makeInstallStore, textOf, type Way } from './installs-floor-store.ts';

interface Entry {
  deviceId: number;
  name: string;
  version?: string;
  publisher?: string;
  installDate?: string;
}
interface Report {
  cursor: { name: string };
  results: Entry[];
}

const [databaseUrl = '', sourceUrl = '', way = 'rows'] = process.argv.slice(2);
const devicePageSize = 1_000;
const softwarePageSize = 5_000;
/** Devices whose sets are written in one transaction. */
const setBatchSize = 1_000;

async function read<T>(path: string): Promise<T> {
  const response = await request(sourceUrl + path, {
    headers: { authorization: `Bearer ${process.env['FLOOR_TOKEN'] ?? ''}` },
  });
  if (response.statusCode !== 200) throw new Error(`the source answered ${response.statusCode} for ${path}`);
  return (await response.body.json()) as T;
}

const client = new pg.Client({ connectionString: databaseUrl });
await client.connect();
await client.query(assetTable);
const installs = await makeInstallStore(client, way as Way);

const startedAt = performance.now();
const names = await readNames();
const deviceCount = await loadDevices(names);
const { installCount, changedCount } = await loadSoftware();
const elapsedMs = performance.now() - startedAt;
await client.query('ANALYZE');
await client.end();
console.log(
  JSON.stringify({
    deviceCount,
    installCount,
    changedCount,
    elapsedMs,
    maxRssKb: process.resourceUsage().maxRSS,
    cpuMs: (process.cpuUsage().user + process.cpuUsage().system) / 1_000,
  }),
);

async function readNames(): Promise<Names> {
  const toMap = (list: { id: number; name: string }[]) => new Map(list.map(({ id, name }) => [id, name]));
  const [organizations, locations, owners] = await Promise.all([
    read<{ id: number; name: string }[]>('/v2/organizations?pageSize=1000'),
    read<{ id: number; name: string }[]>('/v2/locations?pageSize=1000'),
    read<{ uid: string; email: string }[]>('/v2/users'),
  ]);
  return {
    organizations: toMap(organizations),
    locations: toMap(locations),
    owners: new Map(owners.map(({ uid, email }) => [uid, email])),
  };
}

async function loadDevices(found: Names): Promise<number> {
  const readPage = (after: number) =>
    read<Device[]>(`/v2/devices-detailed?pageSize=${devicePageSize}&after=${after}`);
  let count = 0;
  let next: Promise<Device[]> | undefined = readPage(0);
  while (next) {
    const page: Device[] = await next;
    const last = page.at(-1)?.id;
    next = last === undefined ? undefined : readPage(last);
    next?.catch(() => undefined);
    count += page.length;
    const wanted = page.filter(({ nodeClass }) => nodeClass !== 'CLOUD_MONITOR_TARGET');
    if (wanted.length > 0) await storeDevices(wanted, found);
  }
  return count;
}

async function storeDevices(devices: readonly Device[], found: Names): Promise<void> {
  const prepared = devices.map((device) => {
    const payload = JSON.stringify(device);
    return { device, payload, digest: hashDevice(payload) };
  });
  const { rows } = await client.query<{ id: string; hash: string }>(
    'SELECT id, hash::text FROM floor_assets WHERE id = ANY ($1::bigint[])',
    [devices.map(({ id }) => id)],
  );
  const known = new Map(rows.map(({ id, hash }) => [Number(id), hash]));
  const fresh = prepared.filter(({ device, digest }) => known.get(device.id) !== digest);
  if (fresh.length === 0) return;
  await client.query('BEGIN');
  await client.query('DELETE FROM floor_assets WHERE id = ANY ($1::bigint[])', [
    fresh.map(({ device }) => device.id),
  ]);
  const lines = fresh.map(({ device, payload, digest }) => toAssetLine(device, found, payload, digest));
  await copyInto(client, `floor_assets (${assetColumns})`, lines.join(''));
  await client.query('COMMIT');
}

async function loadSoftware(): Promise<{ installCount: number; changedCount: number }> {
  const readPage = (cursor: string) =>
    read<Report>(`/v2/queries/software?pageSize=${softwarePageSize}${cursor}`);
  let [installCount, changedCount] = [0, 0];
  // Entries of one device come together; a page may end inside a device.
  let open: { id: number; entries: Entry[] } | undefined;
  let waiting: { id: number; entries: Entry[] }[] = [];
  let next: Promise<Report> | undefined = readPage('');
  while (next) {
    const page: Report = await next;
    next = page.results.length === 0 ? undefined : readPage(`&cursor=${page.cursor.name}`);
    next?.catch(() => undefined);
    installCount += page.results.length;
    for (const entry of page.results) {
      if (entry.deviceId !== open?.id) {
        if (open) waiting.push(open);
        open = { id: entry.deviceId, entries: [] };
      }
      open.entries.push(entry);
    }
    if (!next && open) waiting.push(open);
    if (waiting.length < setBatchSize && next) continue;
    if (waiting.length > 0) changedCount += await installs.store(await toSets(waiting));
    waiting = [];
  }
  return { installCount, changedCount };
}

async function toSets(devices: readonly { id: number; entries: readonly Entry[] }[]): Promise<DeviceSet[]> {
  const unknown = new Set<string>();
  for (const { entries } of devices)
    for (const entry of entries) {
      const text = textOf(entry);
      if (installs.releaseIdOf(text) === undefined) unknown.add(text);
    }
  if (unknown.size > 0) await installs.learn([...unknown]);
  return devices.map(({ id, entries }) => ({
    id,
    releaseIds: entries.map((entry) => installs.releaseIdOf(textOf(entry)) as number),
    days: entries.map(({ installDate }) => installDate?.slice(0, 10) ?? '\\N'),
  }));
}
