import type { ScopeDefinition } from '../../src/connector-kit/index.ts';

const scope = (name: string, reason: string): ScopeDefinition => ({ name, reason, isDefault: true });

/** As the vendor's set-up page lists them. Facts: §2.6 tells which of them reading needs. */
export const scopes: ScopeDefinition[] = [
  scope(
    'MDMOnDemand.MDMInventory.CREATE',
    'Ask mobile devices for a fresh scan. Muster only reads and does not use it.',
  ),
  scope('MDMOnDemand.MDMInventory.READ', 'Read mobile devices and the apps installed on them.'),
  scope('SDPOnDemand.assets.ALL', 'Read the assets and workstations of ServiceDesk Plus.'),
  scope(
    'DesktopCentralCloud.Common.READ',
    'Read what Endpoint Central says about itself, such as its branch offices.',
  ),
  scope('DesktopCentralCloud.SOM.READ', 'Read the computers Endpoint Central manages.'),
  scope('DesktopCentralCloud.SOM.UPDATE', 'Install or remove agents. Muster only reads and does not use it.'),
  scope(
    'DesktopCentralCloud.Inventory.READ',
    'Read the hardware and the installed software of the computers.',
  ),
  scope(
    'DesktopCentralCloud.Inventory.UPDATE',
    'Start inventory scans. Muster only reads and does not use it.',
  ),
  scope('DesktopCentralCloud.PatchMgmt.READ', 'Read missing and installed patches; for patch reports.'),
  scope('DesktopCentralCloud.PatchMgmt.UPDATE', 'Deploy patches. Muster only reads and does not use it.'),
];
