/**
 * The types of a connector definition, all inferred from its schemas, which say what each property means; to look
 * something up, read `docs/generated/connector-definition.md`.
 */
import type { z } from 'zod';
import type * as auth from './auth.schema.ts';
import type * as client from './client.schema.ts';
import type { connectorDefinition, productCheck } from './definition.schema.ts';
import type { formField } from './form.schema.ts';
import type { paginator } from './paginator.schema.ts';
import type * as parts from './parts.schema.ts';
import type * as requests from './request.schema.ts';
import type { assetSoftware } from './software.schema.ts';
import type * as streams from './stream.schema.ts';

export interface ConnectorDefinition extends z.infer<typeof connectorDefinition> {}
export interface ProductCheck extends z.infer<typeof productCheck> {}
export interface FormField extends z.infer<typeof formField> {}

export type AuthMethod = OAuth2Method | ApiKeyMethod | BasicMethod | SessionLoginMethod;
export interface OAuth2Method extends z.infer<typeof auth.oauth2Method> {}
export interface ApiKeyMethod extends z.infer<typeof auth.apiKeyMethod> {}
export interface BasicMethod extends z.infer<typeof auth.basicMethod> {}
export interface SessionLoginMethod extends z.infer<typeof auth.sessionLoginMethod> {}
export interface ScopeDefinition extends z.infer<typeof auth.scope> {}
export interface SignInHelp extends z.infer<typeof auth.signInHelp> {}

export interface ClientDefinition extends z.infer<typeof client.client> {}

export interface RequestDefinition extends z.infer<typeof requests.request> {}
export interface RateBudget extends z.infer<typeof requests.rateBudget> {}
export interface ResponseMatch extends z.infer<typeof requests.responseMatch> {}
export interface ResponseRule extends z.infer<typeof requests.responseRule> {}
export type PresenceCheck = z.infer<typeof requests.presenceCheck>;
export type Paginator = z.infer<typeof paginator>;

export interface StreamDefinition extends z.infer<typeof streams.stream> {}
export interface StreamField extends z.infer<typeof streams.streamField> {}
export interface StreamLookup extends z.infer<typeof streams.streamLookup> {}
export interface RecordSplit extends z.infer<typeof streams.recordSplit> {}
export interface ListShape extends z.infer<typeof parts.listShape> {}
export type AssetSoftware = z.infer<typeof assetSoftware>;

/** Identity function that gives a definition its type and keeps its literal values readable. */
export function defineConnector(definition: ConnectorDefinition): ConnectorDefinition {
  return definition;
}

/** What proves a credential; without a product where the vendor has only one. */
export function listProbes({
  check,
}: Pick<ConnectorDefinition, 'check'>): (Omit<ProductCheck, 'product'> & { product?: string })[] {
  return Array.isArray(check) ? check : [{ requests: [check] }];
}
