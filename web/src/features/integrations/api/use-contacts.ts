import { useQuery } from '@tanstack/react-query';
import { callApi } from '../../../lib/api-client.ts';

/** Users that can be told about failures. */
export function useContacts() {
  return useQuery({
    queryKey: ['users', 'names'],
    queryFn: ({ signal }) => callApi('get', '/api/user-names', { query: { limit: 200 }, signal }),
    select: (answer) => answer.items,
    staleTime: 60_000,
  });
}
