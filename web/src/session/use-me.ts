import { useSuspenseQuery } from '@tanstack/react-query';
import { api, type Schema } from '../lib/api-client.ts';

/** Who is signed in. */
export const meQuery = api.queryOptions('get', '/api/me', undefined, {
  staleTime: 5 * 60_000,
  meta: { mayBeSignedOut: true },
});

/** The signed-in user; only inside the shell, whose route has loaded it. */
export function useMe(): Schema<'Me'>['user'] {
  return useSuspenseQuery(meQuery).data.user;
}
