/** What a definition can say: null and an absent key are an empty list, one object is a list of one. */
import { describe, expect, test } from 'vitest';
import { assetMapping, makeCaseConnector, peopleMapping } from '../helpers/case-connectors.ts';
import { brief, useCaseWorld } from '../helpers/case-world.ts';
import { Reply, type VendorCall } from '../helpers/script-vendor.ts';
import {
  computerPage,
  manage,
  scriptComputers,
  scriptXenmobile,
  xenmobile,
} from '../helpers/vendor-scripts.ts';
import cursorPages from './fixtures/b19/cursor-pages.json' with { type: 'json' };
import keyAbsent from './fixtures/b19/key-absent.json' with { type: 'json' };
import noRecord from './fixtures/b19/no-record.json' with { type: 'json' };
import oneRecord from './fixtures/b19/one-record.json' with { type: 'json' };

/** How a stream says it; each is `false` where it says nothing. */
interface ListShape {
  nullIsEmpty?: boolean;
  absentIsEmpty?: boolean;
  singleIsList?: boolean;
}
const shaped = (listShape: ListShape) => ({ listShape }) as object;

const withTotal = {
  recordsPath: 'items',
  completeness: { kind: 'total', path: 'total' },
} as const;
const plain = makeCaseConnector('plain', withTotal);
const tolerant = makeCaseConnector('tolerant', {
  ...withTotal,
  recordsPath: 'data.items',
  ...shaped({ absentIsEmpty: true }),
});
const strict = makeCaseConnector('strict', { ...withTotal, recordsPath: 'data.items' });
const single = makeCaseConnector('single', {
  recordsPath: 'devices.device',
  ...shaped({ singleIsList: true, nullIsEmpty: true }),
});
const cursor = makeCaseConnector('cursor', {
  recordsPath: 'users',
  paginator: { kind: 'cursor', param: 'token', cursorPath: 'next_token', canRepeat: false },
});
const bare = makeCaseConnector('bare', { recordsPath: 'items' });
const bareTolerant = makeCaseConnector('bare-tolerant', {
  recordsPath: 'items',
  ...shaped({ nullIsEmpty: true }),
});
const inside = makeCaseConnector('inside', {
  object: 'assets',
  software: { from: 'record', path: 'apps', name: 'name' },
});
const world = useCaseWorld([
  plain,
  tolerant,
  strict,
  single,
  cursor,
  bare,
  bareTolerant,
  inside,
  manage,
  xenmobile,
]);

async function runWith(definition: typeof plain, answer: unknown) {
  world.vendor.on('GET /rows', answer);
  const integration = await world.integrate(definition, 'rows', { mapping: peopleMapping });
  return { integration, session: await integration.run() };
}

describe('null', () => {
  test('with total 0 is an empty page', async () => {
    const { session } = await runWith(plain, noRecord);
    expect(brief(session)).toEqual({ status: 'succeeded' });
  });

  test('after a first page is the end', async () => {
    const { session } = await runWith(
      cursor,
      ({ query }: VendorCall) => cursorPages[query['token'] === 't' ? 1 : 0],
    );
    expect(brief(session)).toEqual({ status: 'succeeded', read: 1, created: 1 });
  });

  test('with total 5 is no empty page', async () => {
    const { session } = await runWith(plain, { items: null, total: 5 });
    expect(brief(session)).toMatchObject({ status: 'failed', errorCode: 'CONNECTOR_RECORDS_MISSING' });
  });

  test('as the only page of a list without a total: only where the definition says so', async () => {
    const { session } = await runWith(bare, { items: null });
    expect(brief(session)).toMatchObject({ status: 'failed', errorCode: 'CONNECTOR_RECORDS_MISSING' });
    const told = await runWith(bareTolerant, { items: null });
    expect(brief(told.session)).toEqual({ status: 'succeeded' });
  });

  test('where everybody was before retires nobody without a limit asked', async () => {
    world.vendor.on('GET /rows', { items: [1, 2, 3].map((id) => ({ id, email: `p${id}@x.org` })), total: 3 });
    const integration = await world.integrate(plain, 'rows', {
      mapping: peopleMapping,
      change: { absencePolicy: 'archive' },
    });
    await integration.run();
    world.vendor.on('GET /rows', noRecord);
    expect(brief(await integration.run())).toMatchObject({ errorCode: 'SYNC_RETIRE_LIMIT' });
    expect(await world.list('people')).toHaveLength(3);
  });
});

describe('an absent key', () => {
  test('is an empty page where a definition says so', async () => {
    const { session } = await runWith(tolerant, keyAbsent);
    expect(brief(session)).toEqual({ status: 'succeeded' });
  });

  test('and an error where it does not', async () => {
    const { session } = await runWith(strict, keyAbsent);
    expect(brief(session)).toMatchObject({ errorCode: 'CONNECTOR_RECORDS_MISSING' });
  });

  test('an error message inside the answer is never an empty page', async () => {
    const { session } = await runWith(tolerant, { error: 'you may not', data: 'no' });
    expect(brief(session)).toMatchObject({ errorCode: 'CONNECTOR_RECORDS_MISSING' });
  });
});

describe('one object', () => {
  test('is a list of one where a definition says so', async () => {
    const { session } = await runWith(single, oneRecord);
    expect(brief(session)).toEqual({ status: 'succeeded', read: 1, created: 1 });
    world.vendor.on('GET /rows', {
      devices: { device: [oneRecord.devices.device, { id: 2, email: 'b@x.org' }] },
    });
  });

  test('and an error where it does not', async () => {
    const { session } = await runWith(bare, { items: { id: 1, email: 'a@x.org' } });
    expect(brief(session)).toMatchObject({ errorCode: 'CONNECTOR_RECORDS_MISSING' });
  });
});

describe('other lists of a stream', () => {
  test('software inside a record: null is no software, absent says nothing', async () => {
    const script = (more: object) =>
      world.vendor.on('GET /rows', [{ id: 1, serial: 'S1', uid: 'U1', ...more }]);
    script({ apps: [{ name: 'Chrome' }] });
    const integration = await world.integrate(inside, 'rows', { mapping: assetMapping });
    await integration.run();
    script({});
    await integration.run();
    expect(await world.rows('SELECT FROM software_installs')).toHaveLength(1);
    script({ apps: null });
    await integration.run();
    expect(await world.rows('SELECT FROM software_installs')).toHaveLength(0);
  });

  test('the details of a record', async () => {
    const computer = { resource_id_string: '1', full_name: 'PC-1', installation_status: 22 };
    scriptComputers(world.vendor, [computerPage(1, 1, [computer])]);
    world.vendor.on('GET /api/1.4/inventory/installedsoftware', {
      message_response: { total: 0, limit: 100, page: 1, installedsoftware: null },
      status: 'success',
    });
    const integration = await world.integrate(manage, 'computers');
    expect(brief(await integration.run())).toMatchObject({ status: 'succeeded', created: 1 });
  });

  test('no device on a XenMobile server', async () => {
    scriptXenmobile(world.vendor, { status: 0, matchedRecords: 0, filteredDevicesDataList: null });
    expect(brief(await (await world.integrate(xenmobile, 'devices')).run())).toEqual({ status: 'succeeded' });
  });

  test('a 204 is an empty page, as before', async () => {
    const { session } = await runWith(bare, new Reply({ status: 204, text: '' }));
    expect(brief(session)).toEqual({ status: 'succeeded' });
  });
});
