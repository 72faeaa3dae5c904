import { expect } from 'vitest';
import { citrixCloud } from '../../connectors/citrix-cloud/definition.ts';
import { type CitrixFault, makeSimulator } from '../../connectors/citrix-cloud/simulator.ts';
import type { FaultOptions } from '../../src/simulation/simulator.ts';
import { makeVendorWorld, withPageSize } from './vendor-world.ts';

export const machineCount = 70;
export const pageSize = 20;
/** The site's id, delivery groups and catalogs are asked for before the first page of machines. */
export const firstPageAt = 3;

/** A site whose machines were read once; what is absent would be archived, however much it is. */
export async function openCitrixSite(change: object = {}) {
  const simulator = makeSimulator({ machines: machineCount, sessions: 40 });
  const world = await makeVendorWorld(withPageSize(citrixCloud, pageSize), simulator);
  const credentialId = await world.addCredential('oauth2-client-credentials');
  const machines = await world.integrate('machines', credentialId, {
    absencePolicy: 'archive',
    retireLimitPercent: 100,
    ...change,
  });
  expect(await machines.run()).toMatchObject({ status: 'succeeded', counts: { created: machineCount } });
  return {
    world,
    control: simulator.control,
    credentialId,
    machines,
    setFault: (name: CitrixFault, options?: FaultOptions) => simulator.control.setFault(name, options),
    patchFields: (fields: Record<string, string>) =>
      world.call('PATCH', `/api/credentials/${credentialId}`, {
        fields: { ...world.secretsOf('oauth2-client-credentials'), ...fields },
      }),
  };
}
