import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { callApi } from '../../../lib/api-client.ts';
import { nameRecord } from '../name-record.ts';

/** The first few people that match, for the search box of the frame. */
export function useSearchPeople(q: string) {
  return useQuery({
    queryKey: ['people', 'search', q],
    queryFn: async ({ signal }) => {
      const answer = await callApi('get', '/api/records/{object}', {
        path: { object: 'people' },
        query: { q, limit: 8 },
        signal,
      });
      return { items: answer.items.map((row) => ({ id: row.id, ...nameRecord(row.values) })) };
    },
    enabled: q !== '',
    placeholderData: keepPreviousData,
  });
}
