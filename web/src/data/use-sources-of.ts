import { api } from '../lib/api-client.ts';

/** Integrations that fill an object: what its records can be narrowed to. */
export function useSourcesOf(object: string) {
  return api.useQuery(
    'get',
    '/api/integrations',
    { params: { query: { filter: [`object:eq:${object}`], sort: 'name', limit: 500 } } },
    { select: (answer) => answer.items, staleTime: 60_000 },
  );
}
