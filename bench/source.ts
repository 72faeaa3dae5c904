/**
 * The simulated NinjaOne in a process of its own. Edits the tenant on request.
 * Usage: node bench/source.ts users <users> | node bench/source.ts devices <devices with software> <entries of each>
 */

import { hasSoftware } from '../connectors/ninjaone/simulator/devices.ts';
import { makeSimulator } from '../connectors/ninjaone/simulator.ts';

const [kind, count = 0, perDevice = 0] = [process.argv[2], ...process.argv.slice(3).map(Number)];
/** Every tenant has devices that report no software (hosts, monitored addresses); they come on top. */
function deviceCountWith(softwareCount: number): number {
  let devices = 0;
  for (let found = 0; found < softwareCount; devices += 1) if (hasSoftware(devices)) found += 1;
  return devices;
}
const owners = 1_000;
const simulator =
  kind === 'users'
    ? makeSimulator({ users: count, seed: 7, pagedUsers: true })
    : makeSimulator({
        users: owners,
        devices: deviceCountWith(count),
        softwarePerDevice: perDevice,
        seed: 7,
      });
const { url } = await simulator.start();
process.on('message', (message: { edit?: { changePercent: number } }) => {
  if (message.edit) simulator.control.edit(message.edit);
  process.send?.({ done: true });
});
process.send?.({
  url,
  token: simulator.control.issueAccessToken(),
  fields: simulator.control.formValues().fields,
  deviceCount: simulator.control.deviceCount(),
  softwareCount: simulator.control.softwareCount(),
});
