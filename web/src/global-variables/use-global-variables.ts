import { useMutation, useQueryClient } from '@tanstack/react-query';
import { callApi, type Schema } from '../lib/api-client.ts';

export type GlobalVariable = Schema<'GlobalVariable'>;

interface VariableInput {
  /** Of the variable to change; absent for a new one. */
  id: number | undefined;
  key: string;
  /** Empty for a secret that stays as it is. */
  value: string | undefined;
  isSecret: boolean;
}

export function useSaveGlobalVariable() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ id, key, value, isSecret }: VariableInput) =>
      id === undefined
        ? callApi('post', '/api/global-variables', { body: { key, value: value ?? '', isSecret } })
        : callApi('patch', '/api/global-variables/{id}', {
            path: { id },
            body: { isSecret, ...(value === undefined ? {} : { value }) },
          }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['global-variables'] });
      // What an integration still lacks may be this variable.
      await queryClient.invalidateQueries({ queryKey: ['integrations'] });
    },
  });
}

export function useDeleteGlobalVariable() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => callApi('delete', '/api/global-variables/{id}', { path: { id } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['global-variables'] }),
  });
}
