import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { callApi } from '../lib/api-client.ts';
import { type RecordObject, recordKinds } from './record-kinds.ts';

export interface FoundRecord {
  object: RecordObject;
  id: number;
  title: string;
  subtitle: string;
}

/** The first few records of one object that match. */
export function useSearchRecords(object: RecordObject, q: string, limit: number) {
  return useQuery({
    queryKey: [object, 'search', q, limit],
    queryFn: async ({ signal }): Promise<FoundRecord[]> => {
      const answer = await callApi('get', '/api/records/{object}', {
        path: { object },
        query: { q, limit },
        signal,
      });
      return answer.items.map((row) => ({ object, id: row.id, ...recordKinds[object].name(row.values) }));
    },
    enabled: q !== '',
    placeholderData: keepPreviousData,
  });
}
