import { expect } from 'vitest';
import { ninjaone } from '../../connectors/ninjaone/definition.ts';
import { makeSimulator } from '../../connectors/ninjaone/simulator.ts';
import type { ConnectorDefinition, StreamDefinition } from '../../src/connector-kit/index.ts';
import { makeVendorWorld, withPageSize } from './vendor-world.ts';

/** Of 150 devices five are addresses that are only pinged; six of the others have no agent and so no software. */
export const assetCount = 145;
export const softwareCount = 139;
export const perDevice = 6;
export const installCount = softwareCount * perDevice;

/** Four pages of devices, and of the software report by default nine, which end inside a device. */
function withSmallPages(definition: ConnectorDefinition, softwarePageSize: number): ConnectorDefinition {
  const shrink = (stream: StreamDefinition): StreamDefinition => {
    const { software } = stream;
    if (software?.from !== 'query' || software.paginator?.kind !== 'cursor') return stream;
    return {
      ...stream,
      software: { ...software, paginator: { ...software.paginator, pageSize: softwarePageSize } },
    };
  };
  return { ...withPageSize(definition, 40), streams: definition.streams.map(shrink) };
}

/** A tenant with an integration of its devices that has not run yet. */
export async function openNinjaOne(change: object = {}, softwarePageSize = 100) {
  const simulator = makeSimulator({ users: 60, devices: 150, softwarePerDevice: perDevice, seed: 3 });
  const world = await makeVendorWorld(withSmallPages(ninjaone, softwarePageSize), simulator);
  const credentialId = await world.addCredential('oauth2-client-credentials');
  const devices = await world.integrate('devices', credentialId, {
    absencePolicy: 'archive',
    retireLimitPercent: 100,
    ...change,
  });
  return {
    world,
    control: simulator.control,
    credentialId,
    devices,
    /** Every set of installs, and which transaction wrote it. */
    listSets: () => world.rows('SELECT *, xmin::text FROM software_installs ORDER BY asset_id'),
    /** So many sets with exactly what the vendor lists, each entry once. */
    async expectInstalls() {
      const [found] = await world.rows(
        'SELECT count(*)::int AS sets, sum(cardinality(release_ids))::int AS installs FROM software_installs',
      );
      expect(found).toEqual({ sets: softwareCount, installs: simulator.control.softwareCount() });
      expect(simulator.control.softwareCount()).toBe(installCount);
      const [counted] = await world.rows('SELECT sum(asset_count)::int AS installs FROM software_releases');
      expect(counted).toEqual({ installs: installCount });
    },
  };
}

export async function openLoadedNinjaOne(change: object = {}, softwarePageSize?: number) {
  const tenant = await openNinjaOne(change, softwarePageSize);
  expect(await tenant.devices.run()).toMatchObject({
    status: 'succeeded',
    counts: { created: assetCount, installsRead: installCount, installsChanged: softwareCount },
  });
  return tenant;
}
