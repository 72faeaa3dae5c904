import { useNavigate } from '@tanstack/react-router';
import { notifyFailed } from '../lib/notify.tsx';
import { useCreateIntegration } from '../features/integrations/api/use-integration-actions.ts';

/** Adds a draft for a stream and goes on at its page, which says what it still needs. */
export function useAddIntegration() {
  const create = useCreateIntegration();
  const navigate = useNavigate();
  return {
    add: (connectorId: string, streamId: string) =>
      create.mutate(
        { connectorId, streamId },
        {
          onSuccess: (made) => void navigate({ to: '/integrations/$id', params: { id: String(made.id) } }),
          onError: (err) => notifyFailed('The integration could not be added', err),
        },
      ),
    isAdding: (connectorId: string, streamId: string) =>
      create.isPending &&
      create.variables.connectorId === connectorId &&
      create.variables.streamId === streamId,
  };
}
