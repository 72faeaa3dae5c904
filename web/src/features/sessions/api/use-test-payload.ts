import { api } from '../../../lib/api-client.ts';

/** Raw and mapped payload of a test run, as JSON text with every digit. */
export function useTestPayload(sessionId: number) {
  return api.useQuery(
    'get',
    '/api/sessions/{id}/payload',
    { params: { path: { id: sessionId } } },
    { select: (answer) => answer.text },
  );
}
