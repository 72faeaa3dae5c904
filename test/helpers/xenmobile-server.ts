import { expect } from 'vitest';
import { citrixEndpointManagement as definition } from '../../connectors/citrix-endpoint-management/definition.ts';
import { makeSimulator, type XenMobileFault } from '../../connectors/citrix-endpoint-management/simulator.ts';
import type { FaultOptions } from '../../src/simulation/simulator.ts';
import { makeVendorWorld } from './vendor-world.ts';

/** A page holds a hundred, so there are two; the apps of each device are a request of their own. */
export const deviceCount = 130;
export const installCount = 520;
const login = 'POST /xenmobile/api/v1/authentication/login';

/** A server with an integration of its devices that has not run yet; what is absent would be archived. */
export async function openXenMobile(
  options: { methodId?: string; tls?: { key: string; cert: string }; devices?: number } = {},
) {
  const { methodId = 'local-administrator', devices: count = deviceCount, tls } = options;
  const simulator = makeSimulator({ devices: count, ...(tls ? { tls } : {}) });
  const world = await makeVendorWorld(definition, simulator);
  const credentialId = await world.addCredential(methodId);
  const devices = await world.integrate('devices', credentialId, {
    absencePolicy: 'archive',
    retireLimitPercent: 100,
  });
  const { control } = simulator;
  return {
    world,
    control,
    credentialId,
    devices,
    setFault: (name: XenMobileFault, faultOptions?: FaultOptions) => control.setFault(name, faultOptions),
    patchFields: (fields: Record<string, string>) =>
      world.call('PATCH', `/api/credentials/${credentialId}`, {
        fields: { ...world.secretsOf(methodId), ...fields },
      }),
    logins: (way: '' | '/cloud' = '') => control.requests.get(`${login}${way}`) ?? 0,
  };
}

/** The same with everything read once. */
export async function openLoadedXenMobile(options: Parameters<typeof openXenMobile>[0] = {}) {
  const server = await openXenMobile(options);
  expect(await server.devices.run()).toMatchObject({
    status: 'succeeded',
    counts: { created: deviceCount, installsRead: installCount, installsChanged: deviceCount },
  });
  return server;
}
