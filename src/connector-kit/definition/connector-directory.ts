import type { ConnectorDefinition } from './definition.ts';

/** The connectors this Muster knows, built-in and custom. */
export interface ConnectorDirectory {
  find(id: string): ConnectorDefinition | undefined;
  list(): ConnectorDefinition[];
}
