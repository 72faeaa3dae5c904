/** The kit's one entry for `connectors/`. */

export { parseConnectorDefinition } from './definition.schema.ts';
export {
  type AuthMethod,
  type ConnectorDefinition,
  defineConnector,
  type FormField,
  type OAuth2Method,
  type Paginator,
  type PresenceCheck,
  type RequestDefinition,
  type ScopeDefinition,
  type StreamDefinition,
  type StreamField,
  type StreamLookup,
} from './definition.ts';
export { readStream } from './read-stream.ts';
export type { PreparedRequest, PreparedResponse, SendPort } from './send-port.ts';
export {
  type CommonFault,
  commonFaults,
  type DemoPlan,
  type FaultOptions,
  type Simulator,
  type SimulatorControl,
} from './simulator.ts';
export type { StreamCursor, StreamPage } from './stream-types.ts';
