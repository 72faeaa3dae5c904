import { useQueryClient } from '@tanstack/react-query';
import { mappingQuery } from '../../../data/use-mapping.ts';
import { api } from '../../../lib/api-client.ts';
import { queryKeys, useRefresh } from '../../../lib/query-keys.ts';

/** Refused when somebody else has saved since `version`. */
export function useSaveMapping(integrationId: number) {
  const queryClient = useQueryClient();
  const refresh = useRefresh();
  return api.useMutation('put', '/api/integrations/{id}/mapping', {
    onSuccess: (saved) => {
      queryClient.setQueryData(mappingQuery(integrationId).queryKey, saved);
      return refresh(queryKeys.at('/api/integrations/{id}', { id: integrationId }));
    },
  });
}
