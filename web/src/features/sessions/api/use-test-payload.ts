import { useQuery } from '@tanstack/react-query';
import { callApi } from '../../../lib/api-client.ts';
import { queryKeys } from '../../../lib/query-keys.ts';

/** Raw and mapped payload of a test run, as JSON text with every digit. */
export function useTestPayload(sessionId: number) {
  return useQuery({
    queryKey: queryKeys.part('sessions', sessionId, 'payload'),
    queryFn: ({ signal }) =>
      callApi('get', '/api/sessions/{id}/payload', { path: { id: sessionId }, signal }),
    select: (answer) => answer.text,
  });
}
