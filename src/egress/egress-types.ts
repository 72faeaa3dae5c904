export interface RateBudget {
  requestsPerSecond: number;
  /** Requests that may go out at once after a pause. */
  burst: number;
  maxConcurrent: number;
}

export interface RetryPolicy {
  maxAttempts: number;
  /** Upper bound of all waiting together, the vendor's own hints included. */
  maxTotalWaitMs: number;
  /** Also retry POST and PATCH; only where the caller knows that repeating is harmless. */
  isSafeToRepeat?: boolean;
  /** First pause after a 429 that names none; doubles. Default: as after any other failure. */
  throttlePauseMs?: number;
}

export type EgressBody =
  | { kind: 'form'; values: Record<string, string> }
  | { kind: 'json'; value: unknown }
  | { kind: 'text'; value: string; contentType: string };

/** Presented to servers that ask for one (mutual TLS). */
export interface ClientCertificate {
  certificatePem: string;
  privateKeyPem: string;
  passphrase?: string;
}

export interface EgressRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  url: string;
  headers?: Record<string, string>;
  /** Added to the URL's own query; a parameter that stands there already is replaced. */
  query?: Record<string, string>;
  body?: EgressBody;
  /** Time for one attempt, from resolving the name to the last byte. */
  timeoutMs?: number;
  /** Unpacked bytes. */
  maxResponseBytes?: number;
  /** Headers dropped, beside authorization and cookie, when a redirect leads to another host. */
  secretHeaderNames?: string[];
  /** Extra CA certificates (PEM) trusted for this request only. */
  caBundlePem?: string;
  clientCertificate?: ClientCertificate;
  /** Requests with the same key share a budget and its pauses. */
  budgetKey?: string;
  budget?: RateBudget;
  retry?: RetryPolicy;
  /** How long this answer asks us to wait, for vendors that do not use Retry-After. */
  retryHint?(response: EgressResponse): number | undefined;
  followRedirects?: boolean;
  /**
   * Whether a redirect may lead to this other server, with everything that authenticates. Any other is refused: its
   * answer would be taken for the vendor's. Absent: every server, without what authenticates.
   */
  mayFollowTo?(url: URL): boolean;
  /** Parameters of `query` that authenticate: they stay where a redirect is followed with what authenticates. */
  secretQueryNames?: string[];
  signal?: AbortSignal;
}

export interface EgressResponse {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string | string[]>;
  text: string;
  /** Where the answer came from, after redirects. */
  url: string;
  elapsedMs: number;
  attemptCount: number;
}

/** Every outgoing request of Muster goes through this. */
export interface Egress {
  /**
   * Sends one request and hands back whatever the server answered, 4xx and 5xx included, after the retries.
   * @throws EGRESS_* when there is no answer to hand back
   */
  request(request: EgressRequest): Promise<EgressResponse>;
  close(): Promise<void>;
}

export function headerOf(response: Pick<EgressResponse, 'headers'>, name: string): string | undefined {
  const value = response.headers[name.toLowerCase()];
  return Array.isArray(value) ? value[0] : value;
}
