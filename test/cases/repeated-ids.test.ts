/** Two records under one id: the first one counts, and how many were left out is said and counted. */
import { describe, expect, test } from 'vitest';
import { makeCaseConnector, peopleMapping } from '../helpers/case-connectors.ts';
import { brief, useCaseWorld } from '../helpers/case-world.ts';
import type { VendorCall } from '../helpers/script-vendor.ts';

const plain = makeCaseConnector('plain');
const listed = makeCaseConnector('listed', { mayRepeat: true });
const paged = makeCaseConnector('paged', {
  recordsPath: 'items',
  paginator: { kind: 'cursor', param: 'cursor', cursorPath: 'next', canRepeat: false },
});
const world = useCaseWorld([plain, listed, paged]);
const people = (...ids: (number | string)[]) =>
  ids.map((id, index) => ({ id, email: `p${index}@x.org`, firstName: `P${index}` }));
const open = (definition = plain) => world.integrate(definition, 'rows', { mapping: peopleMapping });

describe('one id for everybody', () => {
  test('is no plain success: the session says how many were left out, and its contacts are told', async () => {
    world.vendor.on('GET /rows', people(0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
    const session = await (await open()).run();
    expect(brief(session)).toEqual({ status: 'succeeded_with_errors', read: 1, created: 1 });
    expect(session.counts.repeated).toBe(9);
    expect(await world.log(session)).toMatch(/id had come before in the same session: 9 of 10 records/);
  });

  test('is seen in the test run and in the preview', async () => {
    world.vendor.on('GET /rows', people(0, 0, 0, 0));
    const integration = await open();
    const session = await integration.run('test-run');
    expect(session.counts).toMatchObject({ read: 1, repeated: 3 });
    expect(await world.log(session)).toMatch(/4 records read, 3 of them left out because their id had come/);
    const preview = await integration.run('preview');
    expect(preview).toMatchObject({ status: 'succeeded_with_errors', counts: { read: 1, repeated: 3 } });
  });
});

test('a few are counted and said, and no error', async () => {
  world.vendor.on('GET /rows', people(1, 2, 3, 4, 5, 6, 7, 8, 9, 9));
  const session = await (await open()).run();
  expect(brief(session)).toEqual({ status: 'succeeded', read: 9, created: 9 });
  expect(session.counts.repeated).toBe(1);
  expect(await world.log(session)).toMatch(/info: Ended: .*1 left out because their id had come before/);
});

test('pages that overlap are counted over the whole session', async () => {
  const all = people(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
  const pages = [all.slice(0, 5), all.slice(4, 10)];
  world.vendor.on('GET /rows', ({ query }: VendorCall) =>
    query['cursor'] === undefined ? { items: pages[0], next: '2' } : { items: pages[1] },
  );
  const session = await (await open(paged)).run();
  expect(session).toMatchObject({ status: 'succeeded', counts: { read: 10, created: 10, repeated: 1 } });
});

test('where the vendor lists a record at every place it has, nothing is said', async () => {
  world.vendor.on('GET /rows', people(1, 1, 1, 2));
  const session = await (await open(listed)).run();
  expect(brief(session)).toEqual({ status: 'succeeded', read: 2, created: 2 });
  expect(session.counts.repeated).toBe(0);
});

test('a worker that is killed in between counts nothing of it', async () => {
  const all = people(1, 2, 3, 4, 5, 6);
  let isKilled = false;
  world.vendor.on('GET /rows', async ({ query }: VendorCall) => {
    if (query['cursor'] === undefined) return { items: all.slice(0, 3), next: '2' };
    if (!isKilled) {
      isKilled = true;
      await world.kill(1);
    }
    return { items: all.slice(3) };
  });
  const session = await (await open(paged)).runKilled();
  expect(session).toMatchObject({ status: 'succeeded', counts: { read: 6, created: 6, repeated: 0 } });
});
