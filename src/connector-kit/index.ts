/** The kit's one entry for `connectors/`. */

export type { PreparedRequest, PreparedResponse, SendPort } from './ask/send-port.ts';
export { parseConnectorDefinition } from './definition/definition.schema.ts';
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
} from './definition/definition.ts';
export { readStream } from './read/read-stream.ts';
export type { StreamCursor, StreamPage } from './read/stream-types.ts';
