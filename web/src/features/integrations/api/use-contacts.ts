import { api } from '../../../lib/api-client.ts';

/** Users that can be told about failures; only who may choose them may read the names. */
export function useContacts(mayRead: boolean) {
  return api.useQuery(
    'get',
    '/api/user-names',
    { params: { query: { limit: 200 } } },
    { select: (answer) => answer.items, enabled: mayRead, staleTime: 60_000 },
  );
}
