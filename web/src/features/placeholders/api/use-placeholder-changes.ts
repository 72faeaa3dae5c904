import { api, type Schema } from '../../../lib/api-client.ts';
import { queryKeys, useRefresh } from '../../../lib/query-keys.ts';

export type Placeholder = Schema<'Placeholder'>;
export type PlaceholderEffect = Schema<'PlaceholderEffect'>;

const lists = queryKeys.below('/api/placeholders');

export function useCreatePlaceholder() {
  const refresh = useRefresh();
  return api.useMutation('post', '/api/placeholders', { onSuccess: () => refresh(lists) });
}

export function useUpdatePlaceholder() {
  const refresh = useRefresh();
  return api.useMutation('patch', '/api/placeholders/{id}', { onSuccess: () => refresh(lists) });
}

export function useDeletePlaceholder() {
  const refresh = useRefresh();
  return api.useMutation('delete', '/api/placeholders/{id}', { onSuccess: () => refresh(lists) });
}

/** What saving an entry would change. */
export const usePlaceholderPreview = () => api.useMutation('post', '/api/placeholders/preview');

/** The fields an entry may be about. */
export const usePlaceholderFields = () => api.useQuery('get', '/api/placeholders/fields');
