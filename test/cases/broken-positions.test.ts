/** Half an emoji, U+0000 and the like where a page, a parent or a record is told by a text of the vendor. */
import { describe, expect, test } from 'vitest';
import type { Paginator } from '../../src/connector-kit/index.ts';
import { assetMapping, makeCaseConnector, peopleMapping } from '../helpers/case-connectors.ts';
import { brief, useCaseWorld } from '../helpers/case-world.ts';
import { Reply, type VendorCall } from '../helpers/script-vendor.ts';

const inItems = { recordsPath: 'items' };
const ways: Record<string, Paginator> = {
  cursor: { kind: 'cursor', param: 'at', cursorPath: 'next', canRepeat: false },
  'a cursor in the body': { kind: 'cursor', param: 'at', cursorPath: 'next', canRepeat: false, in: 'body' },
  next_url: { kind: 'next_url', path: 'link' },
  after_id: { kind: 'after_id', param: 'at', sizeParam: 'size', pageSize: 1, idPath: 'key' },
  id_window: {
    kind: 'id_window',
    param: 'at',
    sizeParam: 'size',
    pageSize: 1,
    idPath: 'key',
    direction: 'newer',
  },
  template: {
    kind: 'template',
    params: { at: '{{ response.next }}' },
    stopWhen: 'not response.next',
    maxPages: 9,
  },
};
const connectors = Object.fromEntries(
  Object.entries(ways).map(([name, paginator], index) => [
    name,
    makeCaseConnector(`way-${index}`, {
      ...inItems,
      paginator,
      request:
        'in' in paginator && paginator.in === 'body'
          ? { method: 'POST', path: '/rows', body: { kind: 'json', value: {} } }
          : { method: 'GET', path: '/rows' },
    }),
  ]),
);
const inPath = makeCaseConnector('in-path', {
  ...inItems,
  request: { method: 'GET', path: '/rows/{{ page.position }}' },
  paginator: ways['cursor'] as Paginator,
});
const below = makeCaseConnector('below', {
  request: { method: 'GET', path: '/of/{{ parent.id }}', query: { of: '{{ parent.id }}' } },
  parentStream: 'parents',
});
below.streams.push({
  ...(makeCaseConnector('parents').streams[0] as (typeof below.streams)[number]),
  id: 'parents',
  name: 'Parents',
  suggestedMapping: [],
});
const detailed = makeCaseConnector('detailed', {
  object: 'assets',
  detail: { request: { method: 'GET', path: '/one/{{ item.id }}' }, maxConcurrent: 1 },
  presence: { request: { method: 'GET', path: '/one/{{ id }}' }, idPath: 'id' },
});
const world = useCaseWorld([...Object.values(connectors), inPath, below, detailed]);

const broken = [
  ['half an emoji', 'a\ud83d'],
  ['the other half', '\ude00b'],
  ['600 characters', 'x'.repeat(600)],
  ['U+0000', 'a\u0000b'],
] as const;
const row = (id: number, email: string) => ({ id, email });

describe.each(Object.keys(ways))('%s', (how) => {
  const definition = connectors[how] as (typeof connectors)[string];

  test.each(broken)('a position with %s leads to the next page', async (_what, position) => {
    let isKilled = true;
    const asked = new Set<string>();
    const last = '\uffff9';
    const answer = async ({ query, body }: VendorCall) => {
      const at = query['at'] ?? (body as { at?: string } | undefined)?.at;
      if (at === undefined)
        return {
          items: [{ ...row(1, 'a@x.org'), key: position }],
          next: position,
          link: `/rows?at=${position}`,
        };
      asked.add(at.toWellFormed());
      if (!isKilled) {
        isKilled = true;
        await world.kill(1);
      }
      return { items: at === last ? [] : [{ ...row(2, 'b@x.org'), key: last }] };
    };
    for (const kind of ['run', 'preview', 'test-run', 'killed'] as const) {
      await world.reset();
      for (const method of ['GET', 'POST']) world.vendor.on(`${method} /rows`, answer);
      isKilled = kind !== 'killed';
      const integration = await world.integrate(definition, 'rows', { mapping: peopleMapping });
      const session = kind === 'killed' ? await integration.runKilled() : await integration.run(kind);
      expect(session.errorCode, kind).toBeNull();
      expect(session.counts.read, kind).toBe(2);
      expect(asked, kind).toContain(position.toWellFormed());
    }
  });
});

test.each(broken)('a position in the path with %s', async (_what, position) => {
  world.vendor.on('GET /rows/*', ({ path }: VendorCall) =>
    path === '/rows/' ? { items: [row(1, 'a@x.org')], next: position } : { items: [row(2, 'b@x.org')] },
  );
  const integration = await world.integrate(inPath, 'rows', { mapping: peopleMapping });
  expect(brief(await integration.run())).toMatchObject({ status: 'succeeded', created: 2 });
});

test.each(broken)('a parent whose id has %s', async (_what, id) => {
  world.vendor.on('GET /rows', [{ id }, { id: 'another' }]);
  world.vendor.on('GET /of/*', ({ path }: VendorCall) => [row(path.length, `p${path.length}@x.org`)]);
  const integration = await world.integrate(below, 'rows', { mapping: peopleMapping });
  expect(brief(await integration.run())).toMatchObject({ status: 'succeeded', created: 2 });
});

test.each(broken)('a record whose id has %s, asked for alone', async (_what, id) => {
  const asset = (of: string) => ({ id: of, serial: `S${of.length}`, name: 'PC' });
  world.vendor.on('GET /rows', [asset(id), asset('a')]);
  world.vendor.on('GET /one/*', ({ path }: VendorCall) =>
    path === '/one/a' ? { id: 'a' } : new Reply({ status: 404, json: {} }),
  );
  const integration = await world.integrate(detailed, 'rows', {
    mapping: assetMapping,
    change: { absencePolicy: 'archive', retireLimitPercent: 100 },
  });
  expect(brief(await integration.run())).toMatchObject({ created: 2 });
  world.vendor.on('GET /rows', [asset('a')]);
  expect(brief(await integration.run())).toMatchObject({ status: 'succeeded', unchanged: 1, retired: 1 });
});
