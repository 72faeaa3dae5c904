import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { callApi, setCsrfToken } from '../lib/api-client.ts';

export function useSignOut() {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: () => callApi('post', '/api/sign-out'),
    onSuccess: async () => {
      setCsrfToken(undefined);
      await navigate({ to: '/sign-in', search: {} });
      // Nothing the last user saw may be shown to the next one.
      queryClient.clear();
    },
  });
}
