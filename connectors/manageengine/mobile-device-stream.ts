/** Mobile Device Manager Plus Cloud. Facts: §4. */
import type { RequestDefinition, StreamDefinition } from '../../src/connector-kit/index.ts';
import { noValues } from './no-values.ts';
import { makeHostTemplate } from './product-hosts.ts';

const get = (path: string, query: Record<string, string> = {}): RequestDefinition => ({
  method: 'GET',
  baseUrl: makeHostTemplate('mobileDeviceManager', 'mobileDeviceManagerHost'),
  // About 60 calls a minute; more locks the account out for five minutes.
  rateBudget: { requestsPerSecond: 0.5, burst: 30, maxConcurrent: 2 },
  path: `/api/v1/mdm/${path}`,
  query,
});

export const mobileDeviceCheck = get('devices', { limit: '1' });

export const mobileDeviceStream: StreamDefinition = {
  id: 'mobile-devices',
  name: 'ManageEngine mobile devices',
  description: 'Enrolled phones, tablets and computers of Mobile Device Manager, with their apps.',
  object: 'assets',
  request: get('devices', { summary: 'true', exclude_removed: 'true' }),
  recordsPath: 'devices',
  nativeIdPath: 'device_id',
  // The address of the next page carries the token along: it is only followed on the same host.
  paginator: { kind: 'next_url', path: 'paging.next', sizeParam: 'limit', pageSize: 100 },
  detail: {
    request: get('devices/{{ item.device_id }}/apps'),
    maxConcurrent: 2,
    more: [{ as: 'device', request: get('devices/{{ item.device_id }}') }],
  },
  software: {
    from: 'record',
    path: 'detail.installed_apps',
    name: 'app_name',
    version: 'app_version',
  },
  noValues,
  completeness: { kind: 'total', path: 'metadata.total_record_count' },
  // A device that was removed may still have details.
  presence: { request: get('devices/{{ id }}'), idPath: 'device_id if not (is_removed | boolean)' },
  totalPath: 'metadata.total_record_count',
  // Settings of the carrier and means to open the device.
  secretPaths: [
    'apn_password',
    'unlock_token',
    'device.apn_password',
    'device.unlock_token',
    'device.network.apn_password',
  ],
  fields: [
    { path: 'device.battery_level', label: 'Battery Level', type: 'number' },
    { path: 'device.is_supervised', label: 'Is Supervised', type: 'boolean' },
    {
      path: 'device.last_contact_time',
      label: 'Last Contact Time',
      type: 'date_time',
      dateUnit: 'epoch-milliseconds',
    },
    { path: 'device.managed_status', label: 'Managed Status', type: 'number' },
    { path: 'device.network.wifi_mac', label: 'Wifi Mac', type: 'text' },
    { path: 'device.os.os_name', label: 'Os Name', type: 'text' },
    {
      path: 'device.registered_time',
      label: 'Registered Time',
      type: 'date_time',
      dateUnit: 'epoch-milliseconds',
    },
    { path: 'device.security.device_rooted', label: 'Device Rooted', type: 'boolean' },
    { path: 'device.security.storage_encryption', label: 'Storage Encryption', type: 'boolean' },
    { path: 'device_id', label: 'Device Id', type: 'number' },
    { path: 'device_name', label: 'Device Name', type: 'text' },
    // A text, or a list where the device has several.
    { path: 'imei', label: 'Imei', type: 'list' },
    { path: 'is_lost_mode_enabled', label: 'Is Lost Mode Enabled', type: 'boolean' },
    { path: 'is_removed', label: 'Is Removed', type: 'boolean' },
    { path: 'model', label: 'Model', type: 'text' },
    { path: 'os_version', label: 'Os Version', type: 'text' },
    { path: 'owned_by', label: 'Owned By', type: 'text' },
    { path: 'platform_type', label: 'Platform Type', type: 'text' },
    { path: 'product_name', label: 'Product Name', type: 'text' },
    { path: 'serial_number', label: 'Serial Number', type: 'text' },
    { path: 'summary.app_count', label: 'App Count', type: 'number' },
    { path: 'udid', label: 'Udid', type: 'text' },
    { path: 'user.user_email', label: 'User Email', type: 'text' },
    { path: 'user.user_name', label: 'User Name', type: 'text' },
  ],
  suggestedMapping: [
    { source: 'serial_number', target: 'serialNumber', isSyncKey: true },
    {
      source: "{{ imei | join(' ') | replace('-', '') | split(' ') | sort | first }}",
      target: 'imei',
      isSyncKey: true,
    },
    {
      source: "{{ udid | first_of('mdm-' ~ tenant ~ '-' ~ device_id) }}",
      target: 'externalId',
      isSyncKey: true,
    },
    { source: 'device_name', target: 'deviceName' },
    { source: "{{ 'Mobile device' }}", target: 'assetType' },
    {
      source: "{{ device.managed_status | map_values('2', 'Enrolled') }}",
      target: 'status',
    },
    { source: "{{ 'Apple' if platform_type == 'ios' else device.manufacturer }}", target: 'manufacturer' },
    { source: '{{ model | first_of(product_name) }}', target: 'model' },
    {
      source:
        "{{ device.os.os_name | first_of(platform_type | map_values('ios', 'iOS', 'android', 'Android', 'windows', 'Windows')) }}",
      target: 'operatingSystem',
    },
    { source: 'os_version', target: 'osVersion' },
    { source: '{{ device.network.wifi_mac | main_mac }}', target: 'macAddress' },
    { source: 'user.user_name', target: 'currentUser' },
    { source: 'user.user_email', target: 'assignedTo' },
    { source: 'device.last_contact_time', target: 'lastSeenAt' },
  ],
};
