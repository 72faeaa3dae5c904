/** The kit's one entry. */

export { describeExample, makeFieldError, parseTemplateValue, parseValue } from './ask/parse-value.ts';
export type { PreparedRequest, PreparedResponse, SendPort } from './ask/send-port.ts';
export { fillValues, findGlobal, type Globals, makeScope } from './ask/template-scope.ts';
export type { ConnectorDirectory } from './definition/connector-directory.ts';
export {
  type ContractProperty,
  contractTypes,
  findTypeName,
  hasOpenTemplates,
  listProperties,
} from './definition/contract.ts';
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
export { parseConnectorDefinition } from './definition/parse-definition.ts';
export { openSchema } from './definition/schema-walk.ts';
export { isTemplateName, templateNames } from './definition/template-names.ts';
export { findPresent, presenceOf } from './read/find-present.ts';
export { readStream } from './read/read-stream.ts';
export type { AssetSoftwareSet, SoftwareTitle, StreamCursor, StreamPage } from './read/stream-types.ts';
