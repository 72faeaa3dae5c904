import { api } from '../../../lib/api-client.ts';

export function useSaasApp(id: number) {
  return api.useQuery('get', '/api/records/{object}/{id}', { params: { path: { object: 'saas', id } } });
}
