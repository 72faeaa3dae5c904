import { useQuery } from '@tanstack/react-query';
import { callApi } from '../../../lib/api-client.ts';
import { queryKeys } from '../../../lib/query-keys.ts';

export function useSaasApp(id: number) {
  return useQuery({
    queryKey: queryKeys.detail('saas', id),
    queryFn: ({ signal }) =>
      callApi('get', '/api/records/{object}/{id}', { path: { object: 'saas', id }, signal }),
  });
}
