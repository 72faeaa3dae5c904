/** A record is known by the vendor's own id: one that is no id fails by name, and none is dropped without a trace. */
import { describe, expect, test } from 'vitest';
import { makeCaseConnector, peopleMapping } from '../helpers/case-connectors.ts';
import { brief, useCaseWorld } from '../helpers/case-world.ts';
import { readCase } from '../helpers/read-case.ts';
import { Reply, type VendorCall } from '../helpers/script-vendor.ts';

const vendor = makeCaseConnector('vendor', {
  presence: { request: { method: 'GET', path: '/one', query: { id: '{{ id }}' } }, idPath: 'id' },
});
const world = useCaseWorld([vendor]);

const records = readCase<{ id: unknown; email: string }[]>('b22/records.json');
const long = (end: string) => `${'p'.repeat(600)}${end}`;
const user = (id: unknown, name: string) => ({ id, email: `${name}@x.org` });

async function open(list: readonly object[], change: object = {}) {
  world.vendor.on('GET /rows', list);
  return world.integrate(vendor, 'rows', { mapping: peopleMapping, change });
}
const emails = async () => (await world.list('people')).map(({ email }) => email);

test('the five records of the case', async () => {
  const session = await (await open(records)).run();
  expect(session.errorCode).toBeNull();
  const failed = await world.outcomes(session, 'failed');
  // Nothing is lost without a count.
  expect(session.counts.read).toBe(5);
  expect(session.counts.created + session.counts.failed).toBe(5);
  expect(await emails()).toEqual(expect.arrayContaining(['l1@x.org', 'l2@x.org']));
  const objects = failed.filter(({ reason }) => /"id"/.test(reason ?? '') && /object/.test(reason ?? ''));
  expect(objects).toHaveLength(2);
  expect(await emails()).not.toContain('o1@x.org');
  if (!(await emails()).includes('n@x.org')) expect(JSON.stringify(failed)).toMatch(/"id\W.*(NUL|U\+0000)/i);
});

describe('what is no id', () => {
  test.each([
    ['an object', { $oid: '1' }, /object/],
    ['a list', ['1'], /list/],
    ['an empty object', {}, /object/],
    ['yes or no', true, /yes or no|boolean/],
    ['null', null, /no value/],
    ['an empty text', '', /no value/],
    ['spaces', '   ', /no value/],
  ])('%s fails with its path', async (_what, id, reason) => {
    const session = await (await open([user(id, 'a'), user(2, 'b')])).run();
    expect(brief(session)).toMatchObject({ read: 2, created: 1, failed: 1 });
    const [failed] = await world.outcomes(session, 'failed');
    expect(failed).toMatchObject({ reasonCode: 'NO_NATIVE_ID' });
    expect(failed?.reason).toMatch(/"id"/);
    expect(failed?.reason).toMatch(reason);
  });

  test.each(['preview', 'test-run'] as const)('a %s says the same', async (kind) => {
    const integration = await open([user({ a: 1 }, 'a'), user({ a: 2 }, 'b')]);
    expect(brief(await integration.run(kind))).toMatchObject({ read: 2, failed: 2 });
  });
});

describe('what is one', () => {
  test.each([
    ['zero', 0, '0'],
    ['a negative number', -5, '-5'],
    ['a number beyond 2^53', 12345678901234567890n, '12345678901234567890'],
    ['a text with blanks inside', 'a b', 'a b'],
    ['half an emoji', 'a\ud83d', undefined],
    ['NUL inside', 'a\u0000b', undefined],
    ['a tab and a line break', 'a\tb\nc', undefined],
    ['400 wide characters', '\u4e00'.repeat(400), undefined],
    ['600 wide characters', '\u4e00'.repeat(600), undefined],
    ['5,000 characters', 'x'.repeat(5_000), undefined],
  ])('%s', async (_what, id, stored) => {
    const text = JSON.stringify([{ ...user('ID', 'a') }]).replace(
      '"ID"',
      typeof id === 'bigint' ? String(id) : JSON.stringify(id),
    );
    world.vendor.on('GET /rows', new Reply({ text }));
    const integration = await world.integrate(vendor, 'rows', {
      mapping: peopleMapping,
      change: { absencePolicy: 'archive', retireLimitPercent: 100 },
    });
    expect(brief(await integration.run())).toMatchObject({ status: 'succeeded', created: 1 });
    // It is the same record the next time.
    expect(brief(await integration.run())).toEqual({ status: 'succeeded', read: 1, unchanged: 1 });
    const [source] = await world.rows<{ native_id: string }>('SELECT native_id FROM source_records');
    if (stored !== undefined) expect(source?.native_id).toBe(stored);
  });

  test('ids that differ only in letter case are two', async () => {
    expect(brief(await (await open([user('Ab', 'a'), user('aB', 'b')])).run())).toMatchObject({ created: 2 });
  });

  test('ids that differ only by something invisible are not lost', async () => {
    const session = await (await open([user('ab', 'a'), user('a\u0000b', 'b'), user('a\u200bb', 'c')])).run();
    expect(session.counts.read).toBe(3);
    expect(session.counts.created + session.counts.failed + session.counts.ambiguous).toBe(3);
  });
});

describe('long ids', () => {
  test('stay apart when one is gone', async () => {
    const integration = await open([user(long('1'), 'a'), user(long('2'), 'b'), user('3', 'c')], {
      absencePolicy: 'archive',
      retireLimitPercent: 100,
    });
    await integration.run();
    world.vendor.on('GET /one', ({ query }: VendorCall) =>
      query['id'] === long('2') || query['id'] === '3'
        ? { id: query['id'] }
        : new Reply({ status: 404, json: {} }),
    );
    world.vendor.on('GET /rows', [user(long('2'), 'b'), user('3', 'c')]);
    await integration.run();
    expect((await world.list('people', 'archived')).map(({ email }) => email)).toEqual(['a@x.org']);
    expect(await emails()).toEqual(['b@x.org', 'c@x.org']);
  });

  test('are asked for whole: one that the list lacked is not taken for gone', async () => {
    const integration = await open([user(long('1'), 'a'), user(long('2'), 'b'), user('3', 'c')], {
      absencePolicy: 'archive',
      retireLimitPercent: 100,
    });
    await integration.run();
    world.vendor.on('GET /one', ({ query }: VendorCall) =>
      [long('1'), long('2'), '3'].includes(query['id'] ?? '')
        ? { id: query['id'] }
        : new Reply({ status: 404, json: {} }),
    );
    world.vendor.on('GET /rows', [user(long('2'), 'b'), user('3', 'c')]);
    await integration.run();
    expect(await world.list('people', 'archived')).toEqual([]);
  });

  test('what was stored cut off at 512 characters is not doubled', async () => {
    const integration = await open([user(long('1'), 'a')]);
    await integration.run();
    await world.rows('UPDATE source_records SET native_id = $1', [long('1').slice(0, 512)]);
    await integration.run();
    await integration.run();
    expect(await emails()).toEqual(['a@x.org']);
    expect(brief(await integration.run())).toEqual({ status: 'succeeded', read: 1, unchanged: 1 });
  });
});
