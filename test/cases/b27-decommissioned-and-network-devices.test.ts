/** The words of a vendor's lists are all known: what waits for approval is not online, and a switch is a switch. */
import { describe, expect, test } from 'vitest';
import { brief, useCaseWorld } from '../helpers/case-world.ts';
import { ninja, scriptNinja } from '../helpers/vendor-scripts.ts';
import devices from './fixtures/b27/devices.json' with { type: 'json' };

const world = useCaseWorld([ninja]);

async function load(list: readonly object[]) {
  scriptNinja(world.vendor, list);
  const integration = await world.integrate(ninja, 'devices');
  const session = await integration.run();
  return { session, integration };
}

/** Every node class of the vendor's API description, and the word a person reads. */
const words: Record<string, string> = {
  WINDOWS_WORKSTATION: 'Workstation',
  LINUX_WORKSTATION: 'Workstation',
  MAC: 'Mac',
  WINDOWS_SERVER: 'Server',
  LINUX_SERVER: 'Server',
  MAC_SERVER: 'Server',
  ANDROID: 'Mobile device',
  APPLE_IOS: 'Mobile device',
  APPLE_IPADOS: 'Mobile device',
  VMWARE_VM_HOST: 'Virtual machine host',
  HYPERV_VMM_HOST: 'Virtual machine host',
  NMS_VM_HOST: 'Virtual machine host',
  VMWARE_VM_GUEST: 'Virtual machine',
  HYPERV_VMM_GUEST: 'Virtual machine',
  NMS_VIRTUAL_MACHINE: 'Virtual machine',
  NMS_SWITCH: 'Switch',
  NMS_ROUTER: 'Router',
  NMS_FIREWALL: 'Firewall',
  NMS_PRINTER: 'Printer',
  NMS_SCANNER: 'Scanner',
  NMS_SERVER: 'Server',
  NMS_COMPUTER: 'Computer',
  NMS_PHONE: 'Phone',
};
/** Those too whose word is not the point: only the raw spelling of the vendor is wrong. */
const others = [
  'NMS_PRIVATE_NETWORK_GATEWAY',
  'NMS_DIAL_MANAGER',
  'NMS_WAP',
  'NMS_IPSLA',
  'NMS_APPLIANCE',
  'NMS_OTHER',
  'NMS_NETWORK_MANAGEMENT_AGENT',
  'UNMANAGED_DEVICE',
  'MANAGED_DEVICE',
];

test('the two devices of the case', async () => {
  const { session } = await load(devices);
  expect(session.errorCode).toBeNull();
  const assets = await world.list('assets');
  // Left out by the proposed rule, or loaded with a status that tells.
  for (const asset of assets) expect(asset['status']).not.toBe('Online');
  const network = assets.find(({ deviceName }) => deviceName === 'D2');
  if (network) expect(network).toMatchObject({ assetType: 'Switch' });
});

test('every node class has a word', async () => {
  const classes = [...Object.keys(words), ...others];
  await load(
    classes.map((nodeClass, at) => ({
      id: at + 1,
      uid: `u${at}`,
      nodeClass,
      approvalStatus: 'APPROVED',
      offline: false,
      displayName: nodeClass,
    })),
  );
  const assets = await world.list('assets');
  const raw = assets.filter(({ assetType }) => /^[A-Z]+_[A-Z_]+$/.test(String(assetType)));
  expect(raw.map(({ assetType }) => assetType)).toEqual([]);
  const found = Object.fromEntries(assets.map(({ deviceName, assetType }) => [deviceName, assetType]));
  expect(found).toMatchObject(words);
});

describe('approval', () => {
  test.each([
    ['APPROVED', false, /^Online$/],
    ['APPROVED', true, /^Offline$/],
    [undefined, false, /^Online$/],
    ['PENDING', false, /pending|approval/i],
    ['STAGED', true, /staged/i],
    ['DECOMMISSIONED', true, /decommissioned/i],
  ])('%s, offline %s', async (approvalStatus, offline, status) => {
    await load([{ id: 1, uid: 'u1', nodeClass: 'MAC', approvalStatus, offline }]);
    const [asset] = await world.list('assets');
    // A rule that leaves it out says so as well; but an approved device is always loaded.
    if (asset === undefined) expect(approvalStatus).not.toMatch(/^APPROVED$/);
    else expect(asset['status']).toMatch(status);
  });

  test('a word nobody knows yet passes through', async () => {
    await load([{ id: 1, uid: 'u1', nodeClass: 'NMS_QUANTUM', approvalStatus: 'ON_HOLD', offline: false }]);
    const [asset] = await world.list('assets');
    expect(asset).toBeDefined();
    expect(String(asset?.['status'])).toMatch(/ON_HOLD|on hold/i);
  });

  test('a device that is decommissioned later is seen to be', async () => {
    const device = { id: 1, uid: 'u1', nodeClass: 'MAC', approvalStatus: 'APPROVED', offline: false };
    const { integration } = await load([device]);
    expect(await world.list('assets')).toMatchObject([{ status: 'Online' }]);
    scriptNinja(world.vendor, [{ ...device, approvalStatus: 'DECOMMISSIONED', offline: true }]);
    const session = await integration.run();
    if (session.counts.skipped === 0) expect(brief(session)).toMatchObject({ updated: 1 });
    const [asset] = await world.list('assets');
    expect(asset?.['status']).not.toBe('Online');
  });
});
