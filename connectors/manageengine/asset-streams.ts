/** ServiceDesk Plus Cloud, v3. Facts: request §5.1, answer §5.2, modules §5.3, status codes §5.4. */
import type { RequestDefinition, StreamDefinition, StreamField } from '../../src/connector-kit/index.ts';
import { noValues } from './no-values.ts';
import { makeHostTemplate } from './product-hosts.ts';

/** A portal of its own has its name in the path. */
const portal = "{{ ('/app/' ~ settings.serviceDeskPortal) if settings.serviceDeskPortal else '' }}";

const get = (module: string): RequestDefinition => ({
  method: 'GET',
  baseUrl: `${makeHostTemplate('serviceDesk', 'serviceDeskHost')}${portal}`,
  rateBudget: { requestsPerSecond: 1, burst: 20, maxConcurrent: 2 },
  path: `/api/v3/${module}`,
  // Without it the answer is a web page.
  headers: { accept: 'application/vnd.manageengine.sdp.v3+json' },
});

/** The vendor replaces the flat modules by ones named `asset_…`; tenants have either. */
export const serviceDeskChecks = ['asset_assets', 'assets'].map((module) => ({
  ...get(module),
  query: { input_data: '{"list_info": {"row_count":1} }' },
}));

const assetParts = [
  'name',
  'asset_tag',
  'barcode',
  'product',
  'product_type',
  'state',
  'serial_number',
  'acquisition_date',
  'warranty_expiry',
  'expiry_date',
  'location',
  'site',
  'department',
  'user',
  'vendor',
  'purchase_cost',
  'is_loanable',
  'created_time',
  'last_updated_time',
];
const workstationParts = [
  'computer_system',
  'operating_system',
  'memory',
  'processors',
  'network_adapters',
  'domain',
  'last_logged_user',
];

/** The list parameters travel as JSON in one parameter; only the columns of a view come unasked. */
const makePaginator = (parts: readonly string[]) => ({
  kind: 'template' as const,
  params: {
    input_data: `{"list_info": {"row_count":100,"page":{{ page.number }},"sort_field":"id","sort_order":"asc","get_total_count":true,"fields_required":${JSON.stringify(parts)}} }`,
  },
  stopWhen: 'not response.list_info.has_more_rows',
  maxPages: 100_000,
});

const total = 'list_info.total_count';
const text = (path: string, label: string): StreamField => ({ path, label, type: 'text' });
/** Dates are milliseconds in a text, beside what a person would read. */
const date = (name: string, label: string): StreamField => ({
  path: `${name}.value`,
  label,
  type: 'date_time',
  dateUnit: 'epoch-milliseconds',
});

const assetFields: StreamField[] = [
  date('acquisition_date', 'Acquisition Date'),
  text('asset_tag', 'Asset Tag'),
  text('barcode', 'Barcode'),
  date('created_time', 'Created Time'),
  text('department.name', 'Department'),
  date('expiry_date', 'Expiry Date'),
  text('id', 'Id'),
  { path: 'is_loanable', label: 'Is Loanable', type: 'boolean' },
  date('last_updated_time', 'Last Updated Time'),
  text('location', 'Location'),
  text('name', 'Name'),
  text('product.manufacturer', 'Product Manufacturer'),
  text('product.name', 'Product Name'),
  text('product_type.name', 'Product Type'),
  { path: 'purchase_cost', label: 'Purchase Cost', type: 'number' },
  text('serial_number', 'Serial Number'),
  text('site.name', 'Site'),
  text('state.name', 'State'),
  text('user.email_id', 'User Email'),
  text('user.name', 'User Name'),
  text('vendor.name', 'Vendor'),
  date('warranty_expiry', 'Warranty Expiry'),
];

type MappingRow = StreamDefinition['suggestedMapping'][number];
const serialNumber: MappingRow = { source: 'serial_number', target: 'serialNumber', isSyncKey: true };
const model: MappingRow = { source: 'product.name', target: 'model' };
const assetMapping: MappingRow[] = [
  { source: '{{ barcode | first_of(asset_tag) }}', target: 'barcode', isSyncKey: true },
  { source: "{{ 'servicedesk-' ~ tenant ~ '-' ~ id }}", target: 'externalId', isSyncKey: true },
  { source: 'name', target: 'deviceName' },
  { source: '{{ product_type.name | first_of(product.product_type.name) }}', target: 'assetType' },
  { source: 'state.name', target: 'status' },
  { source: '{{ location | first_of(site.name) }}', target: 'location' },
  { source: 'department.name', target: 'department' },
  { source: 'user.email_id', target: 'assignedTo' },
  { source: 'vendor.name', target: 'vendor' },
  { source: 'acquisition_date.value', target: 'purchaseDate' },
  { source: 'purchase_cost', target: 'purchasePrice' },
  { source: 'warranty_expiry.value', target: 'warrantyEndDate' },
  { source: 'expiry_date.value', target: 'endOfLifeDate' },
];

const common = {
  object: 'assets' as const,
  nativeIdPath: 'id',
  noValues,
  completeness: { kind: 'total' as const, path: total },
  totalPath: total,
};

/**
 * One asset by its id. The vendor does not publish what the new modules call a single record; where it stands under
 * another name nothing is found, and nothing is concluded.
 */
const onePresence = (module: string, names: readonly [string, string]): StreamDefinition['presence'] => ({
  request: get(`${module}/{{ id }}`),
  idPath: `${names[0]}.id | first_of(${names[1]}.id)`,
});

/** Under the new module name, else under the old one. */
export const assetStream: StreamDefinition = {
  ...common,
  id: 'assets',
  name: 'ManageEngine assets',
  description: 'Everything ServiceDesk Plus keeps as an asset, with owner, warranty and cost.',
  request: get('asset_assets'),
  recordsPath: 'asset_assets',
  presence: onePresence('asset_assets', ['asset_asset', 'asset']),
  alternatives: [{ request: get('assets'), recordsPath: 'assets' }],
  paginator: makePaginator(assetParts),
  fields: assetFields,
  suggestedMapping: [
    serialNumber,
    ...assetMapping,
    { source: 'product.manufacturer', target: 'manufacturer' },
    model,
  ],
};

export const workstationStream: StreamDefinition = {
  ...common,
  id: 'workstations',
  name: 'ManageEngine workstations',
  description: 'The workstations of ServiceDesk Plus, with their hardware and operating system.',
  request: get('asset_computers'),
  recordsPath: 'asset_computers',
  presence: onePresence('asset_computers', ['asset_computer', 'workstation']),
  alternatives: [{ request: get('workstations'), recordsPath: 'workstations' }],
  paginator: makePaginator([...assetParts, ...workstationParts]),
  fields: [
    ...assetFields,
    text('computer_system.model', 'System Model'),
    text('computer_system.service_tag', 'Service Tag'),
    text('computer_system.system_manufacturer', 'System Manufacturer'),
    text('domain.name', 'Domain'),
    text('last_logged_user', 'Last Logged User'),
    { path: 'memory.physical_memory', label: 'Physical Memory', type: 'number' },
    { path: 'network_adapters', label: 'Network Adapters List', type: 'list' },
    text('network_adapters[0].ip_address', 'Ip Address'),
    text('network_adapters[0].mac_address', 'Mac Address'),
    text('operating_system.os', 'Operating System'),
    text('operating_system.version', 'Operating System Version'),
    { path: 'processors', label: 'Processors List', type: 'list' },
    text('processors[0].name', 'Processor'),
  ],
  suggestedMapping: [
    { ...serialNumber, source: '{{ computer_system.service_tag | first_of(serial_number) }}' },
    ...assetMapping,
    {
      source: '{{ computer_system.system_manufacturer | first_of(product.manufacturer) }}',
      target: 'manufacturer',
    },
    { ...model, source: '{{ computer_system.model | first_of(product.name) }}' },
    { source: 'operating_system.os', target: 'operatingSystem' },
    { source: 'operating_system.version', target: 'osVersion' },
    { source: "{{ processors | pluck('name') | sort | first }}", target: 'cpu' },
    { source: 'memory.physical_memory', target: 'memoryBytes' },
    { source: "{{ network_adapters | pluck('ip_address') | main_ip }}", target: 'ipAddress' },
    { source: "{{ network_adapters | pluck('mac_address') | main_mac }}", target: 'macAddress' },
    { source: 'last_logged_user', target: 'currentUser' },
  ],
};
