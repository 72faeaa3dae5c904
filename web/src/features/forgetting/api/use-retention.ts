import { api, type Schema } from '../../../lib/api-client.ts';
import { queryKeys, useRefresh } from '../../../lib/query-keys.ts';

export type RetentionRule = Schema<'RetentionRule'>;

export const useRetention = () => api.useQuery('get', '/api/retention');

export function useSaveRetention() {
  const refresh = useRefresh();
  return api.useMutation('patch', '/api/retention', {
    onSuccess: () => refresh(queryKeys.at('/api/retention')),
  });
}
