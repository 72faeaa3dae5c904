import { describe, expect, test } from 'vitest';
import {
  type ConnectorDefinition,
  makeIdReader,
  type SendPort,
  type StreamDefinition,
} from '../src/connector-kit/index.ts';
import { compileMapping } from '../src/mapping/compile-mapping.ts';
import {
  assetFields,
  peopleFields,
  saasAccountFields,
  saasFields,
  softwareFields,
} from '../src/model/objects.ts';
import { type FixtureCase, listFixtures, read, subjects } from './helpers/subjects.ts';

interface FixtureAnswer {
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
  text?: string;
}

const syncTime = new Date('2026-01-01T00:00:00Z');
const fieldsOf = {
  people: peopleFields,
  saas: saasFields,
  saas_accounts: saasAccountFields,
  assets: assetFields,
  software: softwareFields,
};

/** A recorded record: its id, and its values as the suggested mapping would write them. Absent values are left out. */
function mapRecord(stream: StreamDefinition, record: unknown): unknown {
  const mapping = {
    rows: stream.suggestedMapping.map(({ source, target, isSyncKey }) => ({
      target,
      source: { kind: 'path' as const, path: source },
      writeRule: 'always' as const,
      ...(isSyncKey ? { syncKeyPriority: 1 } : {}),
    })),
  };
  const compiled = compileMapping({ mapping, fields: fieldsOf[stream.object], stream, tenant: 'c1' });
  const { values } = compiled.map(record, { syncTime });
  const mapped = Object.fromEntries(compiled.targets.map((target, index) => [target, values[index]]));
  return JSON.parse(JSON.stringify({ nativeId: String(makeIdReader(stream)(record)), values: mapped }));
}

/** Recorded answers: what reading them gives. */
async function readAnswers(
  definition: ConnectorDefinition,
  stream: StreamDefinition,
  answers: FixtureAnswer[],
) {
  const left = [...answers];
  const send: SendPort = {
    async send() {
      const answer = left.shift();
      if (!answer) throw new Error('the stream asked for more answers than the fixture has');
      return {
        status: answer.status ?? 200,
        headers: { 'content-type': 'application/json', ...answer.headers },
        text: answer.text ?? JSON.stringify(answer.body ?? null),
        url: 'https://vendor.example/',
      };
    },
  };
  const { error, failure, records, pages } = await read(definition, stream, send);
  if (failure && !error) throw failure;
  if (!error)
    return {
      ids: records.map((record) => String(makeIdReader(stream)(record))),
      isComplete: pages.at(-1)?.isLast,
    };
  const { code, recovery, retryAfterMs, message } = error;
  return JSON.parse(JSON.stringify({ error: { code, recovery, retryAfterMs, message } })) as unknown;
}

async function runCase(
  definition: ConnectorDefinition,
  { stream: id, input }: FixtureCase,
): Promise<unknown> {
  const stream = definition.streams.find((found) => found.id === id);
  if (!stream) throw new Error(`there is no stream "${id}"`);
  const given = input as { record?: unknown; answers?: FixtureAnswer[] };
  return given.answers ? readAnswers(definition, stream, given.answers) : mapRecord(stream, given.record);
}

describe.each(subjects)('%s', (id, definition) => {
  const fixtures = listFixtures(id);

  test('every stream has fixtures', () => {
    expect(new Set(fixtures.map(({ stream }) => stream))).toEqual(
      new Set(definition.streams.map((stream) => stream.id)),
    );
  });

  test.each(fixtures.map((fixture): [string, FixtureCase] => [`${fixture.stream}/${fixture.name}`, fixture]))(
    '%s',
    async (_name, fixture) => {
      expect(await runCase(definition, fixture)).toEqual(fixture.expected);
    },
  );
});
