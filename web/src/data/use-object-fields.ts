import { api } from '../lib/api-client.ts';

/** Fields of an object, custom ones last. */
export function useObjectFields(object: string | undefined) {
  return api.useQuery(
    'get',
    '/api/objects/{object}',
    { params: { path: { object: object ?? '' } } },
    { select: (answer) => answer.fields, enabled: object !== undefined, staleTime: 60_000 },
  );
}
