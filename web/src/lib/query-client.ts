import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiError } from './api-error.ts';

/** `onSignedOut` runs when any call answers 401: the session ended elsewhere or ran out. */
export function makeQueryClient(onSignedOut: () => void): QueryClient {
  const watch = (err: Error) => {
    if (err instanceof ApiError && err.status === 401) onSignedOut();
  };
  return new QueryClient({
    queryCache: new QueryCache({
      onError: (err, query) => (query.meta?.mayBeSignedOut ? undefined : watch(err)),
    }),
    mutationCache: new MutationCache({
      onError: (err, _variables, _result, mutation) =>
        mutation.meta?.mayBeSignedOut ? undefined : watch(err),
    }),
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        gcTime: 10 * 60_000,
        // An answer the server gave on purpose does not change by asking again.
        retry: (failureCount, err) =>
          failureCount < 2 && err instanceof ApiError && (err.status === 0 || err.status >= 502),
      },
    },
  });
}
