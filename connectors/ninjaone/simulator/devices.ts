/**
 * Devices of a made-up tenant and their software, made from an index as they are asked for. Shapes as recorded (facts
 * §1.8, §1.10): agents with `system` and `os`, virtual machine hosts without uid and with a `serviceTag`, cloud monitor
 * targets and unmanaged devices with next to nothing, and virtual machines whose clones share a serial number.
 */
import { idOf, mix, uidOf } from './ids.ts';

type DeviceKind =
  | 'workstation'
  | 'mac'
  | 'server'
  | 'virtual-server'
  | 'vm-host'
  | 'cloud-monitor'
  | 'unmanaged';

export interface SimulatedDevice {
  id: number;
  [key: string]: unknown;
}

export interface DeviceFaults {
  withoutSerial: boolean;
  sameSerial: boolean;
}

const createdAt = 1_743_088_826.524929;
const seenAt = 1_759_136_775.901;
const models = [
  ['Dell Inc.', 'Latitude 5450'],
  ['LENOVO', 'ThinkPad T14 Gen 5'],
  ['HP', 'EliteBook 840 G11'],
  ['Microsoft Corporation', 'Surface Laptop 6'],
] as const;

function kindOf(index: number): DeviceKind {
  if (index % 30 === 7) return 'vm-host';
  if (index % 30 === 11) return 'cloud-monitor';
  // Beyond the size of the demo, whose figures the browser suite knows.
  if (index >= 120 && index % 30 === 21) return 'unmanaged';
  if (index % 10 === 4) return 'virtual-server';
  if (index % 10 === 9) return 'mac';
  return index % 5 === 0 ? 'server' : 'workstation';
}

const hasNoAgent = (kind: DeviceKind) =>
  kind === 'vm-host' || kind === 'cloud-monitor' || kind === 'unmanaged';

export const hasSoftware = (index: number): boolean => !hasNoAgent(kindOf(index));

const classes: Record<DeviceKind, string> = {
  workstation: 'WINDOWS_WORKSTATION',
  mac: 'MAC',
  server: 'WINDOWS_SERVER',
  'virtual-server': 'WINDOWS_SERVER',
  'vm-host': 'VMWARE_VM_HOST',
  'cloud-monitor': 'CLOUD_MONITOR_TARGET',
  unmanaged: 'UNMANAGED_DEVICE',
};

/** What is not approved yet, or taken out of service, is listed like everything else. */
const approvals: Record<number, string> = { 13: 'PENDING', 26: 'STAGED', 39: 'DECOMMISSIONED' };

/** @param generation number of edits that have touched this device; each moves its last contact. */
export function makeDevice(
  seed: number,
  index: number,
  generation: number,
  place: { organizationId: number; locationId: number },
  isDetailed: boolean,
  faults: DeviceFaults,
): SimulatedDevice {
  const kind = kindOf(index);
  const random = mix(seed + 7, index);
  const name = `${kind === 'cloud-monitor' ? 'ping' : 'PC'}-${String(index).padStart(5, '0')}`;
  const device: SimulatedDevice = {
    id: idOf(index),
    ...(hasNoAgent(kind)
      ? {}
      : {
          uid: uidOf(random, index),
          policyId: 57,
        }),
    // The user list's uid of the same index, so that owners are found.
    ...(kind === 'workstation' && index % 3 !== 0
      ? { assignedOwnerUid: uidOf(mix(seed, index), index) }
      : {}),
    ...place,
    nodeClass: classes[kind],
    nodeRoleId: 1_002,
    rolePolicyId: 57,
    approvalStatus: approvals[index % 40] ?? 'APPROVED',
    offline: index % 5 === 0,
    displayName: kind === 'vm-host' ? `192.0.2.${index % 250}` : name,
    systemName: name,
    dnsName: `${name.toLowerCase()}.example.test`,
    created: createdAt + index,
    lastContact: seenAt + index + generation * 86_400,
    lastUpdate: seenAt + index + generation * 86_400,
    tags: [],
  };
  if (!isDetailed) return device;
  const ip = `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`;
  // Hosts of containers list bridges and link-local addresses too, in no order.
  const isHost = kind === 'workstation' && index % 7 === 3;
  device.ipAddresses = isHost ? ['172.17.0.1', 'fe80::42:78ff:fe10:2030', ip] : [ip];
  device.macAddresses =
    kind === 'cloud-monitor'
      ? []
      : [...(isHost ? ['02:42:78:10:20:30'] : []), ...makeMacs(random, kind === 'vm-host')];
  device.publicIP = '192.0.2.242';
  if (kind === 'cloud-monitor' || kind === 'unmanaged') return device;
  const serial = makeSerial(kind, index, faults);
  if (kind === 'vm-host')
    return {
      ...device,
      deviceType: 'VMHost',
      ...(serial === undefined ? {} : { serviceTag: serial }),
      vendor: 'Dell Inc.',
      model: 'PowerEdge R760',
      version: '8.0.3',
      releaseName: 'VMware ESXi 8.0.3 build-24022510',
      cpuModel: 'Intel(R) Xeon(R) Gold 6430',
      cpuPackages: 2,
      memorySize: 549_755_813_888,
    };
  return { ...device, deviceType: 'AgentDevice', ...agentParts(kind, random, index, name, serial) };
}

function agentParts(
  kind: DeviceKind,
  random: number,
  index: number,
  name: string,
  serial: string | undefined,
): object {
  const isMac = kind === 'mac';
  const isVirtual = kind === 'virtual-server';
  const [maker, model] = isVirtual
    ? ['Microsoft Corporation', 'Virtual Machine']
    : isMac
      ? ['Apple Inc.', 'MacBookPro18,3']
      : (models[random % models.length] ?? models[0]);
  const memory = (8 + (random % 4) * 8) * 1_073_741_824;
  return {
    os: {
      manufacturer: isMac ? 'Apple Inc.' : 'Microsoft Corporation',
      name: isMac
        ? 'macOS 15.6 (Sequoia)'
        : kind === 'workstation'
          ? 'Windows 11 Enterprise Edition'
          : 'Windows Server 2022 Standard Edition',
      architecture: '64-bit',
      lastBootTime: seenAt - (random % 900_000),
      buildNumber: isMac ? '24G84' : '20348',
      releaseId: isMac ? '15.6' : '21H2',
      needsReboot: random % 9 === 0,
    },
    system: {
      name,
      manufacturer: maker,
      model,
      ...(serial === undefined ? {} : { biosSerialNumber: serial, serialNumber: serial }),
      domain: isMac ? null : 'EXAMPLE',
      domainRole: kind === 'workstation' ? 'Member Workstation' : 'Member Server',
      numberOfProcessors: 1,
      totalPhysicalMemory: memory,
      virtualMachine: isVirtual,
      chassisType: isMac || kind === 'workstation' ? 'LAPTOP' : 'DESKTOP',
    },
    memory: { capacity: memory },
    processors: [
      { architecture: 'x64', name: 'Intel(R) Core(TM) Ultra 7 165U', numCores: 12, numLogicalCores: 14 },
    ],
    volumes: [
      {
        name: isMac ? '/' : 'C:',
        deviceType: 'Local Disk',
        fileSystem: isMac ? 'APFS' : 'NTFS',
        capacity: 511_000_000_000,
        freeSpace: 200_000_000_000 + (random % 1_000_000),
      },
    ],
    ...(kind === 'workstation' && index % 3 === 0
      ? { references: { warranty: { startDate: seenAt - 60_000_000, endDate: seenAt + 30_000_000 + index } } }
      : {}),
    ...(kind === 'workstation' ? { lastLoggedInUser: `EXAMPLE\\user${index}` } : {}),
  };
}

/** Clones share their number: two virtual machines in a row have the same. */
function makeSerial(kind: DeviceKind, index: number, faults: DeviceFaults): string | undefined {
  if (faults.withoutSerial && index % 10 === 1) return undefined;
  if (kind === 'virtual-server') {
    const digits = String(mix(99, Math.floor(index / 20))).padStart(10, '0');
    return `7149-6004-${digits.slice(0, 4)}-${digits.slice(4, 8)}-7705-0000-48`;
  }
  const from = faults.sameSerial && index % 10 === 2 ? index - 1 : index;
  return `SN${mix(5, from).toString(36).toUpperCase().padStart(7, '0')}${from.toString(36).toUpperCase()}`;
}

function makeMacs(random: number, isHost: boolean): string[] {
  const hex = random.toString(16).padStart(8, '0');
  const mac = `00:15:${hex.slice(0, 2)}:${hex.slice(2, 4)}:${hex.slice(4, 6)}:${hex.slice(6, 8)}`;
  // Lower case for hosts, upper case and sometimes doubled for agents.
  return isHost ? [mac] : random % 4 === 0 ? [mac.toUpperCase(), mac.toUpperCase()] : [mac.toUpperCase()];
}
