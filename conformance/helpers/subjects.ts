/** What the suite runs over: every built-in connector, its folder, its simulator and its streams. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { builtInConnectors as connectors } from '../../connectors/index.generated.ts';
import {
  type ConnectorDefinition,
  readStream,
  type SendPort,
  type StreamCursor,
  type StreamDefinition,
  type StreamPage,
} from '../../src/connector-kit/index.ts';
import { type AppError, isAppError } from '../../src/errors.ts';
import type { Simulator } from '../../src/simulation/simulator.ts';
import { makeHttpSendPort } from '../../test/helpers/http-send-port.ts';

export const connectorsFolder = fileURLToPath(new URL('../../connectors/', import.meta.url));

export const subjects: readonly [string, ConnectorDefinition][] = connectors.map((definition) => [
  definition.id,
  definition,
]);

export const streamSubjects: readonly [string, ConnectorDefinition, StreamDefinition][] = connectors.flatMap(
  (definition) =>
    definition.streams.map((stream): [string, ConnectorDefinition, StreamDefinition] => [
      `${definition.id}/${stream.id}`,
      definition,
      stream,
    ]),
);

/** Files below a connector's folder, relative to it. */
export function listConnectorFiles(id: string): string[] {
  return readdirSync(join(connectorsFolder, id), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(connectorsFolder, id).length + 1));
}

export function readConnectorFile(id: string, path: string): string {
  return readFileSync(join(connectorsFolder, id, path), 'utf8');
}

export interface FixtureCase {
  stream: string;
  name: string;
  input: unknown;
  expected: unknown;
}

export function listFixtures(id: string): FixtureCase[] {
  return listConnectorFiles(id)
    .filter((path) => /^fixtures\/[^/]+\/[^/]+\.input\.json$/.test(path))
    .sort()
    .map((path) => {
      const [, stream = '', file = ''] = path.split('/');
      const expectedPath = path.replace(/\.input\.json$/, '.expected.json');
      return {
        stream,
        name: file.replace(/\.input\.json$/, ''),
        input: JSON.parse(readConnectorFile(id, path)) as unknown,
        expected: existsSync(join(connectorsFolder, id, expectedPath))
          ? (JSON.parse(readConnectorFile(id, expectedPath)) as unknown)
          : undefined,
      };
    });
}

export interface RunningSimulator {
  simulator: Simulator;
  url: string;
}

/** Starts the connector's own simulator, runs, and stops it. */
export async function withSimulator<T>(
  id: string,
  run: (running: RunningSimulator) => Promise<T>,
): Promise<T> {
  const module = (await import(join(connectorsFolder, id, 'simulator.ts'))) as { makeSimulator(): Simulator };
  const simulator = module.makeSimulator();
  const { url } = await simulator.start();
  try {
    return await run({ simulator, url });
  } finally {
    await simulator.stop();
  }
}

export interface Reading {
  pages: StreamPage[];
  records: unknown[];
  error: AppError | undefined;
  /** A connection that broke, or anything else the bare send port throws. */
  failure: unknown;
}

/** Reads a stream to its end or its failure, without anything repeating requests on the way. */
export async function read(
  definition: ConnectorDefinition,
  stream: StreamDefinition,
  source: RunningSimulator | SendPort,
  startAt?: StreamCursor,
): Promise<Reading> {
  const reading: Reading = { pages: [], records: [], error: undefined, failure: undefined };
  const { send, scope } =
    'simulator' in source ? openSimulator(source) : { send: source, scope: { settings: {}, fields: {} } };
  try {
    const signal = AbortSignal.timeout(60_000);
    for await (const page of readStream({
      definition,
      stream,
      scope: { ...scope, globals: {} },
      send,
      signal,
      startAt,
    })) {
      reading.pages.push(page);
      reading.records.push(...page.records);
    }
  } catch (err) {
    reading.failure = err;
    if (isAppError(err)) reading.error = err;
  }
  return reading;
}

export function openSimulator({ simulator, url }: RunningSimulator) {
  const headers = simulator.control.makeAuthHeaders();
  return { send: makeHttpSendPort(url, () => headers), scope: simulator.control.formValues() };
}
