/** The end of a list told by a status: behind the last page, and never at the first. */
import { describe, expect, test } from 'vitest';
import { makeCaseConnector, peopleMapping } from '../helpers/case-connectors.ts';
import { brief, useCaseWorld } from '../helpers/case-world.ts';
import { Reply, type VendorCall } from '../helpers/script-vendor.ts';
import answers from './fixtures/b20/answers.json' with { type: 'json' };

/** How a paginator says that a status on a later page means the end. */
const told = { endStatus: [404] } as object;
const page = { kind: 'page', pageParam: 'page', sizeParam: 'size', pageSize: 2, firstPage: 1 } as const;
const offset = { kind: 'offset', offsetParam: 'offset', limitParam: 'limit', pageSize: 2 } as const;
const inResults = { recordsPath: 'results' };
const pages = makeCaseConnector('pages', { ...inResults, paginator: { ...page, ...told } });
const offsets = makeCaseConnector('offsets', { ...inResults, paginator: { ...offset, ...told } });
const untold = makeCaseConnector('untold', { ...inResults, paginator: page });
const world = useCaseWorld([pages, offsets, untold]);

const script = (list: readonly { status: number; body: object }[]) =>
  world.vendor.on('GET /rows', ({ query }: VendorCall) => {
    const at = query['page'] === undefined ? Number(query['offset']) / 2 : Number(query['page']) - 1;
    const { status, body } = list[at] ?? { status: 404, body: {} };
    return new Reply({ status, json: body });
  });

describe.each([
  ['page', pages],
  ['offset', offsets],
])('%s', (_kind, definition) => {
  const open = (change: object = {}) =>
    world.integrate(definition, 'rows', { mapping: peopleMapping, change });

  test('404 behind the last page is its end', async () => {
    script(answers);
    expect(brief(await (await open()).run())).toEqual({ status: 'succeeded', read: 2, created: 2 });
  });

  test('404 at the first page is a failure', async () => {
    script([]);
    expect(brief(await (await open()).run())).toMatchObject({
      status: 'failed',
      errorCode: 'CONNECTOR_NOT_AVAILABLE',
    });
  });

  test('another status behind the last page is a failure', async () => {
    script([answers[0] as (typeof answers)[0], { status: 410, body: {} }]);
    expect(brief(await (await open()).run())).toMatchObject({ status: 'failed', created: 2 });
  });

  test('a test run, and a session killed at that page', async () => {
    script(answers);
    const integration = await open();
    expect(brief(await integration.run('test-run'))).toMatchObject({ status: 'succeeded', created: 2 });
    let isKilled = false;
    world.vendor.on('GET /rows', async ({ query }: VendorCall) => {
      if (query['page'] === '1' || query['offset'] === '0') return answers[0]?.body;
      if (!isKilled) {
        isKilled = true;
        await world.kill(1);
      }
      return new Reply({ status: 404, json: answers[1]?.body });
    });
    expect(brief(await integration.runKilled())).toMatchObject({ status: 'succeeded', read: 2 });
  });

  test('who was on the last page before is not archived when it is gone', async () => {
    const third = { status: 200, body: { results: [{ id: 3, email: 'c@x.org' }] } };
    script([answers[0] as (typeof answers)[0], third]);
    const integration = await open({ absencePolicy: 'archive', retireLimitPercent: 100 });
    expect(brief(await integration.run())).toMatchObject({ created: 3 });
    script(answers);
    await integration.run();
    // Positions are counted and nobody can be asked for: nothing is concluded.
    expect(await world.list('people', 'archived')).toEqual([]);
  });
});

test('a definition that says nothing goes on failing', async () => {
  script(answers);
  const integration = await world.integrate(untold, 'rows', { mapping: peopleMapping });
  expect(brief(await integration.run())).toMatchObject({ errorCode: 'CONNECTOR_NOT_AVAILABLE', created: 2 });
});
