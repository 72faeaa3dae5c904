import { keepPreviousData } from '@tanstack/react-query';
import type { Mapping } from '../../../data/use-mapping.ts';
import { api } from '../../../lib/api-client.ts';

/** The sampled records as this mapping would write them. */
export function useMappingPreview(integrationId: number, mapping: Mapping, isWanted: boolean) {
  return api.useQuery(
    'post',
    '/api/integrations/{id}/mapping/preview',
    { params: { path: { id: integrationId } }, body: { mapping } },
    { enabled: isWanted, placeholderData: keepPreviousData, retry: false },
  );
}
