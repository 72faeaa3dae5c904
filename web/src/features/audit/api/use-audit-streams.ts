import { api, type Schema } from '../../../lib/api-client.ts';
import { useAskEvery } from '../../../lib/change-channel.ts';

export type AuditStream = Schema<'AuditStream'>;

/** Where the audit log is sent to beside the database. */
export function useAuditStreams() {
  const askEvery = useAskEvery(10_000, 60_000);
  return api.useQuery('get', '/api/audit/streams', {}, { refetchInterval: askEvery });
}
