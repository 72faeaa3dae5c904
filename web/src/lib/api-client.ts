import createClient from 'openapi-fetch';
import { ApiError, makeApiError } from './api-error.ts';

/** Loose until a route's types are generated: the answer's type is named at the call. */
type AnyPaths = Record<string, Record<'get' | 'post' | 'put' | 'patch' | 'delete', never>>;

export type HttpMethod = 'get' | 'post' | 'put' | 'patch' | 'delete';

export interface ApiRequest {
  path?: Record<string, string | number>;
  query?: Record<string, string | number | boolean | string[] | undefined>;
  body?: unknown;
  signal?: AbortSignal;
}

const client = createClient<AnyPaths>({ credentials: 'same-origin' });

let csrfToken: string | undefined;

/** The token that `GET /api/me` and sign-in answer with; sent on every call that changes something. */
export function setCsrfToken(token: string | undefined): void {
  csrfToken = token;
}

client.use({
  onRequest({ request }) {
    if (request.method !== 'GET' && csrfToken) request.headers.set('x-csrf-token', csrfToken);
    return request;
  },
});

/**
 * Calls one route and gives its JSON body (undefined for 204).
 * Throws ApiError for every answer that is not 2xx, and with status 0 when no answer came.
 */
export async function callApi<T>(method: HttpMethod, path: string, request: ApiRequest = {}): Promise<T> {
  const call = client.request as unknown as (
    method: string,
    path: string,
    init: object,
  ) => Promise<{ data?: unknown; error?: unknown; response: Response }>;
  const init = {
    params: { path: request.path, query: request.query },
    ...(request.body === undefined ? {} : { body: request.body }),
    ...(request.signal ? { signal: request.signal } : {}),
  };
  const answer = await call(method, path, init).catch((err: unknown) => {
    if (err instanceof DOMException && err.name === 'AbortError') throw err;
    throw new ApiError(
      0,
      'API_UNREACHABLE',
      'Muster could not be reached. Check your network and that the server is running, then try again.',
    );
  });
  if (!answer.response.ok) throw makeApiError(answer.response.status, answer.error);
  return answer.data as T;
}
