import { describe, expect, test } from 'vitest';
import { readStream, type StreamDefinition, type StreamPage } from '../../src/connector-kit/index.ts';
import { isAppError } from '../../src/errors.ts';
import { makeHttpSendPort } from '../../test/helpers/http-send-port.ts';
import { useSimulator } from '../../test/helpers/use-simulator.ts';
import { citrixCloud } from './definition.ts';
import { type CitrixFault, makeSimulator } from './simulator.ts';

const simulator = makeSimulator({ machines: 70, sessions: 40 });
const { control } = simulator;
const vendor = useSimulator(simulator);

const streamOf = (id: string, pageSize = 20): StreamDefinition => {
  const stream = citrixCloud.streams.find((found) => found.id === id);
  if (!stream) throw new Error(`no stream ${id}`);
  return {
    ...stream,
    paginator: { ...citrixCloud.client.paginator, pageSize } as StreamDefinition['paginator'] & object,
  };
};

async function read(stream: StreamDefinition) {
  const pages: StreamPage[] = [];
  const pausesMs: number[] = [];
  let code: string | undefined;
  let message = '';
  const headers = control.makeAuthHeaders();
  try {
    for await (const page of readStream({
      definition: citrixCloud,
      stream,
      scope: { ...control.formValues(), globals: {} },
      send: makeHttpSendPort(vendor.url, () => headers),
      clock: {
        sleep: async (ms) => {
          pausesMs.push(ms);
        },
      },
      signal: new AbortController().signal,
    }))
      pages.push(page);
  } catch (err) {
    if (!isAppError(err)) throw err;
    code = err.code;
    message = err.message;
  }
  const records = pages.flatMap((page) => page.records) as Record<string, unknown>[];
  return { pages, records, code, message, pausesMs, isComplete: pages.some(({ isLast }) => isLast) };
}

const token = (form: Record<string, string>, customer = 'acmecorp1a2b') =>
  fetch(`${vendor.url}/cctrustoauth2/${customer}/tokens/clients`, {
    method: 'POST',
    body: new URLSearchParams(form),
  });

describe('the trust service', () => {
  const { clientId = '', clientSecret = '' } = control.formValues().fields;
  const right = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };

  test('gives a token whose lifetime is a text of seconds', async () => {
    const answer = await token(right);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await answer.json()).toMatchObject({ token_type: 'bearer', expires_in: '3600' });
  });

  test('refuses a wrong secret, an unknown customer, an ended secret and a deleted client', async () => {
    expect((await token({ ...right, client_secret: 'x' })).status).toBe(401);
    expect((await token(right, 'somebodyelse')).status).toBe(404);
    for (const fault of ['expired-secret', 'client-deleted'] as const) {
      control.setFault(fault, { times: 1 });
      const answer = await token(right);
      expect(await answer.json()).toMatchObject({ error: 'invalid_client' });
    }
  });
});

describe('machines', () => {
  test('come whole, with the names of their group and catalog', async () => {
    const { records, isComplete } = await read(streamOf('machines'));
    expect([records.length, new Set(records.map(({ Id }) => Id)).size, isComplete]).toEqual([70, 70, true]);
    expect(records[1]).toMatchObject({
      deliveryGroup: { FullName: 'Desktops\\Group 1' },
      catalog: { FullName: 'Images\\Catalog 1' },
    });
  });

  test('an expired continuation token starts the list again', async () => {
    control.setFault('token-expired', { times: 1, skip: 1 });
    const { records, pages, isComplete } = await read(streamOf('machines'));
    expect(pages.filter(({ isRestarted }) => isRestarted)).toHaveLength(1);
    expect(new Set(records.map(({ Id }) => Id)).size).toBe(70);
    expect(isComplete).toBe(true);
  });

  test('a frozen site is activated, asked every half minute, and read then', async () => {
    control.setFault('frozen-site');
    const { records, pausesMs } = await read(streamOf('machines'));
    expect(records).toHaveLength(70);
    expect(pausesMs).toEqual([30_000, 30_000]);
    expect(simulator.control.requests.get('POST /resourceprovider/acmecorp1a2b/site/activation')).toBe(1);
  });

  test('a list that becomes a job is followed to its result', async () => {
    control.setFault('as-job', { times: 1, skip: 2 });
    const { records, pausesMs } = await read(streamOf('machines', 1_000));
    expect(records).toHaveLength(70);
    expect(pausesMs).toEqual([10_000]);
  });

  test.each<[CitrixFault[], string, RegExp]>([
    [['as-job', 'job-failed'], 'CONNECTOR_JOB_FAILED', /The broker did not answer/],
    [['no-site'], 'CONNECTOR_DISCOVERY_EMPTY', /no DaaS site/],
    [['no-permission'], 'CONNECTOR_FORBIDDEN', /DaaS role/],
    [['throttle-silent'], 'CONNECTOR_THROTTLED', /./],
  ])('%j ends in a message that says what to do', async (names, code, words) => {
    for (const name of names) control.setFault(name);
    const result = await read(streamOf('machines'));
    expect(result.code).toBe(code);
    expect(result.message).toMatch(words);
    expect(result.isComplete).toBe(false);
  });

  test('machines without a DNS name and with the same name keep their own id', async () => {
    control.setFault('machines-without-names');
    control.setFault('machines-same-names');
    const { records } = await read(streamOf('machines'));
    expect(new Set(records.map(({ Id }) => Id)).size).toBe(70);
    expect(records.filter(({ DnsName }) => DnsName === undefined).length).toBeGreaterThan(0);
    expect(new Set(records.map(({ Name }) => Name)).size).toBeLessThan(70);
  });
});

test('users come from sessions and from assignments; anonymous sessions have nobody', async () => {
  const { records, isComplete } = await read(streamOf('users'));
  expect(isComplete).toBe(true);
  const names = new Set(records.map(({ PrincipalName, Sid }) => PrincipalName ?? Sid));
  const [users] = simulator.demo?.integrations ?? [];
  expect(names.size).toBe(users?.expectedCount);
  expect(records.length).toBeGreaterThan(names.size);
  expect(records.filter(({ IsGroup }) => IsGroup === true).length).toBeGreaterThan(0);
});
