import createClient from 'openapi-fetch';
import { ApiError, makeApiError } from './api-error.ts';
import type { components, paths } from './api-types.generated.ts';
import type { ListAnswer } from './list-types.ts';

export type HttpMethod = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** A named shape of the API description. */
export type Schema<Name extends keyof components['schemas']> = components['schemas'][Name];

type PathsWith<Method extends HttpMethod> = {
  [Path in keyof paths]: paths[Path] extends Record<Method, { responses: unknown }> ? Path : never;
}[keyof paths];

type JsonOf<Content> = Content extends { content: { 'application/json': infer Body } } ? Body : undefined;
type AnswerOfOperation<Operation> = Operation extends { responses: infer Answers }
  ? JsonOf<Answers[Extract<keyof Answers, 200 | 201 | 202 | 204>]>
  : never;
type ParamsOf<Operation, Place extends 'path' | 'query'> = Operation extends {
  parameters: Record<Place, infer Params>;
}
  ? Params
  : Operation extends { parameters: Partial<Record<Place, infer Params>> }
    ? Params | undefined
    : undefined;
type BodyOf<Operation> = Operation extends { requestBody: { content: { 'application/json': infer Body } } }
  ? Body
  : Operation extends { requestBody?: { content: { 'application/json': infer Body } } }
    ? Body | undefined
    : undefined;
type Part<Name extends string, Value> = undefined extends Value
  ? { [Key in Name]?: Value }
  : { [Key in Name]: Value };

/** What a call needs beside its path, from the API description. */
export type ApiRequest<Operation> = Part<'path', ParamsOf<Operation, 'path'>> &
  Part<'query', ParamsOf<Operation, 'query'>> &
  Part<'body', BodyOf<Operation>> & { signal?: AbortSignal };

/** The JSON body a route answers with. */
export type ApiAnswer<Method extends HttpMethod, Path extends PathsWith<Method>> = AnswerOfOperation<
  paths[Path][Method]
>;

interface AnyRequest {
  path?: unknown;
  query?: unknown;
  body?: unknown;
  signal?: AbortSignal;
}

type AnyCall = (
  method: string,
  path: string,
  init: object,
) => Promise<{ data?: unknown; error?: unknown; response: Response }>;

const client = createClient<paths>({ credentials: 'same-origin' });

let csrfToken: string | undefined;

/** The token that `GET /api/me` answers with; sent on every call that changes something. */
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
export async function callApi<Method extends HttpMethod, Path extends PathsWith<Method>>(
  method: Method,
  path: Path,
  ...[request]: Partial<ApiRequest<paths[Path][Method]>> extends ApiRequest<paths[Path][Method]>
    ? [request?: ApiRequest<paths[Path][Method]>]
    : [request: ApiRequest<paths[Path][Method]>]
): Promise<ApiAnswer<Method, Path>> {
  return (await send(method, path, (request ?? {}) as AnyRequest)) as ApiAnswer<Method, Path>;
}

/** One page of any list, for the list component, which takes its path as a property. */
export async function callList<Row>(
  path: string,
  query: object,
  signal: AbortSignal,
): Promise<ListAnswer<Row>> {
  return (await send('get', path, { query, signal })) as ListAnswer<Row>;
}

async function send(method: HttpMethod, path: string, { path: pathParams, query, body, signal }: AnyRequest) {
  const init = {
    params: { path: pathParams, query },
    ...(body === undefined ? {} : { body }),
    ...(signal ? { signal } : {}),
  };
  const answer = await (client.request as unknown as AnyCall)(method, path, init).catch((err: unknown) => {
    if (err instanceof DOMException && err.name === 'AbortError') throw err;
    throw new ApiError(
      0,
      'API_UNREACHABLE',
      'Muster could not be reached. Check your network and that the server is running, then try again.',
    );
  });
  if (!answer.response.ok) throw makeApiError(answer.response.status, answer.error);
  return answer.data;
}
