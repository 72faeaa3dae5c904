/** Answers of real vendors' routes, for tests that say only what matters to them. */
import { citrixCloud } from '../../connectors/citrix-cloud/definition.ts';
import { citrixEndpointManagement } from '../../connectors/citrix-endpoint-management/definition.ts';
import { manageengine } from '../../connectors/manageengine/definition.ts';
import { ninjaone } from '../../connectors/ninjaone/definition.ts';
import { withKey } from './case-connectors.ts';
import { Reply, type ScriptVendor, type VendorCall } from './script-vendor.ts';

export const ninja = withKey(ninjaone);
export const manage = withKey(manageengine);
export const citrix = withKey(citrixCloud);
export const xenmobile = withKey(citrixEndpointManagement);

/** NinjaOne devices, their owners, and the software of all of them. */
export function scriptNinja(
  vendor: ScriptVendor,
  devices: readonly object[],
  options: { users?: readonly object[]; software?: readonly object[] } = {},
): void {
  const once =
    (records: readonly object[]) =>
    ({ query }: VendorCall) =>
      query['after'] ? [] : records;
  vendor.on('GET /v2/organizations', once([{ id: 1, name: 'Org 1' }]));
  vendor.on('GET /v2/locations', once([{ id: 1, name: 'Location 1' }]));
  vendor.on('GET /v2/users', options.users ?? []);
  vendor.on('GET /v2/devices-detailed', once(devices));
  vendor.on('GET /v2/device/*', ({ path }: VendorCall) => {
    const found = devices.find((device) => String((device as { id: unknown }).id) === path.split('/')[3]);
    return found ?? new Reply({ status: 404, json: { errorMessage: 'not found' } });
  });
  const entries = options.software ?? [];
  vendor.on('GET /v2/queries/software', ({ query }: VendorCall) => ({
    cursor: { name: 'c', offset: 0, count: entries.length },
    results: query['cursor'] ? [] : entries,
  }));
}

/**
 * The pages Endpoint Central's list of computers answers with; beyond them the last one. Asked for one computer, it has
 * those in `alive`: by default every one on a page.
 */
export function scriptComputers(
  vendor: ScriptVendor,
  pages: readonly ComputerPage[],
  alive: readonly string[] = pages.flatMap(({ message_response }) => message_response.computers.map(idOf)),
): void {
  const wrap = (name: string, value: unknown, total = 0) => ({
    message_type: name,
    message_response: { total, limit: 100, page: 1, [name]: value },
    message_version: '1.4',
    status: 'success',
  });
  vendor.on('GET /api/1.4/inventory/scancomputers', wrap('scancomputers', []));
  vendor.on('GET /api/1.4/inventory/installedsoftware', wrap('installedsoftware', []));
  vendor.on('GET /api/1.4/inventory/compdetailssummary', ({ query }: VendorCall) =>
    alive.includes(query['resid'] ?? '')
      ? wrap('compdetailssummary', { resource_id: query['resid'] })
      : new Reply({ status: 404, json: { status: 'error', error_code: '10010' } }),
  );
  vendor.on('GET /api/1.4/som/computers', ({ query }: VendorCall) => {
    const wanted = query['residfilter'];
    if (wanted === undefined) return pages[Number(query['page'] ?? 1) - 1] ?? pages.at(-1);
    return alive.includes(wanted)
      ? wrap('computers', [{ resource_id_string: wanted }], 1)
      : wrap('computers', []);
  });
}

interface ComputerPage {
  message_response: { total: number; computers: object[] };
}

const idOf = (computer: { resource_id_string?: unknown; resource_id?: unknown }) =>
  String(computer.resource_id_string ?? computer.resource_id);

export const computerPage = (page: number, total: number, computers: object[]) => ({
  message_type: 'computers',
  message_response: { total, limit: computers.length, page, computers },
  message_version: '1.4',
  status: 'success',
});

/** Lists of one DaaS site, each in pages whose tokens name the next one. */
export function scriptCitrix(
  vendor: ScriptVendor,
  lists: Partial<Record<'Sessions' | 'Machines' | 'Applications', readonly object[]>>,
): void {
  vendor.on('GET /cvad/manage/me', { Customers: [{ Id: 'c', Sites: [{ Id: 'site', Name: 'Site' }] }] });
  for (const name of ['DeliveryGroups', 'MachineCatalogs'])
    vendor.on(`GET /cvad/manage/${name}`, { Items: [] });
  for (const name of ['Sessions', 'Machines', 'Applications'] as const) {
    const pages = lists[name] ?? [{ Items: [] }];
    vendor.on(`GET /cvad/manage/${name}/*`, new Reply({ status: 404, json: {} }));
    vendor.on(`GET /cvad/manage/${name}`, ({ query }: VendorCall) => {
      const token = query['continuationToken'];
      const at = token === undefined ? 0 : pages.findIndex((page) => tokenOf(page) === token) + 1;
      return pages[at] ?? new Reply({ status: 400, json: { detail: 'no such token' } });
    });
  }
}

const tokenOf = (page: object) => (page as { ContinuationToken?: unknown }).ContinuationToken;

/** Devices of a XenMobile server, and no apps. */
export function scriptXenmobile(vendor: ScriptVendor, page: object): void {
  vendor.on('POST /xenmobile/api/v1/device/filter', ({ body }: VendorCall) =>
    (body as { start?: string }).start === '0'
      ? page
      : { status: 0, matchedRecords: 1, filteredDevicesDataList: [] },
  );
  vendor.on('GET /xenmobile/api/v1/device/*', { status: 0, softwareInventories: [] });
}
