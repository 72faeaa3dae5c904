import type { ConnectorDefinition, StreamDefinition } from '../../connector-kit/index.ts';
import { makeError } from '../../errors.ts';
import type { IntegrationRow } from '../run.ts';

/** The connector and the stream of an integration. Throws SYNC_STREAM_UNKNOWN when either is not installed any more. */
export function findStream(
  findDefinition: (connectorId: string) => ConnectorDefinition | undefined,
  { connectorId, streamId }: Pick<IntegrationRow, 'connectorId' | 'streamId'>,
): { definition: ConnectorDefinition; stream: StreamDefinition } {
  const definition = findDefinition(connectorId);
  const stream = definition?.streams.find((found) => found.id === streamId);
  if (definition && stream) return { definition, stream };
  throw makeError('SYNC_STREAM_UNKNOWN', { stream: streamId, connector: connectorId });
}
