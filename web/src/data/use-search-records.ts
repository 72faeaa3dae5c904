import { keepPreviousData } from '@tanstack/react-query';
import { api } from '../lib/api-client.ts';
import { type RecordObject, recordKinds } from './record-kinds.ts';

export interface FoundRecord {
  object: RecordObject;
  id: number;
  title: string;
  subtitle: string;
}

/** The first few records of one object that match. */
export function useSearchRecords(object: RecordObject, q: string, limit: number) {
  return api.useQuery(
    'get',
    '/api/records/{object}',
    { params: { path: { object }, query: { q, limit } } },
    {
      select: ({ items }): FoundRecord[] =>
        items.map((row) => ({ object, id: row.id, ...recordKinds[object].name(row.values) })),
      enabled: q !== '',
      placeholderData: keepPreviousData,
    },
  );
}
