import { api } from '../../../lib/api-client.ts';

/** Smart Mapping: what the server proposes from the vendor's fields and the sample. */
export function useSuggestMapping() {
  return api.useMutation('post', '/api/integrations/{id}/mapping/suggest');
}
