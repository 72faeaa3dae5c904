import { useQuery } from '@tanstack/react-query';
import { callApi } from '../../../lib/api-client.ts';
import { queryKeys } from '../../../lib/query-keys.ts';

/** The set-up guide of a connector in Markdown; null when it has none. */
export function useConnectorGuide(id: string) {
  return useQuery({
    queryKey: queryKeys.part('connectors', id, 'guide'),
    queryFn: ({ signal }) => callApi('get', '/api/connectors/{id}/guide', { path: { id }, signal }),
    select: (answer) => answer.markdown,
    staleTime: 5 * 60_000,
  });
}
