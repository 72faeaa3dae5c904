/** A page is handed on before the next step is judged: what came is loaded, then the session says what is wrong. */
import { describe, expect, test } from 'vitest';
import { makeCaseConnector, peopleMapping } from '../helpers/case-connectors.ts';
import { brief, useCaseWorld } from '../helpers/case-world.ts';
import type { VendorCall } from '../helpers/script-vendor.ts';
import pages from './fixtures/b26/pages.json' with { type: 'json' };

const inItems = { recordsPath: 'items' };
const cursor = { kind: 'cursor', param: 'cursor', cursorPath: 'next', canRepeat: false } as const;
const user = (id: number) => ({ id, email: `p${id}@x.org` });

const connectors = {
  cursor: makeCaseConnector('cursor', { ...inItems, paginator: cursor }),
  'next url': makeCaseConnector('next-url', { ...inItems, paginator: { kind: 'next_url', path: 'next' } }),
  'after id': makeCaseConnector('after-id', {
    ...inItems,
    paginator: { kind: 'after_id', param: 'cursor', idPath: 'position', sizeParam: 'size', pageSize: 1 },
  }),
  'foreign url': makeCaseConnector('foreign-url', {
    ...inItems,
    paginator: { kind: 'next_url', path: 'next' },
  }),
  'page limit': makeCaseConnector('page-limit', {
    ...inItems,
    paginator: {
      kind: 'template',
      params: { cursor: '{{ page.number }}' },
      stopWhen: 'not response.next',
      maxPages: 2,
    },
  }),
};
const world = useCaseWorld(Object.values(connectors));

/** Two pages, and what the second one says about a third, by the way of paging. */
const scripts: Record<keyof typeof connectors, { answer: (call: VendorCall) => object; errorCode: string }> =
  {
    cursor: {
      answer: ({ query }) => pages[query['cursor'] === undefined ? 0 : 1] as object,
      errorCode: 'CONNECTOR_NO_PROGRESS',
    },
    'next url': {
      answer: ({ query }) => ({
        items: [user(query['cursor'] === undefined ? 1 : 2)],
        next: '/rows?cursor=2',
      }),
      errorCode: 'CONNECTOR_NO_PROGRESS',
    },
    'after id': {
      answer: ({ query }) => ({ items: [{ ...user(query['cursor'] === undefined ? 1 : 2), position: 7 }] }),
      errorCode: 'CONNECTOR_NO_PROGRESS',
    },
    'foreign url': {
      answer: ({ query }) => ({
        items: [user(query['cursor'] === undefined ? 1 : 2)],
        next: query['cursor'] === undefined ? '/rows?cursor=2' : 'http://elsewhere.example/rows',
      }),
      errorCode: 'CONNECTOR_NEXT_URL_REFUSED',
    },
    'page limit': {
      answer: ({ query }) => ({ items: [user(Number(query['cursor']))], next: true }),
      errorCode: 'CONNECTOR_PAGE_LIMIT',
    },
  };

describe.each(Object.keys(connectors) as (keyof typeof connectors)[])('%s', (name) => {
  const { answer, errorCode } = scripts[name];

  test('the last page is loaded before the session fails', async () => {
    world.vendor.on('GET /rows', answer);
    const integration = await world.integrate(connectors[name], 'rows', { mapping: peopleMapping });
    const session = await integration.run();
    expect(brief(session)).toMatchObject({ status: 'failed', errorCode, created: 2 });
    expect(await world.list('people')).toHaveLength(2);
  });

  test('nobody is archived, and the next session comes to the same', async () => {
    world.vendor.on('GET /rows', answer);
    const integration = await world.integrate(connectors[name], 'rows', {
      mapping: peopleMapping,
      change: { absencePolicy: 'archive', retireLimitPercent: 100 },
    });
    await integration.run();
    expect(brief(await integration.run())).toMatchObject({ status: 'failed', errorCode, unchanged: 2 });
    expect(await world.list('people', 'archived')).toEqual([]);
  });

  test('a test run shows both records', async () => {
    world.vendor.on('GET /rows', answer);
    const integration = await world.integrate(connectors[name], 'rows', { mapping: peopleMapping });
    expect((await integration.run('test-run')).counts.read).toBe(2);
  });
});
