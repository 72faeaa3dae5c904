import type { ConnectorDefinition, StreamDefinition } from '../../connector-kit/index.ts';
import { makeError } from '../../errors.ts';

type FindDefinition = (connectorId: string) => ConnectorDefinition | undefined;

interface StreamIds {
  connectorId: string;
  streamId: string;
}

/** The connector and the stream of an integration; undefined when either is not installed (any more). */
export function lookForStream(
  findDefinition: FindDefinition,
  { connectorId, streamId }: StreamIds,
): { definition: ConnectorDefinition; stream: StreamDefinition } | undefined {
  const definition = findDefinition(connectorId);
  const stream = definition?.streams.find((found) => found.id === streamId);
  return definition && stream && { definition, stream };
}

/** The same where it must be there. Throws INTEGRATION_STREAM_UNKNOWN. */
export function findStream(findDefinition: FindDefinition, ids: StreamIds) {
  const found = lookForStream(findDefinition, ids);
  if (found) return found;
  throw makeError('INTEGRATION_STREAM_UNKNOWN', { stream: ids.streamId, connector: ids.connectorId });
}
