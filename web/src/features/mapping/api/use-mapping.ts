import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { callApi } from '../../../lib/api-client.ts';
import { queryKeys } from '../../../lib/query-keys.ts';
import type { Mapping } from './mapping-types.ts';

const path = (id: number) => ({ path: { id } });

export function useMapping(integrationId: number) {
  return useQuery({
    queryKey: queryKeys.part('integrations', integrationId, 'mapping'),
    queryFn: ({ signal }) =>
      callApi('get', '/api/integrations/{id}/mapping', { ...path(integrationId), signal }),
    staleTime: 0,
  });
}

/** Refused when somebody else has saved since `version`. */
export function useSaveMapping(integrationId: number) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: { version: number; mapping: Mapping }) =>
      callApi('put', '/api/integrations/{id}/mapping', { ...path(integrationId), body }),
    onSuccess: (saved) => {
      queryClient.setQueryData(queryKeys.part('integrations', integrationId, 'mapping'), saved);
      return queryClient.invalidateQueries({
        queryKey: queryKeys.detail('integrations', integrationId),
        exact: true,
      });
    },
  });
}

/** Source fields and the sampled records as they were last read. */
export function useSample(integrationId: number) {
  return useQuery({
    queryKey: queryKeys.part('integrations', integrationId, 'sample'),
    queryFn: ({ signal }) =>
      callApi('get', '/api/integrations/{id}/sample', { ...path(integrationId), signal }),
  });
}

export function useRefreshSample(integrationId: number) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => callApi('post', '/api/integrations/{id}/sample', path(integrationId)),
    onSuccess: (sample) =>
      queryClient.setQueryData(queryKeys.part('integrations', integrationId, 'sample'), sample),
  });
}

export function useSuggestMapping(integrationId: number) {
  return useMutation({
    mutationFn: () => callApi('post', '/api/integrations/{id}/mapping/suggest', path(integrationId)),
  });
}

/** The sampled records as this mapping would write them. */
export function useMappingPreview(integrationId: number, mapping: Mapping, isWanted: boolean) {
  return useQuery({
    queryKey: [...queryKeys.part('integrations', integrationId, 'preview'), mapping],
    queryFn: () =>
      callApi('post', '/api/integrations/{id}/mapping/preview', {
        ...path(integrationId),
        body: { mapping },
      }),
    enabled: isWanted,
    placeholderData: (before) => before,
    retry: false,
  });
}
