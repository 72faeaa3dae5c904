import { describe, expect, test } from 'vitest';
import {
  type Paginator,
  readStream,
  type StreamDefinition,
  type StreamPage,
} from '../../src/connector-kit/index.ts';
import { isAppError } from '../../src/errors.ts';
import { makeHttpSendPort } from '../../test/helpers/http-send-port.ts';
import { useSimulator } from '../../test/helpers/use-simulator.ts';
import { ninjaone } from './definition.ts';
import { makeNinjaOneSimulator } from './simulator.ts';

const simulator = makeNinjaOneSimulator({ users: 3_100, pagedUsers: true });
const { control } = simulator;
const vendor = useSimulator(simulator);

const users = ninjaone.streams[0] as StreamDefinition;
const list = (
  path: string,
  recordsPath: string,
  paginator: Paginator,
  nativeIdPath = 'id',
): StreamDefinition => ({
  ...users,
  request: { method: 'GET', path },
  recordsPath,
  nativeIdPath,
  paginator,
});
const afterId = (pageSize: number): Paginator => ({
  kind: 'after_id',
  param: 'after',
  sizeParam: 'pageSize',
  pageSize,
  idPath: 'id',
});
const cursor = (pageSize: number): Paginator => ({
  kind: 'cursor',
  param: 'cursor',
  cursorPath: 'cursor.name',
  otherCursorPaths: ['cursor'],
  sizeParam: 'pageSize',
  pageSize,
  canRepeat: true,
});
const older: Paginator = {
  kind: 'id_window',
  param: 'olderThan',
  sizeParam: 'pageSize',
  pageSize: 70,
  idPath: 'id',
  direction: 'older',
};
const softwareKey = '{{ deviceId }}/{{ name }}/{{ version }}';

async function read(stream: StreamDefinition): Promise<{ pages: StreamPage[]; code: string | undefined }> {
  const headers = control.makeAuthHeaders();
  const pages: StreamPage[] = [];
  try {
    const send = makeHttpSendPort(vendor.url, () => headers);
    const scope = { ...control.formValues(), globals: {} };
    for await (const page of readStream({
      definition: ninjaone,
      stream,
      scope,
      send,
      signal: new AbortController().signal,
    }))
      pages.push(page);
    return { pages, code: undefined };
  } catch (err) {
    if (!isAppError(err)) throw err;
    return { pages, code: err.code };
  }
}

const countIds = (pages: StreamPage[]) =>
  new Set(pages.flatMap(({ records }) => records.map((row) => (row as { id: number }).id))).size;
const countRecords = (pages: StreamPage[]) => pages.reduce((sum, { records }) => sum + records.length, 0);

describe('the four paging styles of NinjaOne', () => {
  test.each([
    ['/v2/devices', 120],
    ['/v2/organizations', 40],
    ['/v2/locations', 40],
    ['/v2/users', 3_100],
  ])('after-id with sparse ids: %s', async (path, count) => {
    for (const pageSize of [7, 20, 1_000]) {
      if (path === '/v2/users' && pageSize < 1_000) continue;
      const { pages, code } = await read(list(path, '', afterId(pageSize)));
      expect([code, countIds(pages), countRecords(pages)]).toEqual([undefined, count, count]);
    }
  });

  test('cursor whose name stays the same: software', async () => {
    const { pages, code } = await read(list('/v2/queries/software', 'results', cursor(250), softwareKey));
    const count = control.softwareCount();
    expect([code, countRecords(pages), pages.length]).toEqual([undefined, count, Math.ceil(count / 250) + 1]);
  });

  test('id window: activities', async () => {
    const { pages, code } = await read(list('/v2/activities', 'activities', older));
    expect([code, countIds(pages), countRecords(pages)]).toEqual([undefined, 300, 300]);
  });

  test('none: the whole list in one answer', async () => {
    const { pages } = await read({ ...users, paginator: { kind: 'none' } });
    expect(pages).toHaveLength(1);
    expect(pages[0]?.isLast).toBe(true);
  });
});

describe('faults on the way', () => {
  test.each([
    ['devices', list('/v2/devices', '', afterId(20))],
    ['activities', list('/v2/activities', 'activities', older)],
    ['users', list('/v2/users', '', afterId(1_000))],
  ])('a page repeated for ever: %s', async (_name, stream) => {
    control.setFault('repeated-page');
    const { pages, code } = await read(stream);
    expect(code).toBe('CONNECTOR_NO_PROGRESS');
    expect(pages.some(({ isLast }) => isLast)).toBe(false);
  });

  test('an expired cursor starts the report again', async () => {
    control.setFault('cursor-expired', { skip: 1, times: 1 });
    const { pages, code } = await read(list('/v2/queries/software', 'results', cursor(500), softwareKey));
    expect(code).toBeUndefined();
    expect(pages.filter(({ isRestarted }) => isRestarted)).toHaveLength(1);
    expect(countRecords(pages)).toBe(1_000 + control.softwareCount());
  });

  test('a web page about the rate limit asks to slow down', async () => {
    control.setFault('rate-limit-html', { skip: 1, times: 1 });
    const { pages, code } = await read(list('/v2/devices', '', afterId(20)));
    expect([pages.length, code]).toEqual([1, 'CONNECTOR_THROTTLED']);
  });
});
