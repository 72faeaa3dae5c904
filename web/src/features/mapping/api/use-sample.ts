import { useQueryClient } from '@tanstack/react-query';
import { api } from '../../../lib/api-client.ts';

const sampleQuery = (integrationId: number) =>
  api.queryOptions('get', '/api/integrations/{id}/sample', { params: { path: { id: integrationId } } });

/** Source fields and the sampled records as they were last read. */
export function useSample(integrationId: number) {
  return api.useQuery('get', '/api/integrations/{id}/sample', { params: { path: { id: integrationId } } });
}

export function useRefreshSample(integrationId: number) {
  const queryClient = useQueryClient();
  return api.useMutation('post', '/api/integrations/{id}/sample', {
    onSuccess: (sample) => queryClient.setQueryData(sampleQuery(integrationId).queryKey, sample),
  });
}
