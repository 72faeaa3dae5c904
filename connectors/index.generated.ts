// Made by `npm run gen` from the folders beside this file.
import type { ConnectorDefinition } from '../src/connector-kit/index.ts';
import { citrixCloud } from './citrix-cloud/definition.ts';
import { citrixEndpointManagement } from './citrix-endpoint-management/definition.ts';
import { manageengine } from './manageengine/definition.ts';
import { ninjaone } from './ninjaone/definition.ts';

export const builtInConnectors: readonly ConnectorDefinition[] = [citrixCloud, citrixEndpointManagement, manageengine, ninjaone];
