import { useNavigate } from '@tanstack/react-router';
import { api } from '../lib/api-client.ts';
import { notifyFailed } from '../lib/notify.tsx';
import { queryKeys, useRefresh } from '../lib/query-keys.ts';

/** Adds a draft for a stream and goes on at its page, which says what it still needs. */
export function useAddIntegration() {
  const refresh = useRefresh();
  const navigate = useNavigate();
  const create = api.useMutation('post', '/api/integrations', {
    onSuccess: () => refresh(queryKeys.at('/api/integrations')),
  });
  return {
    add: (connectorId: string, streamId: string) =>
      create.mutate(
        { body: { connectorId, streamId } },
        {
          onSuccess: (made) => navigate({ to: '/integrations/$id', params: { id: String(made.id) } }),
          onError: (err) => notifyFailed('The integration could not be added', err),
        },
      ),
    /** One at a time: whichever is being added, the others wait. */
    isAdding: (connectorId: string, streamId: string) =>
      create.isPending &&
      create.variables.body.connectorId === connectorId &&
      create.variables.body.streamId === streamId,
  };
}
