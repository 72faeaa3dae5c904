/** The contract as a list, for its reference page: the parts that have a name, and the properties of each. */
import { type GlobalMeta, z } from 'zod';
import * as auth from './auth.schema.ts';
import * as clients from './client.schema.ts';
import { connectorDefinition, productCheck } from './definition.schema.ts';
import { formField } from './form.schema.ts';
import { paginator } from './paginator.schema.ts';
import * as parts from './parts.schema.ts';
import * as requests from './request.schema.ts';
import { openSchema } from './schema-walk.ts';
import { assetSoftware } from './software.schema.ts';
import * as streams from './stream.schema.ts';
import type { ScopeEntry } from './template-names.ts';

/** In the order of the reference, from the whole to the parts. */
export const contractTypes = {
  ConnectorDefinition: connectorDefinition,
  FormField: formField,
  AuthMethod: auth.authMethod,
  OAuth2Method: auth.oauth2Method,
  ApiKeyMethod: auth.apiKeyMethod,
  BasicMethod: auth.basicMethod,
  SessionLoginMethod: auth.sessionLoginMethod,
  ScopeDefinition: auth.scope,
  SignInHelp: auth.signInHelp,
  ClientDefinition: clients.client,
  RateBudget: requests.rateBudget,
  RetryHint: clients.retryHint,
  Discovery: clients.discovery,
  WakeUp: clients.wakeUp,
  JobPolling: clients.jobPolling,
  ProductCheck: productCheck,
  RequestDefinition: requests.request,
  RequestBody: requests.requestBody,
  ResponseRule: requests.responseRule,
  ResponseMatch: requests.responseMatch,
  ErrorHint: requests.errorHint,
  Paginator: paginator,
  ListShape: parts.listShape,
  StreamDefinition: streams.stream,
  StreamField: streams.streamField,
  StreamSegment: streams.streamSegment,
  RecordSplit: streams.recordSplit,
  StreamLookup: streams.streamLookup,
  RecordDetail: streams.recordDetail,
  AssetSoftware: assetSoftware,
  Completeness: streams.completeness,
  PresenceCheck: requests.presenceCheck,
  SaasDefinition: streams.saasDefinition,
} satisfies Record<string, z.ZodType>;

export type ContractTypeName = keyof typeof contractTypes;

/** What is said beside a property keeps the part of the contract it is made of recognisable. */
const namesByPart = new Map<unknown, ContractTypeName>(
  Object.entries(contractTypes).map(([name, schema]) => [schema.def, name as ContractTypeName]),
);

/** Name of the part of the contract a schema is, if it is one. */
export const findTypeName = (schema: z.core.$ZodType): ContractTypeName | undefined =>
  namesByPart.get(schema._zod.def);

export interface ContractProperty {
  /** `detail.pages.paginator`, `corrections[].from` */
  name: string;
  schema: z.core.$ZodType;
  notes: GlobalMeta;
  isOptional: boolean;
  /** Names its templates may use; undefined = those of the place the part stands in. */
  scope: readonly ScopeEntry[] | undefined;
}

/** The properties of a part, those of its nameless objects included; parts with a name have a list of their own. */
export function* listProperties(
  part: z.ZodObject,
  prefix = '',
  outerScope = openSchema(part).notes.scope,
): Generator<ContractProperty> {
  for (const [key, child] of Object.entries(part.shape)) {
    const { inner, notes } = openSchema(child);
    const scope = notes.scope ?? outerScope;
    const name = `${prefix}${key}`;
    yield { name, schema: inner, notes, isOptional: child instanceof z.ZodOptional, scope };
    if (findTypeName(inner)) continue;
    if (inner instanceof z.ZodObject) yield* listProperties(inner, `${name}.`, scope);
    if (inner instanceof z.ZodArray && inner.element instanceof z.ZodObject && !findTypeName(inner.element))
      yield* listProperties(inner.element, `${name}[].`, scope);
  }
}

/** Whether there are templates below it that take their names from the place it stands in, or from the scope it states. */
export function hasOpenTemplates(schema: z.core.$ZodType): boolean {
  const { inner, notes } = openSchema(schema);
  if (notes.holds) return notes.holds === 'template' || notes.holds === 'expression';
  const isOpen = (part: z.core.$ZodType) => !openSchema(part).notes.scope && hasOpenTemplates(part);
  if (inner instanceof z.ZodObject) return Object.values(inner.shape).some(isOpen);
  if (inner instanceof z.ZodArray) return isOpen(inner.element);
  if (inner instanceof z.ZodRecord) return isOpen(inner.valueType);
  return inner instanceof z.ZodUnion && inner.options.some(isOpen);
}
