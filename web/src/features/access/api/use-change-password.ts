import { useMutation } from '@tanstack/react-query';
import { callApi } from '../../../lib/api-client.ts';

export function useChangePassword() {
  return useMutation({
    mutationFn: (body: { currentPassword: string; newPassword: string }) =>
      callApi('post', '/api/me/password', { body }),
  });
}
