/**
 * What Muster knows about one vendor product. A definition is plain JSON-able data, so that a custom
 * connector (kept in the database) is exactly the same thing as a built-in one; the few things data cannot
 * say are named pure hooks, which custom connectors lack.
 *
 * Every string marked "template" is in the language of `src/templates`; its scope is described at the field.
 */
import type { ObjectName } from '../model/objects.ts';

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
  /** One cheap request that proves the credential works. */
  check: RequestDefinition;
  streams: StreamDefinition[];
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
  /** Global variable that fills this field when it is left empty, e.g. `Citrix.Hostname`. */
  globalVariable?: string;
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
  /** Token endpoint answers that look like failures of the credential but are not (deploys, throttling). */
  retryErrors?: string[];
  /** Vendor-specific answers with an explanation a person understands. */
  errorHints?: { when: ResponseMatch; message: string }[];
  hooks?: { buildTokenRequest?: string; classifyTokenResponse?: string };
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
  /** Templates; scope: `response`, `headers`. */
  result: { headers?: Record<string, string>; query?: Record<string, string> };
  lifetimeSeconds: number;
}

export interface ClientDefinition {
  /** Template; scope: `settings`, `fields`, `globals`. */
  baseUrl: string;
  headers: Record<string, string>;
  paginator: Paginator;
  rateBudget: { requestsPerSecond: number; burst: number; maxConcurrent: number };
  timeoutMs: number;
  /** Where the vendor says how long to wait, beside Retry-After. */
  retryHint?: { header: string; unit: 'seconds' | 'epoch-seconds' | 'milliseconds' };
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

export interface ResponseMatch {
  status?: number[];
  /** Matched against the content type without parameters. */
  contentType?: string;
  notContentType?: string;
  /** Path into the JSON body and the value it must have; `isPresent` only asks for its existence. */
  bodyPath?: string;
  equals?: string | number | boolean;
  /** Present, and another value. */
  notEquals?: string | number | boolean;
  isPresent?: boolean;
  /** Case-insensitive substring of the raw body. */
  bodyIncludes?: string[];
}

export interface ResponseRule {
  when: ResponseMatch;
  means:
    | 'ok'
    | 'empty'
    | 'slow_down'
    | 'reauthorize'
    | 'forbidden'
    | 'retry'
    | 'not_available'
    | 'cursor_expired'
    | 'asleep'
    | 'fail';
  message?: string;
}

/** Values are templates; scope: `settings`, `fields`, `globals`, `found`, `page` (paging variables), `parent`, `item`. */
export interface RequestDefinition {
  method: 'GET' | 'POST';
  /** Replaces the client's, for vendors with a host per product. Template; scope: `settings`, `fields`, `globals`. */
  baseUrl?: string;
  path: string;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  body?: { kind: 'json'; value: unknown } | { kind: 'form'; values: Record<string, string> };
}

/** Where paging values are put: into the query (default) or into the JSON or form body, there as texts if the vendor wants. */
type PagePlace = { in?: 'query' | 'body'; asText?: boolean };

/**
 * How a list goes on. Styles that count (`page`, `offset`, `after_id`) read until an empty page, because a vendor may
 * serve smaller pages than asked for; `shortPageEnds` saves that last request where the vendor is known not to.
 */
export type Paginator =
  | { kind: 'none' }
  | ({
      kind: 'page';
      pageParam: string;
      sizeParam?: string;
      pageSize: number;
      firstPage: number;
      shortPageEnds?: boolean;
    } & PagePlace)
  | ({
      kind: 'offset';
      offsetParam: string;
      limitParam: string;
      pageSize: number;
      shortPageEnds?: boolean;
    } & PagePlace)
  /** The next request names the largest id seen. */
  | ({
      kind: 'after_id';
      param: string;
      sizeParam: string;
      pageSize: number;
      idPath: string;
      shortPageEnds?: boolean;
    } & PagePlace)
  /**
   * The answer names a cursor; stops on an empty page or when there is none. `canRepeat`: the name stays the same and
   * the vendor keeps the progress, so a resumed session starts the query again. `otherCursorPaths` are looked at when
   * `cursorPath` holds no text or number.
   */
  | ({
      kind: 'cursor';
      param: string;
      cursorPath: string;
      otherCursorPaths?: string[];
      sizeParam?: string;
      pageSize?: number;
      canRepeat: boolean;
    } & PagePlace)
  /** Ids beyond the smallest (`older`) or largest (`newer`) one seen; stops on an empty page. */
  | ({
      kind: 'id_window';
      param: string;
      sizeParam: string;
      pageSize: number;
      idPath: string;
      direction: 'older' | 'newer';
    } & PagePlace)
  | { kind: 'link_header'; rel: string; sizeParam?: string; pageSize?: number }
  | { kind: 'next_url'; path: string; sizeParam?: string; pageSize?: number }
  /**
   * `stopWhen` and `params` are templates; scope: `page.number`, `response`, `headers`, `links` (the last three are
   * absent for the first page, `page.number` is that of the page asked for). Empty params are left out. Reaching
   * `maxPages` without `stopWhen` is an error, not an end.
   */
  | { kind: 'template'; stopWhen: string; params: Record<string, string>; maxPages: number };

export interface StreamDefinition {
  id: string;
  /** As the catalog shows it, e.g. `Vendor users`. */
  name: string;
  description: string;
  object: ObjectName;
  request: RequestDefinition;
  /** Path of the record list in the answer; empty string when the answer is the list itself. */
  recordsPath: string;
  /** Path of the vendor's own id in a record. */
  nativeIdPath: string;
  /** Overrides the client's paginator. */
  paginator?: Paginator;
  /** Another stream whose records are walked first; they are `parent` in the templates. */
  parentStream?: string;
  /**
   * The same kind of record from several queries, read one after the other; each replaces `request`, and where given
   * `recordsPath` and `split`.
   */
  segments?: StreamSegment[];
  /** The records wanted are inside the listed ones. */
  split?: RecordSplit;
  /** The vendor lists a record once for every place it appears in: meeting it again is no sign of a stuck paging. */
  mayRepeat?: boolean;
  /** Lists read once before the first page, whose records are joined to this stream's. */
  lookups?: StreamLookup[];
  /** One more request per record (`item`), its answer merged under `detail` (absent when the record is gone meanwhile). */
  detail?: { request: RequestDefinition; maxConcurrent: number };
  /** For streams of assets: the software installed on each, replaced as a set. */
  software?: AssetSoftware;
  /** Values that mean "no value" anywhere in the records of this stream. */
  noValues: (string | number)[];
  fields: StreamField[];
  /** How a session knows that it saw everything: a stated total, or reaching the end of the paging. */
  completeness: { kind: 'total'; path: string } | { kind: 'end_of_paging' };
  /** Path of the total in the answer, or `headers.<name>`, for progress and time left. */
  totalPath?: string;
  suggestedMapping: { source: string; target: string; isSyncKey?: boolean }[];
  /** Template a record must meet, proposed with the mapping; a person may change it. */
  suggestedCondition?: string;
  /** For people streams that can also fill Software > SaaS. */
  saas?: SaasDefinition;
  /** Source paths never stored, not even in payload copies. */
  secretPaths?: string[];
}

export interface StreamSegment {
  /** Unique within the stream; kept in checkpoints. */
  id: string;
  request: RequestDefinition;
  recordsPath?: string;
  split?: RecordSplit;
}

/**
 * `path`: the list (or single object) inside each listed record. Every element becomes a record of its own, with the
 * kept values of the listed record under `container`. A listed record without elements gives none.
 */
export interface RecordSplit {
  path: string;
  keep?: string[];
}

/** Ids as names: the record of another list whose `keyPath` equals `from` of this stream's record is put under `as`. */
export interface StreamLookup {
  as: string;
  request: RequestDefinition;
  recordsPath: string;
  paginator?: Paginator;
  keyPath: string;
  /** Source path in the stream's own record. */
  from: string;
  /** Paths of the looked-up record that are kept; the rest is not held in memory. */
  keep: string[];
}

/**
 * Where the installed software of an asset is: in a list of its own record (or `detail`), or in a query of its own
 * that is read after the assets and whose entries name the asset. Templates read one entry of the list.
 */
export type AssetSoftware = {
  name: string;
  version?: string;
  publisher?: string;
  installedAt?: string;
  /** When `installedAt` is a number: its unit. */
  dateUnit?: 'epoch-seconds' | 'epoch-milliseconds';
  /** Entries for which this is not true are left out. */
  condition?: string;
} & (
  | { from: 'record'; path: string }
  | {
      from: 'query';
      request: RequestDefinition;
      recordsPath: string;
      paginator?: Paginator;
      /** Path of the asset's native id in an entry. Entries of one asset are expected together. */
      assetIdPath: string;
    }
);

export interface SaasDefinition {
  /** Name of the SaaS application record. */
  applicationName: string;
  publisher: string;
  /** Source paths or templates. */
  externalId: string;
  email: string;
  username: string;
  fullName: string;
  isActive: string;
  roles?: string;
  lastActivityAt?: string;
}

export interface StreamField {
  path: string;
  label: string;
  type: 'text' | 'number' | 'boolean' | 'date_time' | 'list' | 'object';
  /** When a date is a number: its unit. */
  dateUnit?: 'epoch-seconds' | 'epoch-milliseconds' | 'iso';
}

/** Identity function that gives a definition its type and keeps its literal values readable. */
export function defineConnector(definition: ConnectorDefinition): ConnectorDefinition {
  return definition;
}
