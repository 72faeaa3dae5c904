import { useQuery } from '@tanstack/react-query';
import { callApi } from '../../../lib/api-client.ts';
import { queryKeys } from '../../../lib/query-keys.ts';
import type { SaasRecord } from './saas-types.ts';

export function useSaasApp(id: string) {
  return useQuery({
    queryKey: queryKeys.detail('saas', id),
    queryFn: ({ signal }) =>
      callApi<SaasRecord>('get', '/api/records/{object}/{id}', { path: { object: 'saas', id }, signal }),
  });
}
