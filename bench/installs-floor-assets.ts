/** The devices of the installs floor: the fields Muster's suggested mapping gives, by hand, with the original beside. */
import { hashToUuid } from '../src/model/hash-to-uuid.ts';
import { escapeText } from './floor-text.ts';

export interface Device {
  id: number;
  uid?: string;
  organizationId: number;
  locationId: number;
  nodeClass: string;
  assignedOwnerUid?: string;
  offline?: boolean;
  displayName?: string;
  systemName?: string;
  dnsName?: string;
  serviceTag?: string;
  vendor?: string;
  model?: string;
  version?: string;
  releaseName?: string;
  cpuModel?: string;
  memorySize?: number;
  lastLoggedInUser?: string;
  lastContact?: number;
  ipAddresses?: string[];
  macAddresses?: string[];
  os?: { name?: string; releaseId?: string; buildNumber?: string };
  system?: {
    serialNumber?: string;
    biosSerialNumber?: string;
    manufacturer?: string;
    model?: string;
    totalPhysicalMemory?: number;
    virtualMachine?: boolean;
  };
  memory?: { capacity?: number };
  processors?: { name?: string }[];
  references?: { warranty?: { endDate?: number } };
}

/** Names of organisations and locations, mail addresses of owners, by id. */
export interface Names {
  organizations: ReadonlyMap<number, string>;
  locations: ReadonlyMap<number, string>;
  owners: ReadonlyMap<string, string>;
}

const types: Record<string, string> = {
  WINDOWS_WORKSTATION: 'Workstation',
  MAC: 'Mac',
  WINDOWS_SERVER: 'Server',
  VMWARE_VM_HOST: 'Virtual machine host',
};
const toTime = (seconds: number | undefined) =>
  seconds === undefined ? undefined : new Date(seconds * 1_000).toISOString();

export const assetColumns =
  'id, serial_number, external_id, device_name, asset_type, status, manufacturer, model, operating_system, os_version, cpu, memory_bytes, ip_address, mac_address, current_user_name, assigned_to, location, company, warranty_end_date, last_seen_at, is_virtual, hash, payload';
export const assetTable = `CREATE TABLE IF NOT EXISTS floor_assets (id bigint PRIMARY KEY, serial_number text, external_id text,
  device_name text, asset_type text, status text, manufacturer text, model text, operating_system text, os_version text, cpu text,
  memory_bytes bigint, ip_address text, mac_address text, current_user_name text, assigned_to text, location text, company text,
  warranty_end_date timestamptz, last_seen_at timestamptz, is_virtual boolean, hash uuid NOT NULL, payload json NOT NULL);
  CREATE UNIQUE INDEX IF NOT EXISTS floor_assets_external_id ON floor_assets (lower(external_id));
  CREATE INDEX IF NOT EXISTS floor_assets_serial_number ON floor_assets (lower(serial_number))`;

export const hashDevice = (payload: string) => hashToUuid(payload);

export function toAssetLine(device: Device, names: Names, payload: string, digest: string): string {
  const { system, os } = device;
  const values = [
    device.id,
    system?.serialNumber ?? system?.biosSerialNumber ?? device.serviceTag,
    device.uid ?? `ninjaone-${device.organizationId}-${device.id}`,
    device.displayName ?? device.systemName ?? device.dnsName,
    types[device.nodeClass] ?? device.nodeClass,
    device.offline === undefined ? undefined : device.offline ? 'Offline' : 'Online',
    system?.manufacturer ?? device.vendor,
    system?.model ?? device.model,
    os?.name ?? device.releaseName,
    os?.releaseId ?? os?.buildNumber ?? device.version,
    device.processors?.[0]?.name ?? device.cpuModel,
    device.memory?.capacity ?? system?.totalPhysicalMemory ?? device.memorySize,
    device.ipAddresses?.[0],
    device.macAddresses?.[0]?.toUpperCase(),
    device.lastLoggedInUser,
    device.assignedOwnerUid === undefined ? undefined : names.owners.get(device.assignedOwnerUid),
    names.locations.get(device.locationId),
    names.organizations.get(device.organizationId),
    toTime(device.references?.warranty?.endDate),
    toTime(device.lastContact),
    system?.virtualMachine,
    digest,
    payload,
  ];
  return `${values.map((value) => (value === undefined || value === '' ? '\\N' : escapeText(String(value)))).join('\t')}\n`;
}
