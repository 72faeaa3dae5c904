/** The kit's one entry. */

export type { PreparedRequest, PreparedResponse, SendPort } from './ask/send-port.ts';
export { fillValues, type Globals } from './ask/template-scope.ts';
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
export { findPresent, presenceOf } from './read/find-present.ts';
export { readStream } from './read/read-stream.ts';
export type { AssetSoftwareSet, SoftwareTitle, StreamCursor, StreamPage } from './read/stream-types.ts';
