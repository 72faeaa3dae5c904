/** Everything but users, in modest numbers, in NinjaOne's four paging styles (facts §1.5). */
import { randomBytes } from 'node:crypto';
import { userId } from './users.ts';

const organizationCount = 40;
const deviceCount = 120;
const softwareCount = 90;
const activityCount = 300;
const createdAt = 1743088826.524929;
const seenAt = 1759136775.901;
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

const devices = Array.from({ length: deviceCount }, (_item, index) => {
  const isHost = index % 30 === 7;
  return {
    id: userId(index),
    // Virtual machine hosts have neither uid nor policy (facts §1.8).
    ...(isHost ? {} : { uid: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`, policyId: 57 }),
    organizationId: organizations[index % organizationCount]?.id,
    locationId: locations[index % organizationCount]?.id,
    nodeClass: isHost ? 'VMWARE_VM_HOST' : index % 4 === 0 ? 'WINDOWS_SERVER' : 'WINDOWS_WORKSTATION',
    approvalStatus: 'APPROVED',
    offline: index % 5 === 0,
    displayName: isHost ? `192.0.2.${index}` : `PC-${index}`,
    systemName: `PC-${index}`,
    created: createdAt + index,
    lastContact: seenAt + index,
    lastUpdate: seenAt + index,
  };
});

const software = Array.from({ length: softwareCount }, (_item, index) => ({
  deviceId: userId(index % 30),
  name: `Product ${index % 12}`,
  version: `1.${index}`,
  publisher: 'Example Ltd',
  productCode: `{00000000-0000-4000-8000-${String(index).padStart(12, '0')}}`,
  size: 5_000_000_000 + index,
  location: 'C:\\Program Files\\Example',
  timestamp: seenAt,
}));

const activities = Array.from({ length: activityCount }, (_item, index) => ({
  id: 177_000 + index * 11,
  activityTime: 1742391675.556 + index,
  deviceId: userId(index % deviceCount),
  activityType: 'CONDITION',
  statusCode: 'TRIGGERED',
  status: 'Triggered',
  subject: '',
  message: 'Memory Utilization is greater than or equal to 80% for 5 minutes',
  type: 'Condition',
}));

export interface InventoryAnswer {
  status: number;
  body: unknown;
}

export interface Inventory {
  /** undefined: there is no such list. */
  answer(
    path: string,
    query: URLSearchParams,
    options: { isCursorLost: boolean; isFirstPage: boolean },
  ): InventoryAnswer | undefined;
}

const refuse = (errorMessage: string): InventoryAnswer => ({
  status: 400,
  body: { resultCode: 'FAILURE', errorMessage, incidentId: 'WEB_MGMT_SERVICE-00000000' },
});

export function makeInventory(nowMs: () => number): Inventory {
  const snapshots = new Map<string, { offset: number; endsAtMs: number }>();

  /** The name stays the same from page to page: it names the server's snapshot, which keeps the progress. */
  function query(params: URLSearchParams, isCursorLost: boolean): InventoryAnswer {
    const size = Number(params.get('pageSize') ?? 50);
    const name = params.get('cursor');
    if (name !== null && isCursorLost) snapshots.delete(name);
    const known = name === null ? { offset: 0, endsAtMs: nowMs() + cursorLifetimeMs } : snapshots.get(name);
    if (!known || known.endsAtMs < nowMs()) return refuse('Cursor expired');
    const results = software.slice(known.offset, known.offset + size);
    const cursorName = name ?? randomBytes(12).toString('base64url');
    snapshots.set(cursorName, { ...known, offset: known.offset + results.length });
    const cursor = {
      name: cursorName,
      offset: known.offset,
      count: softwareCount,
      expires: known.endsAtMs / 1_000,
    };
    return { status: 200, body: { cursor, results } };
  }

  function activityWindow(params: URLSearchParams): InventoryAnswer {
    const size = Number(params.get('pageSize') ?? 200);
    if (!(size >= 10 && size <= 1_000)) return refuse('pageSize must be between 10 and 1000');
    const older = Number(params.get('olderThan') ?? Number.POSITIVE_INFINITY);
    const newer = params.get('newerThan');
    const found = activities.filter(({ id }) => id < older && id > Number(newer ?? 0));
    const page = newer === null ? found.slice(-size) : found.slice(0, size);
    return { status: 200, body: { lastActivityId: activities.at(-1)?.id, activities: page.reverse() } };
  }

  return {
    answer(path, params, { isCursorLost, isFirstPage }) {
      const asked = new URLSearchParams(params);
      if (isFirstPage) for (const name of ['after', 'olderThan', 'newerThan', 'cursor']) asked.delete(name);
      if (path === '/v2/organizations') return { status: 200, body: listAfter(organizations, asked) };
      if (path === '/v2/locations') return { status: 200, body: listAfter(locations, asked) };
      if (path === '/v2/devices') return { status: 200, body: listAfter(devices, asked) };
      if (path === '/v2/queries/software') return query(asked, isCursorLost);
      return path === '/v2/activities' ? activityWindow(asked) : undefined;
    },
  };
}

/** `after` is the id of the last element, not an offset. */
function listAfter(items: readonly { id: number }[], query: URLSearchParams): object[] {
  const after = Number(query.get('after') ?? 0);
  return items.filter(({ id }) => id > after).slice(0, Number(query.get('pageSize') ?? 1_000));
}
