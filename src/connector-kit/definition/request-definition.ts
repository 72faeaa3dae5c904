/** What is asked of a vendor, and how its answers are judged. */
export interface RateBudget {
  requestsPerSecond: number;
  burst: number;
  maxConcurrent: number;
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
  /** Replaces the client's, for vendors with a host per product. Template; scope: `settings`, `fields`, `globals`, `callback`. */
  baseUrl?: string;
  path: string;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  /** Of a product with limits of its own, then counted per host; default: the client's. */
  rateBudget?: RateBudget;
  body?: { kind: 'json'; value: unknown } | { kind: 'form'; values: Record<string, string> };
}
