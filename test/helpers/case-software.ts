/** Parts that the cases of software names share: what devices of NinjaOne have installed. */
import type { CaseWorld } from './case-world.ts';
import { ninja, scriptNinja } from './vendor-scripts.ts';

/** An entry of NinjaOne's software query. */
export const softwareEntry = (deviceId: number, name: string, more: object = {}) => ({
  deviceId,
  name,
  version: '1',
  ...more,
});

/** `serial number: names`, as stored. */
export async function listInstalled(world: CaseWorld): Promise<Record<string, string[]>> {
  const rows = await world.rows<{ serial_number: string; names: string[] }>(
    `SELECT a.serial_number, array_agg(r.name ORDER BY r.name) AS names
       FROM software_installs i JOIN assets a ON a.id = i.asset_id CROSS JOIN LATERAL unnest(i.release_ids) u (id)
       JOIN software_releases r ON r.id = u.id GROUP BY a.id ORDER BY a.id`,
  );
  return Object.fromEntries(rows.map(({ serial_number, names }) => [serial_number, names]));
}

/** A session of NinjaOne's devices with these entries of software. */
export async function runWithSoftware(
  world: CaseWorld,
  devices: readonly object[],
  entries: readonly object[],
) {
  scriptNinja(world.vendor, devices as never, { software: entries as never });
  const integration = await world.integrate(ninja, 'devices');
  return integration.run();
}
