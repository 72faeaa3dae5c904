import { useQuery } from '@tanstack/react-query';
import { callApi } from '../../../lib/api-client.ts';

/** Users that can be told about failures; only who may choose them may read the names. */
export function useContacts(mayRead: boolean) {
  return useQuery({
    queryKey: ['users', 'names'],
    queryFn: ({ signal }) => callApi('get', '/api/user-names', { query: { limit: 200 }, signal }),
    select: (answer) => answer.items,
    enabled: mayRead,
    staleTime: 60_000,
  });
}
