import createFetchClient, { type Middleware } from 'openapi-fetch';
import createQueryClient from 'openapi-react-query';
import { ApiError, makeApiError } from './api-error.ts';
import type { components, paths } from './api-types.generated.ts';
import { guardMutation } from './guard-mutation.ts';
import { isSessionOver, signInAgain } from './sign-in-again.ts';

/** A named shape of the API description. */
export type Schema<Name extends keyof components['schemas']> = components['schemas'][Name];

let csrfToken: string | undefined;

/** Whose answer says who is signed in: a page that goes on after one of them needs its token. */
const answersWithMe = new Set(['/api/me', '/api/me/password']);

/** Such an answer has a token; every call that changes something has to bring it along. */
const carryCsrfToken: Middleware = {
  onRequest({ request }) {
    if (request.method !== 'GET' && csrfToken) request.headers.set('x-csrf-token', csrfToken);
    return request;
  },
  async onResponse({ schemaPath, response }) {
    if (answersWithMe.has(schemaPath) && response.ok) {
      const me: Schema<'Me'> = await response.clone().json();
      csrfToken = me.csrfToken ?? undefined;
    }
    if (schemaPath === '/api/sign-out') csrfToken = undefined;
  },
};

/** Every answer that is not 2xx becomes an ApiError, and so does no answer at all. */
const throwApiErrors: Middleware = {
  async onResponse({ response }) {
    if (!response.ok) throw makeApiError(response.status, await response.json().catch(() => undefined));
  },
  onError({ error }) {
    if (error instanceof DOMException && error.name === 'AbortError') return;
    return new ApiError(
      0,
      'API_UNREACHABLE',
      'Muster could not be reached. Check your network and that the server is running, then try again.',
    );
  },
};

/**
 * When the session has ended the page asks to sign in, and the request is made again then: what was entered goes on as
 * if nothing had happened.
 */
async function fetchSignedIn(request: Request): Promise<Response> {
  const again = request.clone();
  const response = await fetch(request);
  if (!(await isSessionOver(response))) return response;
  const token = await signInAgain();
  if (token === undefined) return response;
  if (again.method !== 'GET') again.headers.set('x-csrf-token', token);
  return fetch(again);
}

const client = createFetchClient<paths>({ credentials: 'same-origin', fetch: fetchSignedIn });
client.use(carryCsrfToken, throwApiErrors);

/** Who is signed in, asked for anew; the client learns the token of the session by it. */
export async function readMe(): Promise<Schema<'Me'>> {
  const { data } = await client.GET('/api/me');
  if (!data) throw new Error('The server did not say who is signed in. Reload the page.');
  return data;
}

const plain = createQueryClient(client);

/** The routes of the server as queries and mutations. The key of a query is its request; see query-keys.ts. */
export const api: typeof plain = { ...plain, useMutation: guardMutation(plain.useMutation) };
