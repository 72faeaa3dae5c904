import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { callApi, type Schema, setCsrfToken } from '../lib/api-client.ts';
import { queryKeys } from '../lib/query-keys.ts';

export type Me = Schema<'Me'>;

/** Who is signed in; also hands the CSRF token to the client. */
export const meQuery = queryOptions({
  queryKey: queryKeys.me,
  queryFn: async ({ signal }) => {
    const me = await callApi('get', '/api/me', { signal });
    setCsrfToken(me.csrfToken ?? undefined);
    return me;
  },
  staleTime: 5 * 60_000,
  meta: { mayBeSignedOut: true },
});

/** The signed-in user; only inside the shell, whose route has loaded it. */
export function useMe(): Me['user'] {
  return useSuspenseQuery(meQuery).data.user;
}
