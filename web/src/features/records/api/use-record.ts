import type { RecordObject } from '../../../data/record-kinds.ts';
import { api } from '../../../lib/api-client.ts';

/** One record with provenance, locks and source records. */
export function useRecord(object: RecordObject, id: number) {
  return api.useQuery('get', '/api/records/{object}/{id}', { params: { path: { object, id } } });
}
