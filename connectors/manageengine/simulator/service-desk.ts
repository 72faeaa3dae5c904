/** ServiceDesk Plus Cloud, api/v3. Facts: request §5.1, answer §5.2, modules §5.3, status codes §5.4. */
import type { FaultBoard } from '../../../src/simulation/fault-board.ts';
import type { ProductAnswer } from './endpoint-central.ts';
import type { ManageEngineFault } from './faults.ts';

export interface ServiceDeskOptions {
  assets: number;
  seed: number;
  faults: FaultBoard<ManageEngineFault>;
}

export interface ServiceDesk {
  answer(path: string, query: URLSearchParams): ProductAnswer | undefined;
  assetCount(): number;
  workstationCount(): number;
}

interface ListInfo {
  row_count?: unknown;
  start_index?: unknown;
  page?: unknown;
  get_total_count?: unknown;
  fields_required?: unknown;
}

const firstId = 216_826_000_000_006_655n;
const firstMs = Date.UTC(2024, 4, 13);
const dayMs = 86_400_000;
const dated = (ms: number) => ({ value: String(ms), display_value: new Date(ms).toUTCString() });
const reference = (id: number, name: string) => ({ id: String(firstId + 5_000n + BigInt(id)), name });
const defaultFields = ['id', 'name', 'state', 'product'];

export function makeServiceDesk({ assets, seed, faults }: ServiceDeskOptions): ServiceDesk {
  const isWorkstation = (index: number) => index % 3 !== 2;
  const positions = (onlyWorkstations: boolean) =>
    Array.from({ length: assets }, (_item, index) => index).filter(
      (index) => !onlyWorkstations || isWorkstation(index),
    );

  function makeSerial(index: number): string | null {
    if (faults.isOn('without-serial') && index % 10 === 1) return null;
    const own = faults.isOn('same-serial') && index % 5 === 1 ? index - 1 : index;
    return `SD${String(seed).padStart(2, '0')}${String(own).padStart(6, '0')}`;
  }

  function makeAsset(index: number): Record<string, unknown> {
    const email =
      faults.isOn('unknown-person') && index % 10 === 3
        ? 'nobody@elsewhere.example'
        : `user${index % 40}@example.com`;
    const type = isWorkstation(index) ? 'Workstation' : 'Printer';
    return {
      id: String(firstId + BigInt(index)),
      name: `${isWorkstation(index) ? 'PC' : 'PRN'}-${String(index).padStart(5, '0')}`,
      asset_tag: index % 4 === 0 ? null : `AT-${seed}-${String(index).padStart(5, '0')}`,
      barcode: index % 4 === 1 ? `BC${seed}${String(index).padStart(6, '0')}` : null,
      product: {
        ...reference(index % 5, isWorkstation(index) ? 'Latitude 5550' : 'HP LaserJet M1005'),
        // Tenants leave it like this.
        manufacturer: index % 3 === 0 ? '-' : 'Dell Inc.',
        product_type: reference(100, type),
      },
      product_type: reference(100, type),
      state: reference(200 + (index % 3), ['In Use', 'In Store', 'In Repair'][index % 3] as string),
      serial_number: makeSerial(index),
      acquisition_date: dated(firstMs + index * dayMs),
      warranty_expiry: index % 6 === 0 ? null : dated(firstMs + (index + 1_095) * dayMs),
      expiry_date: index % 6 === 1 ? dated(firstMs + (index + 1_825) * dayMs) : null,
      location: index % 5 === 0 ? '-' : 'Second floor',
      site: reference(300 + (index % 2), index % 2 === 0 ? 'Berlin' : 'Austin'),
      department: index % 3 === 0 ? null : reference(400, 'Engineering'),
      user:
        index % 4 === 2 ? null : { ...reference(500 + (index % 40), `User ${index % 40}`), email_id: email },
      vendor: index % 2 === 0 ? reference(600, 'Example Reseller') : null,
      purchase_cost: index % 2 === 0 ? '1499.50' : '0.00',
      is_loanable: false,
      created_time: dated(firstMs + index * dayMs),
      last_updated_time: dated(firstMs + (index + 30) * dayMs),
    };
  }

  const makeWorkstation = (index: number): Record<string, unknown> => ({
    ...makeAsset(index),
    computer_system: {
      service_tag: makeSerial(index) ?? '-',
      system_manufacturer: 'Dell Inc.',
      model: 'Latitude 5550',
      bios_version: '1.14.1',
    },
    operating_system: { os: 'Windows 11 Enterprise', version: '10.0.22631', service_pack: '-' },
    memory: { physical_memory: index % 7 === 6 ? '-1' : '17179869184' },
    processors: [{ name: 'Intel(R) Core(TM) Ultra 5 135U' }],
    // In no order that means anything.
    network_adapters: [
      ...(index % 6 === 3 ? [{ ip_address: '172.17.0.1', mac_address: '02:42:78:10:20:30' }] : []),
      {
        ip_address: `10.30.${index >> 8}.${index & 255}`,
        mac_address: `A4:BB:6D:01:00:${(index & 255).toString(16).padStart(2, '0')}`,
      },
    ],
    domain: { name: 'EXAMPLE' },
    last_logged_user: index % 4 === 0 ? '-' : `EXAMPLE\\user${index % 40}`,
  });

  /** Numbers are sent as numbers or as texts. */
  const readNumber = (value: unknown, fallback: number) => (value === undefined ? fallback : Number(value));

  function list(
    module: string,
    key: string,
    query: URLSearchParams,
    onlyWorkstations: boolean,
  ): ProductAnswer {
    let info: ListInfo;
    try {
      info = (JSON.parse(query.get('input_data') ?? '{}') as { list_info?: ListInfo }).list_info ?? {};
    } catch {
      return fail(400, 4001, 'Unable to parse input JSON');
    }
    const rowCount = readNumber(info.row_count, 10);
    if (!(rowCount >= 1 && rowCount <= 100))
      return fail(400, 4001, 'Invalid value for row_count', 'row_count');
    const page = readNumber(info.page, 1);
    const start = info.page === undefined ? readNumber(info.start_index, 1) : (page - 1) * rowCount + 1;
    if (!Number.isInteger(start) || start < 1)
      return fail(400, 4001, 'Invalid value for start_index', 'start_index');
    const all = positions(onlyWorkstations);
    const isGap = start > 1 && faults.take('page-gap') !== undefined;
    const wanted = Array.isArray(info.fields_required)
      ? ['id', ...info.fields_required.map(String)]
      : defaultFields;
    const rows = all
      .slice(start - 1, start - 1 + rowCount)
      .map((index) => (onlyWorkstations ? makeWorkstation(index) : makeAsset(index)))
      .map((record) => Object.fromEntries(Object.entries(record).filter(([name]) => wanted.includes(name))));
    return {
      status: 200,
      body: {
        [key]: isGap ? [] : rows,
        list_info: {
          has_more_rows: start - 1 + rowCount < all.length,
          row_count: rows.length,
          start_index: start,
          sort_field: 'id',
          ...(info.get_total_count === true ? { total_count: all.length } : {}),
        },
        response_status: [{ status_code: 2000, status: 'success' }],
        module,
      },
    };
  }

  /** Under the name of the module without its last letter, and with one status instead of a list of them. */
  function single(module: string, id: string): ProductAnswer {
    const isWorkstation = module === 'workstations' || module === 'asset_computers';
    const make = isWorkstation ? makeWorkstation : makeAsset;
    const record = positions(isWorkstation)
      .map(make)
      .find((one) => one['id'] === id);
    if (!record) return fail(404, 4001, 'Invalid id', 'id');
    return {
      status: 200,
      body: { [module.slice(0, -1)]: record, response_status: { status_code: 2000, status: 'success' } },
    };
  }

  return {
    answer(path, query) {
      // A portal of its own stands in front.
      const [, module, id] = /^(?:\/app\/[\w-]+)?\/api\/v3\/(\w+)(?:\/(\d+))?$/.exec(path) ?? [];
      if (module === undefined) return undefined;
      const isOld = module === 'assets' || module === 'workstations';
      const isNew = module === 'asset_assets' || module === 'asset_computers';
      if ((!isOld && !isNew) || faults.isOn(isOld ? 'new-modules-only' : 'old-modules-only'))
        return fail(404, 4007, 'Invalid URL');
      if (id !== undefined) return single(module, id);
      return list(module, module, query, module === 'workstations' || module === 'asset_computers');
    },
    assetCount: () => assets,
    workstationCount: () => positions(true).length,
  };
}

/** An object where lists have an array. */
export function fail(status: number, code: number, message: string, field?: string): ProductAnswer {
  const details = { status_code: code, type: 'failed', message, ...(field === undefined ? {} : { field }) };
  return { status, body: { response_status: { status_code: 4000, status: 'failed', messages: [details] } } };
}
