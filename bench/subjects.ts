/** What the Muster of a benchmark loads: connector, stream, way to sign in, and what is mapped beside the suggestions. */
import { ninjaone } from '../connectors/ninjaone/definition.ts';
import type { ConnectorDefinition, StreamDefinition } from '../src/connector-kit/index.ts';
import type { MappingRow } from '../src/mapping/mapping-types.ts';
import { makeDetailsConnector } from './details-definition.ts';

export type SubjectName = 'users' | 'devices' | 'details';

export interface Subject {
  definition: ConnectorDefinition;
  stream: StreamDefinition;
  methodId: string;
  moreRows: MappingRow[];
}

/** A budget that is never the bottleneck: the vendor of the benchmark stands on the same machine. */
const noBudget = { requestsPerSecond: 100_000, burst: 100_000, maxConcurrent: 4 };

function pickStream(definition: ConnectorDefinition, id: string): StreamDefinition {
  const stream = definition.streams.find((found) => found.id === id);
  if (!stream) throw new Error(`${definition.name} has no stream "${id}"`);
  return stream;
}

function ofNinjaOne(
  change: (stream: StreamDefinition) => StreamDefinition,
  id: string,
  moreRows: MappingRow[],
): Subject {
  const stream = change(pickStream(ninjaone, id));
  return {
    definition: { ...ninjaone, streams: [stream], client: { ...ninjaone.client, rateBudget: noBudget } },
    stream,
    methodId: 'oauth2-client-credentials',
    moreRows,
  };
}

export function makeSubject(name: SubjectName): Subject {
  switch (name) {
    case 'users':
      // The vendor sends its users in one answer; the benchmark needs pages, so this stream uses the paging of the others.
      return ofNinjaOne((stream) => ({ ...stream, paginator: ninjaone.client.paginator }), 'users', [
        { target: 'role', source: { kind: 'literal', value: 'Employee' }, writeRule: 'always' },
      ]);
    case 'devices':
      return ofNinjaOne((stream) => stream, 'devices', []);
    case 'details': {
      const definition = makeDetailsConnector();
      return { definition, stream: pickStream(definition, 'devices'), methodId: 'api-key', moreRows: [] };
    }
  }
}
