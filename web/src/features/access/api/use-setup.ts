import { queryOptions, useMutation } from '@tanstack/react-query';
import { callApi } from '../../../lib/api-client.ts';
import { queryKeys } from '../../../lib/query-keys.ts';

/** Whether the first administrator still has to be created. */
export const setupQuery = queryOptions({
  queryKey: queryKeys.setup,
  queryFn: ({ signal }) => callApi('get', '/api/setup', { signal }),
  staleTime: 0,
});

export interface SetupInput {
  name: string;
  email: string;
  password: string;
}

export function useSetup() {
  return useMutation({
    mutationFn: (body: SetupInput) => callApi('post', '/api/setup', { body }),
    meta: { mayBeSignedOut: true },
  });
}
