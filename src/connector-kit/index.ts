/** The one entry for `connectors/`. */
export { type ConnectorDefinition, defineConnector } from './definition.ts';
