import { api } from '../lib/api-client.ts';

/** The set-up guide of a connector in Markdown; null when it has none. */
export function useConnectorGuide(id: string) {
  return api.useQuery(
    'get',
    '/api/connectors/{id}/guide',
    { params: { path: { id } } },
    { select: (answer) => answer.markdown, staleTime: 5 * 60_000 },
  );
}
