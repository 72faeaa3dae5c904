import type { RecordObject } from '../../../data/record-kinds.ts';
import { api } from '../../../lib/api-client.ts';

/** What the vendor last sent, as JSON text with every digit; asked for when it is opened. */
export function useSourcePayload(object: RecordObject, id: number, sourceId: number, isWanted: boolean) {
  return api.useQuery(
    'get',
    '/api/records/{object}/{id}/sources/{sourceId}',
    { params: { path: { object, id, sourceId } } },
    { select: (answer) => answer.text, enabled: isWanted },
  );
}
