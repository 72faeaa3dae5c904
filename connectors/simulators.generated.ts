// Made by `npm run gen` from the folders beside this file.
import { makeSimulator as ninjaone } from './ninjaone/simulator.ts';

export const simulators = [{ connectorId: 'ninjaone', makeSimulator: ninjaone }] as const;
