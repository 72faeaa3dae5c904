import { api } from '../../../lib/api-client.ts';
import type { paths } from '../../../lib/api-types.generated.ts';
import { queryKeys, useRefresh } from '../../../lib/query-keys.ts';

export type NewField =
  paths['/api/objects/{object}/fields']['post']['requestBody']['content']['application/json'];

export function useAddField(object: string) {
  const refresh = useRefresh();
  return api.useMutation('post', '/api/objects/{object}/fields', {
    onSuccess: () => refresh(queryKeys.below('/api/objects/{object}', { object })),
  });
}
