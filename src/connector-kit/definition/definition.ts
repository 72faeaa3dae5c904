/**
 * What Muster knows about one vendor product. A definition is plain JSON-able data, so that a custom
 * connector (kept in the database) is exactly the same thing as a built-in one; the few things data cannot
 * say are named pure hooks, which custom connectors lack.
 *
 * Every string marked "template" is in the language of `src/templates`; its scope is described at the field.
 */
import type { Paginator } from './paginator-definition.ts';
import type { RateBudget, RequestDefinition, ResponseMatch, ResponseRule } from './request-definition.ts';
import type { StreamDefinition } from './stream-definition.ts';

export type { Paginator } from './paginator-definition.ts';
export type { RateBudget, RequestDefinition, ResponseMatch, ResponseRule } from './request-definition.ts';
export type * from './stream-definition.ts';

export interface ConnectorDefinition {
  /** Vendor product in kebab-case, unique, never changed. */
  id: string;
  name: string;
  /** Shown on the catalog card, one sentence. */
  description: string;
  /** Inline SVG markup (checked: no script, no external reference). */
  logo: string;
  categories: string[];
  docsUrl: string;
  /** Version of this definition, semver. */
  version: string;
  /** Settings of an integration (not of the credential), e.g. the vendor URL. Scope name: `settings`. */
  settings: FormField[];
  auth: AuthMethod[];
  client: ClientDefinition;
  /** One cheap request that proves the credential works; of a vendor with several products, one for each. */
  check: RequestDefinition | ProductCheck[];
  streams: StreamDefinition[];
}

/** A product an account may have beside others or instead of them: one that answers proves the credential. */
export interface ProductCheck {
  product: string;
  /** Tried in this order until one exists, where versions of the product differ. */
  requests: RequestDefinition[];
}

/** One input of a form: of a credential or of an integration. */
export interface FormField {
  key: string;
  title: string;
  help: string;
  type: 'text' | 'url' | 'host' | 'port' | 'number' | 'boolean' | 'choice' | 'multiline';
  isRequired: boolean;
  isSecret?: boolean;
  /** Regular expression the whole value must match, with the sentence shown when it does not. */
  pattern?: string;
  patternHelp?: string;
  example?: string;
  defaultValue?: string;
  /** Of a `host`: suggestions, any other may be entered. */
  choices?: { value: string; label: string }[];
  /** Global variable that fills this field when it is left empty, e.g. `Acme.Hostname`. */
  globalVariable?: string;
  /** Values that are known to be wrong, such as a misprint in a manual: each is replaced, and the hint is shown. */
  corrections?: { from: string; to: string; hint: string }[];
}

export interface ScopeDefinition {
  name: string;
  /** Why Muster needs it, shown beside the scope. */
  reason: string;
  isDefault: boolean;
}

interface AuthMethodBase {
  /** Unique within the connector, e.g. `oauth2-authorization-code`. */
  id: string;
  title: string;
  fields: FormField[];
}

export type AuthMethod = OAuth2Method | ApiKeyMethod | BasicMethod | SessionLoginMethod;

export interface OAuth2Method extends AuthMethodBase {
  kind: 'oauth2';
  grant: 'authorization_code' | 'client_credentials' | 'password';
  /** Templates; scope: `fields` = the credential's form values. */
  authorizationUrl?: string;
  tokenUrl: string;
  refreshUrl?: string;
  /** Hosts a token request may go to, as templates; anything else is refused. */
  allowedTokenHosts: string[];
  scopes: ScopeDefinition[];
  scopeSeparator: ' ' | ',';
  /** `secret_post` (form body) or `secret_basic` (Authorization header). */
  clientAuthentication: 'secret_post' | 'secret_basic';
  usePkce: boolean;
  extraAuthorizeParams?: Record<string, string>;
  extraTokenParams?: Record<string, string>;
  /** How the access token travels; default `Authorization: Bearer <token>`. */
  tokenPlacement?: { header: string; prefix: string };
  /** Used when the vendor sends no `expires_in`. */
  defaultExpiresInSeconds?: number;
  /** OAuth `error` values at the token endpoint that mean: a person must authenticate again. */
  reauthorizeErrors: string[];
  /**
   * Token endpoint answers that look like failures of the credential but are not (deploys, throttling). Nobody asks
   * again for `pauseSeconds`, because some vendors forgive only after silence.
   */
  retryWhen?: { when: ResponseMatch; pauseSeconds?: number }[];
  /** Vendor-specific answers with an explanation a person understands. */
  errorHints?: { when: ResponseMatch; message: string }[];
  /** What a person does when signing in fails although everything entered is right, e.g. because of MFA. */
  help?: SignInHelp;
  hooks?: { buildTokenRequest?: string; classifyTokenResponse?: string };
}

export interface SignInHelp {
  title: string;
  steps: string[];
  /** Page of the vendor that ends its session in this browser. Template; scope: `fields`. */
  signOutUrl?: string;
}

export interface ApiKeyMethod extends AuthMethodBase {
  kind: 'api_key';
  /** `name` and `value` are templates; scope: `fields`. */
  placement: { in: 'header' | 'query'; name: string; value: string };
}

export interface BasicMethod extends AuthMethodBase {
  kind: 'basic';
  username: string;
  password: string;
}

/** A login call at run time whose answer gives headers or parameters for the other calls; cached, one at a time. */
export interface SessionLoginMethod extends AuthMethodBase {
  kind: 'session_login';
  /** Asked first, where a login needs somebody else's token; its JSON answer is `preceding` in the login's templates. */
  preceding?: RequestDefinition;
  login: RequestDefinition;
  /** Vendor-specific refusals of either request, with an explanation a person understands. */
  errorHints?: { when: ResponseMatch; message: string }[];
  /** Templates; scope: `response`, `headers`. */
  result: { headers?: Record<string, string>; query?: Record<string, string> };
  lifetimeSeconds: number;
}

export interface ClientDefinition {
  /** Template; scope: `settings`, `fields`, `globals`, `callback` (what the vendor added to the redirect at sign-in). */
  baseUrl: string;
  headers: Record<string, string>;
  paginator: Paginator;
  rateBudget: RateBudget;
  timeoutMs: number;
  /** Where the vendor says how long to wait, beside Retry-After: in a header, or in a sentence of the body. */
  retryHint?: RetryHint;
  /** Answer header with the vendor's own id of the request, quoted in errors for its support. */
  requestIdHeader?: string;
  /** First match wins; what none matches is judged by status code. */
  responseRules: ResponseRule[];
  /** Asked once before a stream is read, because other requests need what it says; scope name: `found`. */
  discover?: Discovery;
  /** How a vendor that has put the tenant to sleep is woken; used when a response rule means `asleep`. */
  wake?: WakeUp;
  /** How an answer 202 with a `Location` is followed until the vendor has finished. */
  job?: JobPolling;
  /** Pauses after 429 without a hint: the first, then doubling. Default: 2 s, five attempts. */
  throttle?: { firstPauseMs: number; maxAttempts: number };
}

export type RetryHint =
  | { header: string; unit: 'seconds' | 'epoch-seconds' | 'milliseconds' }
  | { bodyPath: string; unit: 'sentence' };

export interface Discovery {
  request: RequestDefinition;
  /** Templates; scope: `settings`, `fields`, `globals`, `response`. An empty value is an error with `missing`. */
  values: Record<string, string>;
  /** Said when a value is not in the answer: what that means and what to do. */
  missing: string;
}

export interface WakeUp {
  request: RequestDefinition;
  /** Asked every `pollEveryMs` until its answer is not `asleep` any more, for `maxWaitMs` at most. */
  poll: RequestDefinition;
  pollEveryMs: number;
  maxWaitMs: number;
}

export interface JobPolling {
  /** Path of the state in the answer at the `Location`. */
  statusPath: string;
  doneValues: string[];
  failedValues: string[];
  /** Path of the vendor's own explanation of a failure. */
  errorPath?: string;
  /** Appended to the `Location` to fetch the result, e.g. `/Results`. */
  resultSuffix: string;
  firstPollMs: number;
  pollEveryMs: number;
  maxWaitMs: number;
}

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
