import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api } from '../lib/api-client.ts';

export function useSignOut() {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  return api.useMutation('post', '/api/sign-out', {
    onSuccess: async () => {
      await navigate({ to: '/sign-in', search: {}, ignoreBlocker: true });
      // Nothing the last user saw may be shown to the next one.
      queryClient.clear();
    },
  });
}
