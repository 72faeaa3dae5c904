import createFetchClient, { type Middleware } from 'openapi-fetch';
import createQueryClient from 'openapi-react-query';
import { ApiError, makeApiError } from './api-error.ts';
import type { components, paths } from './api-types.generated.ts';

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

const client = createFetchClient<paths>({ credentials: 'same-origin' });
client.use(carryCsrfToken, throwApiErrors);

/** The routes of the server as queries and mutations. The key of a query is its request; see query-keys.ts. */
export const api = createQueryClient(client);
