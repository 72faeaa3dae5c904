/** Endpoint Central Cloud, api/1.4. Facts: envelope and paging §3.1, values §3.2, computers §3.3–3.4. */
import type { FaultBoard } from '../../../src/simulation/fault-board.ts';
import type { ManageEngineFault } from './faults.ts';

export interface ProductAnswer {
  status: number;
  body: unknown;
}

export interface EndpointCentralOptions {
  computers: number;
  softwarePerComputer: number;
  seed: number;
  faults: FaultBoard<ManageEngineFault>;
}

export interface EndpointCentral {
  /** undefined: there is no such path. */
  answer(path: string, query: URLSearchParams): ProductAnswer | undefined;
  count(): number;
  softwareCount(): number;
  /** Positions of computers to change, to take away, or to leave without software; replaces the edit before. */
  edit(edit: ComputerEdit): void;
}

export interface ComputerEdit {
  change?: number[];
  remove?: number[];
  withoutSoftware?: number[];
}

/** 17 digits, each beyond 2^53: neighbours become the same number where digits are lost. */
const firstResourceId = 90_071_992_547_400_001n;
const firstMs = Date.UTC(2025, 0, 6, 8);
const dayMs = 86_400_000;
const hour = 3_600_000;
/** What the vendor serves in one page at most, whatever is asked for. */
const maxPageLimit = 25;
const maxSoftwareLimit = 10;

const products = [
  ['Google Chrome', 'Google LLC', '131.0.6778.86'],
  ['Mozilla Firefox (x64 en-US)', 'Mozilla', '133.0'],
  ['7-Zip 24.08 (x64)', 'Igor Pavlov', '24.08'],
  ['Microsoft 365 Apps for enterprise', 'Microsoft Corporation', '16.0.18129.20158'],
  ['Adobe Acrobat (64-bit)', 'Adobe', '24.004.20272'],
  ['Notepad++ (64-bit x64)', 'Notepad++ Team', '8.7.1'],
  ['Zoom Workplace', 'Zoom', '6.2.11'],
  ['VLC media player', 'VideoLAN', '3.0.21'],
  ['Git', 'The Git Development Community', '2.47.0'],
  ['PuTTY release 0.82 (64-bit)', 'Simon Tatham', '0.82'],
  ['Microsoft Edge', 'Microsoft Corporation', '131.0.2903.51'],
  ['WinRAR 7.01 (64-bit)', 'win.rar GmbH', '7.01'],
  ['TeamViewer', 'TeamViewer', '15.59.5'],
  ['Greenshot 1.3', 'Greenshot', '1.3.277'],
  ['Endpoint Central Agent', 'ZohoCorp', '11.3.2430'],
] as const;

const systems = [
  {
    os: 'Windows 11 Enterprise Edition (x64)',
    version: '10.0.22631',
    build: '22631',
    platform: 1,
    name: 'Windows',
  },
  {
    os: 'Windows Server 2022 Standard Edition (x64)',
    version: '10.0.20348',
    build: '20348',
    platform: 1,
    name: 'Windows',
  },
  { os: 'macOS 15 Sequoia', version: '15.1', build: '24B83', platform: 2, name: 'Mac' },
  { os: 'Ubuntu 24.04', version: '24.04', build: '--', platform: 3, name: 'Linux' },
] as const;
const models = [
  ['Dell Inc.', 'Latitude 5550', 'Laptop'],
  ['LENOVO', '21FVS0XX00', 'Laptop'],
  ['Apple Inc.', 'Mac15,6', 'Laptop'],
  ['HP', 'HP EliteDesk 800 G6', 'Desktop'],
] as const;

const isHost = (index: number) => index % 6 === 3;
const makeIp = (index: number) => `10.20.${index >> 8}.${index & 255}`;
const makeMac = (index: number) =>
  `a4:bb:6d:00:${(index >> 8).toString(16).padStart(2, '0')}:${(index & 255).toString(16).padStart(2, '0')}`;
const omit = (record: Record<string, unknown>, names: readonly string[]) =>
  Object.fromEntries(Object.entries(record).filter(([name]) => !names.includes(name)));

export function makeEndpointCentral(options: EndpointCentralOptions): EndpointCentral {
  const { faults, seed } = options;
  let changed = new Set<number>();
  let removed = new Set<number>();
  let bare = new Set<number>();
  const idOf = (index: number) => firstResourceId + BigInt(index);
  const positions = () =>
    Array.from({ length: options.computers }, (_item, index) => index).filter((index) => !removed.has(index));

  /** Only planned, no agent yet: nearly every value is missing. */
  const isPlanned = (index: number) => index % 12 === 11;

  function makeSerial(index: number): string {
    if (faults.isOn('without-serial') && index % 10 === 1) return '--';
    const own = faults.isOn('same-serial') && index % 5 === 1 ? index - 1 : index;
    // Clones of virtual machines say something like this.
    if (own % 9 === 4)
      return `${String(5_000 + seed).slice(0, 4)}-6004-6720-8372-7705-${String(own).padStart(4, '0')}-48`;
    return `EC${String(seed).padStart(2, '0')}${String(own).padStart(6, '0')}`;
  }

  function makeComputer(index: number): Record<string, unknown> {
    const system = systems[index % systems.length] as (typeof systems)[number];
    const name = `WS-${String(index).padStart(5, '0')}`;
    const planned = isPlanned(index);
    const or = <T>(value: T): T | '--' => (planned ? '--' : value);
    const contactMs = firstMs + (index % 300) * hour + (changed.has(index) ? 7 * dayMs : 0);
    const person =
      faults.isOn('unknown-person') && index % 10 === 3
        ? 'nobody@elsewhere.example'
        : `user${index % 40}@example.com`;
    return {
      resource_id: idOf(index),
      resource_id_string: String(idOf(index)),
      resource_name: name,
      full_name: name,
      fqdn_name: planned ? '--' : `${name.toLowerCase()}.example.test`,
      domain_netbios_name: 'EXAMPLE',
      'managedcomputer.friendly_name': changed.has(index) ? `${name} (moved)` : name,
      servicetag: or(makeSerial(index)),
      // Only some tenants have it here.
      ...(index % 8 === 0 ? { 'managedcomputerextn.service_tag': or(makeSerial(index)) } : {}),
      os_name: or(system.os),
      os_version: or(system.version),
      os_platform: planned ? -1 : system.platform,
      os_platform_name: or(system.name),
      build_number: or(system.build),
      service_pack: '--',
      // Hosts of containers list every bridge, in the order the vendor was recorded to.
      ip_address: or(
        isHost(index) ? `172.18.0.1,172.19.0.1,172.17.0.1,${makeIp(index)},192.168.122.1` : makeIp(index),
      ),
      mac_address: or(
        isHost(index)
          ? `02:42:78:10:20:30,02:42:74:11:21:31,${makeMac(index)},52:54:00:13:23:33`
          : makeMac(index),
      ),
      agent_version: or('11.3.2430.04.W'),
      agent_installed_on: or(firstMs - index * hour),
      agent_last_contact_time: or(contactMs),
      agent_last_bootup_time: or(contactMs - 6 * hour),
      agent_logged_on_users:
        planned || index % 4 === 0
          ? '-'
          : `${isHost(index) ? 'EXAMPLE\\zoe,' : ''}EXAMPLE\\user${index % 40}`,
      computer_live_status: planned ? 3 : 1 + (index % 2),
      installation_status: planned ? 21 : 22,
      managed_status: 61,
      status_label: planned ? 'dc.db.som.status.yet_to_install' : 'dc.db.som.status.installed_successfully',
      scan_status: planned ? -1 : 2,
      last_successful_scan: planned ? 0 : contactMs,
      branch_office_name: index % 3 === 0 ? 'Local Office' : 'Berlin',
      customer_id: 90_071_992_547_000_003n,
      customer_name: 'Example GmbH',
      location: index % 5 === 0 ? '--' : 'Second floor',
      description: index % 5 === 0 ? 'Reception' : '--',
      search_tag: index % 6 === 0 ? 'lab' : '--',
      owner: planned ? '--' : `User ${index % 40}`,
      owner_email_id: planned || index % 7 === 0 ? '--' : person,
    };
  }

  function makeSoftware(index: number): Record<string, unknown>[] {
    if (bare.has(index) || isPlanned(index)) return [];
    const count = options.softwarePerComputer + (index % 4);
    return Array.from({ length: count }, (_item, at) => {
      const number = (index + at * 2) % products.length;
      const [name, publisher, version] = products[number] as (typeof products)[number];
      const isAgain = at >= products.length;
      return {
        software_id: 90_071_992_547_300_000n + BigInt(number),
        software_name: isAgain ? `${name} (32-bit)` : name,
        software_version: changed.has(index) && at === 0 ? `${version}.1` : version,
        display_name: name,
        manufacturer_name: at % 9 === 8 ? '--' : publisher,
        // 0 means that nobody knows.
        installed_date: at % 5 === 0 ? 0 : firstMs - at * dayMs,
        detected_time: firstMs,
        architecture: '64-bit',
        sw_type: at % 3,
        is_usage_prohibited: 0,
        compliant_status: '--',
        sw_category_name: 'Others',
        location: 'Not known',
      };
    });
  }

  const makeSummary = (index: number) => {
    const [manufacturer, model, type] = models[index % models.length] as (typeof models)[number];
    const system = systems[index % systems.length] as (typeof systems)[number];
    return {
      resource_id: idOf(index),
      computer_summary: { computer_name: `WS-${String(index).padStart(5, '0')}` },
      computer_hardware_summary: {
        device_manufacturer: index % 9 === 4 ? 'VMware, Inc.' : manufacturer,
        device_model: index % 9 === 4 ? 'VMware Virtual Platform' : model,
        device_type: index % 9 === 4 ? 'Virtual Machine' : type,
        serial_number: isPlanned(index) ? '--' : makeSerial(index),
        processor: index % 13 === 0 ? '--' : 'Intel(R) Core(TM) Ultra 5 135U',
        memory: '16384 MB',
      },
      computer_os_summary: { os_name: system.os, os_version: system.version },
      computer_disk_summary: { total_size: '512 GB', percent_free: 41 },
      computer_owner_details: {
        owner: `User ${index % 40}`,
        owner_email_id: `user${index % 40}@example.com`,
      },
    };
  };

  /** One page, in the envelope of this build. */
  function list(type: string, all: readonly unknown[], query: URLSearchParams, cap: number): ProductAnswer {
    const limit = Math.min(Number(query.get('pagelimit') ?? 25), cap);
    const page = Math.max(Number(query.get('page') ?? 1), 1);
    const isGap = page > 1 && type !== 'installedsoftware' && faults.take('page-gap') !== undefined;
    const rows = isGap ? [] : all.slice((page - 1) * limit, page * limit);
    return { status: 200, body: wrap(type, { total: all.length, limit, page, [type]: rows }) };
  }

  function wrap(type: string, response: Record<string, unknown>): unknown {
    if (!faults.isOn('older-envelope'))
      return { message_type: type, message_response: response, message_version: '1.4', status: 'success' };
    const { total, limit, page, ...rest } = response;
    const counts = total === undefined ? {} : { Page: page, Total: total, Limit: limit };
    return {
      Status: 'success',
      MessageVersion: '1.4',
      MessageResponse: { ...rest, ...counts },
      MessageType: type,
    };
  }

  function findIndex(query: URLSearchParams): number | undefined {
    return findIndexes(query.get('resid'))[0];
  }

  function findIndexes(text: string | null): number[] {
    if (text === null || !/^\d+$/.test(text)) return [];
    const index = Number(BigInt(text) - firstResourceId);
    return index >= 0 && index < options.computers && !removed.has(index) ? [index] : [];
  }

  const failed = (status: number, code: string, description: string): ProductAnswer => ({
    status,
    body: { status: 'error', error_code: code, error_description: description },
  });

  return {
    answer(path, query) {
      if (faults.take('error-inside-200') !== undefined)
        return failed(200, '10011', 'The request could not be processed');
      const entity = /^\/api\/1\.4\/(.+)$/.exec(path)?.[1];
      switch (entity) {
        case 'inventory/scancomputers':
          return list('scancomputers', positions().map(makeComputer), query, maxPageLimit);
        case 'som/computers':
          // Serial numbers are in the inventory only (facts §3.3).
          return list(
            'computers',
            (query.has('residfilter') ? findIndexes(query.get('residfilter')) : positions()).map((index) =>
              omit(makeComputer(index), ['servicetag', 'scan_status', 'last_successful_scan']),
            ),
            query,
            maxPageLimit,
          );
        case 'som/summary':
          return { status: 200, body: wrap('summary', { summary: { total: positions().length } }) };
        case 'inventory/installedsoftware':
        case 'inventory/compdetailssummary': {
          const index = findIndex(query);
          if (index === undefined || faults.take('details-gone') !== undefined)
            return failed(404, '10010', 'The computer does not exist');
          return entity === 'inventory/installedsoftware'
            ? list('installedsoftware', makeSoftware(index), query, maxSoftwareLimit)
            : { status: 200, body: wrap('compdetailssummary', { compdetailssummary: makeSummary(index) }) };
        }
        default:
          return undefined;
      }
    },
    count: () => positions().length,
    softwareCount: () => positions().reduce((sum, index) => sum + makeSoftware(index).length, 0),
    edit({ change, remove, withoutSoftware }) {
      if (change) changed = new Set(change);
      if (remove) removed = new Set(remove);
      if (withoutSoftware) bare = new Set(withoutSoftware);
    },
  };
}
