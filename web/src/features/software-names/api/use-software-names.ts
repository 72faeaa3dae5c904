import { useMutation, useQueryClient } from '@tanstack/react-query';
import { callApi, type Schema } from '../../../lib/api-client.ts';

export type SoftwareName = Schema<'SoftwareNormalization'>;

/** Adds an entry, or changes the one with this id. */
export function useSaveSoftwareName() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...body }: { id: number | undefined; incomingName: string; standardName: string }) =>
      id === undefined
        ? callApi('post', '/api/software-normalizations', { body })
        : callApi('patch', '/api/software-normalizations/{id}', { path: { id }, body }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['software-names'] }),
  });
}

export function useDeleteSoftwareName() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => callApi('delete', '/api/software-normalizations/{id}', { path: { id } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['software-names'] }),
  });
}

/** Applies the list to everything installed so far. */
export function useApplySoftwareNames() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => callApi('post', '/api/software-normalizations/apply', {}),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['software'] }),
  });
}
