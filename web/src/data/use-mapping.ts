import { api, type Schema } from '../lib/api-client.ts';

export type Mapping = Schema<'Mapping'>;
export type MappingRow = Mapping['rows'][number];

export const mappingQuery = (integrationId: number) =>
  api.queryOptions('get', '/api/integrations/{id}/mapping', { params: { path: { id: integrationId } } });

export function useMapping(integrationId: number) {
  return api.useQuery(
    'get',
    '/api/integrations/{id}/mapping',
    { params: { path: { id: integrationId } } },
    { staleTime: 0 },
  );
}

/** Sync keys in the order they are tried. */
export function listSyncKeys(mapping: Mapping): MappingRow[] {
  return mapping.rows
    .filter((row) => row.syncKeyPriority !== undefined)
    .sort((left, right) => (left.syncKeyPriority ?? 0) - (right.syncKeyPriority ?? 0));
}
