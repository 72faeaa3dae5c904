/**
 * The kit's one entry: what a connector may say (`definition/`), how a vendor is asked (`ask/`), how a stream is read
 * (`read/`).
 */

export { classifyResponse, isMatch, readOwnHintMs, readRetryAfterMs } from './ask/classify-response.ts';
export { limitAnswers } from './ask/limit-answers.ts';
export { describeExample, makeFieldError, parseTemplateValue, parseValue } from './ask/parse-value.ts';
export { prepareRequest } from './ask/prepare-request.ts';
export { readPath } from './ask/read-path.ts';
export type { PreparedRequest, PreparedResponse, SendPort } from './ask/send-port.ts';
export { fillValues, findGlobal, type Globals, makeScope } from './ask/template-scope.ts';
export { checkTemplates } from './definition/check-templates.ts';
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
  type ClientDefinition,
  type ConnectorDefinition,
  defineConnector,
  type FormField,
  listProbes,
  type OAuth2Method,
  type Paginator,
  type PresenceCheck,
  type RequestDefinition,
  type ResponseRule,
  type ScopeDefinition,
  type SessionLoginMethod,
  type SignInHelp,
  type StreamDefinition,
  type StreamField,
  type StreamLookup,
} from './definition/definition.ts';
export { parseConnectorDefinition } from './definition/parse-definition.ts';
export { openSchema } from './definition/schema-walk.ts';
export { isTemplateName, templateNames } from './definition/template-names.ts';
export { findPresent, presenceOf } from './read/find-present.ts';
export { joinDoubts, type ListDoubt, mayCountPositions, type ReadingDoubts } from './read/list-watch.ts';
export { makeIdReader } from './read/read-list.ts';
export { readStream } from './read/read-stream.ts';
export { RefusedRecord } from './read/refused-record.ts';
export type {
  AssetSoftwareSet,
  ReadStreamOptions,
  SoftwareTitle,
  StreamCursor,
  StreamPage,
} from './read/stream-types.ts';
