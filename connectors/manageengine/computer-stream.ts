/** Endpoint Central Cloud. Facts: envelope and paging §3.1, values §3.2, computers §3.3, inventory §3.4. */
import type { RequestDefinition, StreamDefinition, StreamField } from '../../src/connector-kit/index.ts';
import { noValues } from './no-values.ts';
import { makeHostTemplate } from './product-hosts.ts';

/** Older builds write the envelope in capitals. */
const inEnvelope = (path: string, olderPath = path) =>
  `message_response.${path} if message_response is defined else MessageResponse.${olderPath}`;
const total = inEnvelope('total', 'Total');

export const endpointCentral = {
  baseUrl: makeHostTemplate('endpointCentral', 'endpointCentralHost'),
  /** The vendor may serve smaller pages than asked for; the stated total tells the end. */
  paginator: {
    kind: 'page',
    pageParam: 'page',
    sizeParam: 'pagelimit',
    pageSize: 100,
    firstPage: 1,
    totalPath: total,
  },
  /** Not published; the gateway's throttle is obeyed when it speaks. */
  rateBudget: { requestsPerSecond: 10, burst: 100, maxConcurrent: 4 },
} as const;

const get = (path: string, query: Record<string, string> = {}): RequestDefinition => ({
  method: 'GET',
  path: `/api/1.4/${path}`,
  query,
});
/** Ids are larger than numbers can be exact; the vendor has a text beside them. */
const id = 'resource_id_string | first_of(resource_id)';
const itemId = '{{ item.resource_id_string | first_of(item.resource_id) }}';
/** The first of a list that was asked for one id only. */
const idIn = (computers: string) =>
  `${computers}[0].resource_id_string | first_of(${computers}[0].resource_id)`;
const hardware = 'summary.computer_hardware_summary';
const friendlyName = 'response["managedcomputer.friendly_name"]';

const date = (path: string, label: string): StreamField => ({
  path,
  label,
  type: 'date_time',
  dateUnit: 'epoch-milliseconds',
});
const text = (path: string, label: string): StreamField => ({ path, label, type: 'text' });
const number = (path: string, label: string): StreamField => ({ path, label, type: 'number' });

export const computerStream: StreamDefinition = {
  id: 'computers',
  name: 'ManageEngine computers',
  description: 'Computers of Endpoint Central with their hardware and installed software.',
  object: 'assets',
  request: get('som/computers'),
  recordsPath: inEnvelope('computers'),
  nativeIdPath: id,
  lookups: [
    {
      // Serial numbers are in the inventory only.
      as: 'scan',
      request: get('inventory/scancomputers'),
      recordsPath: inEnvelope('scancomputers'),
      keyPath: 'resource_id',
      from: 'resource_id',
      keep: ['servicetag', 'last_successful_scan'],
    },
  ],
  detail: {
    request: get('inventory/installedsoftware', { resid: itemId }),
    maxConcurrent: 4,
    pages: { paginator: endpointCentral.paginator, recordsPath: inEnvelope('installedsoftware') },
    more: [
      {
        as: 'summary',
        request: get('inventory/compdetailssummary', { resid: itemId }),
        path: inEnvelope('compdetailssummary'),
      },
    ],
  },
  software: {
    from: 'record',
    path: 'detail.records',
    name: 'software_name',
    version: 'software_version',
    publisher: 'manufacturer_name',
    // 0 means that nobody knows.
    installedAt: "{{ installed_date | map_values('0', '') }}",
    dateUnit: 'epoch-milliseconds',
  },
  noValues,
  completeness: { kind: 'total', path: total },
  // Pages are counted, so what moves while they are read may be missed (facts §3.1 names the filter).
  presence: {
    request: get('som/computers', { residfilter: '{{ id }}' }),
    idPath: `(${idIn('message_response.computers')}) if message_response is defined else (${idIn('MessageResponse.computers')})`,
  },
  totalPath: total,
  fields: [
    date('agent_installed_on', 'Agent Installed On'),
    date('agent_last_bootup_time', 'Agent Last Bootup Time'),
    date('agent_last_contact_time', 'Agent Last Contact Time'),
    text('agent_logged_on_users', 'Agent Logged On Users'),
    text('agent_version', 'Agent Version'),
    text('branch_office_name', 'Branch Office Name'),
    text('build_number', 'Build Number'),
    number('computer_live_status', 'Computer Live Status'),
    number('customer_id', 'Customer Id'),
    text('customer_name', 'Customer Name'),
    text('description', 'Description'),
    text('domain_netbios_name', 'Domain Netbios Name'),
    text('fqdn_name', 'Fqdn Name'),
    text('full_name', 'Full Name'),
    number('installation_status', 'Installation Status'),
    text('ip_address', 'Ip Address'),
    text('location', 'Location'),
    text('mac_address', 'Mac Address'),
    number('managed_status', 'Managed Status'),
    text(friendlyName, 'Friendly Name'),
    text('response["managedcomputerextn.service_tag"]', 'Service Tag'),
    text('os_name', 'Os Name'),
    text('os_platform_name', 'Os Platform Name'),
    text('os_version', 'Os Version'),
    text('owner', 'Owner'),
    text('owner_email_id', 'Owner Email Id'),
    number('resource_id', 'Resource Id'),
    text('resource_id_string', 'Resource Id String'),
    text('resource_name', 'Resource Name'),
    date('scan.last_successful_scan', 'Last Successful Scan'),
    text('scan.servicetag', 'Scanned Service Tag'),
    text('search_tag', 'Search Tag'),
    text(`${hardware}.device_manufacturer`, 'Device Manufacturer'),
    text(`${hardware}.device_model`, 'Device Model'),
    text(`${hardware}.device_type`, 'Device Type'),
    text(`${hardware}.memory`, 'Memory'),
    text(`${hardware}.processor`, 'Processor'),
    text(`${hardware}.serial_number`, 'Serial Number'),
  ],
  // Where no agent is installed yet, only the name is known (facts §3.3).
  suggestedCondition: 'installation_status == 22',
  suggestedMapping: [
    {
      source: `{{ scan.servicetag | first_of(${hardware}.serial_number, response["managedcomputerextn.service_tag"]) }}`,
      target: 'serialNumber',
      isSyncKey: true,
    },
    {
      source: "{{ 'endpoint-central-' ~ tenant ~ '-' ~ (resource_id_string | first_of(resource_id)) }}",
      target: 'externalId',
      isSyncKey: true,
    },
    { source: `{{ ${friendlyName} | first_of(full_name, resource_name) }}`, target: 'deviceName' },
    { source: `{{ ${hardware}.device_type | first_of('Computer') }}`, target: 'assetType' },
    {
      source: "{{ computer_live_status | map_values('1', 'Online', '2', 'Offline', '3', 'Unknown') }}",
      target: 'status',
    },
    { source: `${hardware}.device_manufacturer`, target: 'manufacturer' },
    { source: `${hardware}.device_model`, target: 'model' },
    { source: 'os_name', target: 'operatingSystem' },
    { source: 'os_version', target: 'osVersion' },
    { source: `${hardware}.processor`, target: 'cpu' },
    // Hosts of containers list every bridge, mostly before the machine's own.
    { source: '{{ ip_address | main_ip }}', target: 'ipAddress' },
    { source: '{{ mac_address | main_mac }}', target: 'macAddress' },
    { source: "{{ agent_logged_on_users | split(',') | sort | first }}", target: 'currentUser' },
    { source: 'owner_email_id', target: 'assignedTo' },
    { source: '{{ location | first_of(branch_office_name) }}', target: 'location' },
    { source: 'customer_name', target: 'company' },
    { source: 'agent_last_contact_time', target: 'lastSeenAt' },
    { source: 'description', target: 'notes' },
  ],
};
