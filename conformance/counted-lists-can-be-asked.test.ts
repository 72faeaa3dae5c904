/** What moves while pages are counted is on none of them: such a list asks for single records, or concludes nothing. */
import { expect, test } from 'vitest';
import {
  type ConnectorDefinition,
  mayCountPositions,
  type StreamDefinition,
} from '../src/connector-kit/index.ts';
import { streamSubjects } from './helpers/subjects.ts';

type Ways = Pick<StreamDefinition, 'id' | 'presence' | 'absence'>;

function isCounted(definition: ConnectorDefinition, stream: StreamDefinition): boolean {
  const parent = definition.streams.find(({ id }) => id === stream.parentStream);
  return (
    mayCountPositions(stream.paginator ?? definition.client.paginator) ||
    (parent !== undefined && isCounted(definition, parent))
  );
}
const saysWhatFollows = ({ presence, absence }: Ways) => presence !== undefined || absence !== undefined;

test.each(streamSubjects)('%s', (_name, definition, stream) => {
  if (isCounted(definition, stream)) expect(saysWhatFollows(stream)).toBe(true);
});

test('it would be noticed', () => {
  for (const [, definition, stream] of streamSubjects) {
    const { presence: _presence, absence: _absence, parentStream: _parent, ...bare } = stream;
    const counted = {
      ...bare,
      paginator: { kind: 'page', pageParam: 'page', pageSize: 9, firstPage: 1 },
    } as const;
    expect(isCounted(definition, counted)).toBe(true);
    expect(saysWhatFollows(counted)).toBe(false);
    expect(isCounted(definition, { ...bare, paginator: { kind: 'none' } })).toBe(false);
  }
});
