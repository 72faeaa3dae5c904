// Made by `npm run gen` from the folders beside this file.
import { makeSimulator as citrixCloud } from './citrix-cloud/simulator.ts';
import { makeSimulator as citrixEndpointManagement } from './citrix-endpoint-management/simulator.ts';
import { makeSimulator as manageengine } from './manageengine/simulator.ts';
import { makeSimulator as ninjaone } from './ninjaone/simulator.ts';

export const simulators = [{ connectorId: 'citrix-cloud', makeSimulator: citrixCloud }, { connectorId: 'citrix-endpoint-management', makeSimulator: citrixEndpointManagement }, { connectorId: 'manageengine', makeSimulator: manageengine }, { connectorId: 'ninjaone', makeSimulator: ninjaone }] as const;
