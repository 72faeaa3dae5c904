import { api, type Schema } from '../../../lib/api-client.ts';
import { queryKeys, useRefresh } from '../../../lib/query-keys.ts';

export type OwnSecondFactor = Schema<'OwnSecondFactor'>;
export type BrowserSession = Schema<'BrowserSession'>;

export const useOwnSecondFactor = () => api.useQuery('get', '/api/me/second-factor');

/** What is known of one's account, also whether a second factor is still missing. */
const useAccountRefresh = () => {
  const refresh = useRefresh();
  return { onSuccess: () => refresh(queryKeys.below('/api/me')) };
};

export const useBeginTotp = () => api.useMutation('post', '/api/me/totp');
export const useConfirmTotp = () => api.useMutation('post', '/api/me/totp/confirm');
export const useRemoveTotp = () => api.useMutation('post', '/api/me/totp/remove', useAccountRefresh());
export const usePasskeyOptions = () => api.useMutation('post', '/api/me/passkeys/options');
export const useAddPasskey = () => api.useMutation('post', '/api/me/passkeys');
export const useRemovePasskey = () =>
  api.useMutation('post', '/api/me/passkeys/{id}/remove', useAccountRefresh());
export const useNewRecoveryCodes = () => api.useMutation('post', '/api/me/recovery-codes');

export const useBrowserSessions = () => api.useQuery('get', '/api/me/sessions');
export const useEndSession = () => api.useMutation('post', '/api/me/sessions/{id}/end', useAccountRefresh());
export const useEndOtherSessions = () =>
  api.useMutation('post', '/api/me/sessions/end-others', useAccountRefresh());
