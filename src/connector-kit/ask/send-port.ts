import type { RateBudget } from '../definition/definition.ts';

/** A request as a definition describes it, before base URL and authentication are added by whoever sends it. */
export interface PreparedRequest {
  method: 'GET' | 'POST';
  /** Replaces the client's base URL. Still a template: whoever sends fills it with the credential's own values. */
  baseUrl?: string;
  /** Path below the base URL, or an absolute URL on the same host (next-URL paging). */
  path: string;
  query: Record<string, string>;
  headers: Record<string, string>;
  /** Instead of the client's, and then counted per host. */
  rateBudget?: RateBudget;
  body?: { kind: 'json'; value: unknown } | { kind: 'form'; values: Record<string, string> };
}

export interface PreparedResponse {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string | string[]>;
  text: string;
  /** Where the answer came from. */
  url: string;
}

/**
 * Sends one prepared request with the credential's authentication, under its rate budget. Network failures, 429 and
 * 5xx are repeated by the implementation; what it hands back in the end is judged by the kit.
 */
export interface SendPort {
  send(request: PreparedRequest, signal?: AbortSignal): Promise<PreparedResponse>;
}

/** First value of a header; `name` in any letter case. */
export function readHeader(response: Pick<PreparedResponse, 'headers'>, name: string): string | undefined {
  const value = response.headers[name.toLowerCase()];
  return Array.isArray(value) ? value[0] : value;
}

/** The absolute address of a link found in the answer of `answerUrl`; undefined when it leads to another origin. */
export function resolveNextUrl(link: string, answerUrl: string): string | undefined {
  const url = URL.parse(link, answerUrl);
  const from = URL.parse(answerUrl);
  return url && from && url.origin === from.origin && !url.username && !url.password ? url.href : undefined;
}
