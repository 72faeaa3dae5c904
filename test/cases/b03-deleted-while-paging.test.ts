/** A list is not a snapshot: what is deleted or added while it is read moves the rest from page to page. */
import { describe, expect, test } from 'vitest';
import { assetMapping, makeCaseConnector } from '../helpers/case-connectors.ts';
import { brief, useCaseWorld } from '../helpers/case-world.ts';
import { Reply, type VendorCall } from '../helpers/script-vendor.ts';
import { citrix, computerPage, manage, scriptCitrix, scriptComputers } from '../helpers/vendor-scripts.ts';
import run1 from './fixtures/b03/run1-pages.json' with { type: 'json' };
import run2 from './fixtures/b03/run2-pages.json' with { type: 'json' };

const page = { kind: 'page', pageParam: 'page', sizeParam: 'size', pageSize: 2, firstPage: 1 } as const;
const offset = { kind: 'offset', offsetParam: 'offset', limitParam: 'limit', pageSize: 2 } as const;
const inItems = { object: 'assets' as const, recordsPath: 'items' };
const presence = { request: { method: 'GET' as const, path: '/rows/{{ id }}' }, idPath: 'id' };
const connectors = {
  'pages, no total': makeCaseConnector('page-bare', { ...inItems, paginator: page }),
  'pages, a total': makeCaseConnector('page-total', {
    ...inItems,
    paginator: { ...page, totalPath: 'total' },
    completeness: { kind: 'total', path: 'total' },
  }),
  'offsets, no total': makeCaseConnector('offset-bare', { ...inItems, paginator: offset }),
  'offsets, a total for progress': makeCaseConnector('offset-total', {
    ...inItems,
    paginator: offset,
    totalPath: 'total',
  }),
};
const withPresence = makeCaseConnector('with-presence', { ...inItems, paginator: offset, presence });
const world = useCaseWorld([manage, citrix, withPresence, ...Object.values(connectors)]);

const names = async (which: 'live' | 'archived') =>
  (await world.list('assets', which)).map(({ deviceName }) => deviceName);
const everybody = [1, 2, 3, 4, 5, 6, 7, 8].map((number) => `PC-${number}`);

const asComputer = (id: string) => ({ resource_id_string: id });
const idsOf = (pages: typeof run1) =>
  pages.flatMap(({ message_response }) => message_response.computers.map((one) => one.resource_id_string));

describe('Endpoint Central, a computer removed after the first page', () => {
  /** All but the one that was removed, whatever page they are on. */
  const alive = idsOf(run1).slice(1);

  async function open(change: object = {}) {
    scriptComputers(world.vendor, run1);
    const integration = await world.integrate(manage, 'computers', {
      change: { absencePolicy: 'archive', ...change },
    });
    expect(brief(await integration.run())).toMatchObject({ status: 'succeeded', created: 8 });
    scriptComputers(world.vendor, run2, alive);
    return integration;
  }

  test.each(['archive', 'keep'])(
    'policy %s: nobody is taken for gone, and the session says why',
    async (policy) => {
      const integration = await open({ absencePolicy: policy });
      const session = await integration.run();
      expect(session.counts.retired).toBe(0);
      expect(await names('archived')).toEqual([]);
      expect(await names('live')).toEqual(everybody);
      const missing = await world.rows(
        'SELECT native_id FROM source_records WHERE missing_since IS NOT NULL',
      );
      expect(missing).toEqual([]);
      expect(await world.log(session)).toMatch(/warning: .*changed while it was read/);
    },
  );

  test('a preview plans no retirement', async () => {
    const integration = await open();
    const preview = await integration.run('preview');
    expect(await world.outcomes(preview, 'retired')).toEqual([]);
    expect(await world.log(preview)).toMatch(/warning: .*changed while it was read/);
  });

  test('a session that is resumed in between still knows', async () => {
    const integration = await open();
    let isKilled = false;
    world.vendor.on('GET /api/1.4/som/computers', async ({ query }: VendorCall) => {
      if (query['residfilter'] !== undefined)
        return computerPage(1, 1, alive.filter((id) => id === query['residfilter']).map(asComputer));
      if (query['page'] === '3' && !isKilled) {
        isKilled = true;
        await world.kill(2);
      }
      return run2[Number(query['page']) - 1] ?? run2.at(-1);
    });
    await integration.runKilled();
    expect(await names('archived')).toEqual([]);
  });

  test('the next, undisturbed session archives who is really gone', async () => {
    const integration = await open();
    await integration.run();
    const computers = run1.flatMap(({ message_response }) => message_response.computers).slice(1);
    scriptComputers(world.vendor, [computerPage(1, 7, computers)]);
    await integration.run();
    expect(await names('archived')).toEqual(['PC-1']);
  });

  test('one removed and one added: the total stays, and nobody is archived', async () => {
    const integration = await open();
    const added = { resource_id_string: '52549000000190009', full_name: 'PC-9', installation_status: 22 };
    const pages = run2.map(({ message_response: { page, computers } }, at) =>
      computerPage(page, 8, at === run2.length - 1 ? [...computers, added] : computers),
    );
    scriptComputers(world.vendor, pages, [...alive, added.resource_id_string]);
    // Every computer but PC-3 is on a page; the removed one was met before it went.
    await integration.run();
    expect(await names('archived')).toEqual([]);
    expect(await names('live')).toEqual([...everybody, 'PC-9']);
  });
});

describe('a list that counts positions', () => {
  const row = (number: number) => ({ id: number, serial: `S${number}`, name: `PC-${number}` });
  const rows = (...numbers: number[]) => numbers.map(row);

  /** `lists[i]` is the vendor's list while its page i is answered; the last one from there on. */
  function script(...lists: (readonly object[])[]) {
    let asked = 0;
    world.vendor.on('GET /rows', ({ query }: VendorCall) => {
      const list = lists[Math.min(asked, lists.length - 1)] ?? [];
      asked += 1;
      const start = query['page'] === undefined ? Number(query['offset']) : (Number(query['page']) - 1) * 2;
      return { total: list.length, items: list.slice(start, start + 2) };
    });
    world.vendor.on('GET /rows/*', ({ path }: VendorCall) => {
      const found = lists
        .at(-1)
        ?.find((record) => String((record as { id: number }).id) === path.split('/')[2]);
      return found ?? new Reply({ status: 404, json: {} });
    });
  }
  const all = rows(1, 2, 3, 4, 5, 6, 7, 8);

  const changes = {
    'removed in front of the page to come': [all, rows(2, 3, 4, 5, 6, 7, 8)],
    'removed and another added': [all, rows(2, 3, 4, 5, 6, 7, 8, 9)],
    'sorted anew': [all, rows(3, 1, 2, 4, 5, 6, 7, 8)],
  };
  const ways = Object.entries(connectors).flatMap(([how, definition]) =>
    Object.entries(changes).map(([change, lists]) => ({ how, definition, change, lists })),
  );
  test.each(ways)('$how; $change: who was on no page is not archived', async ({ definition, lists }) => {
    script(all);
    const integration = await world.integrate(definition, 'rows', {
      mapping: assetMapping,
      change: { absencePolicy: 'archive' },
    });
    expect(brief(await integration.run())).toMatchObject({ created: 8 });
    script(...lists);
    await integration.run();
    expect(await names('archived')).toEqual([]);
  });

  test.each(Object.entries(connectors))(
    '%s; inserts in front show a record twice: it is counted once, nobody is archived',
    async (_how, definition) => {
      script(all);
      const integration = await world.integrate(definition, 'rows', {
        mapping: assetMapping,
        change: { absencePolicy: 'archive' },
      });
      await integration.run();
      script(all, rows(9, 1, 2, 3, 4, 5, 6, 7, 8));
      const session = await integration.run();
      expect(session.counts.read).toBe(8);
      expect(await names('archived')).toEqual([]);
      expect(await world.log(session)).toMatch(/warning: .*changed while it was read/);
    },
  );

  test('with a presence check the one that is gone is archived and the one that slipped through is not', async () => {
    script(all);
    const integration = await world.integrate(withPresence, 'rows', {
      mapping: assetMapping,
      change: { absencePolicy: 'archive' },
    });
    await integration.run();
    // 1 is gone before the reading begins, 2 goes while it goes on and 5 slips through.
    script(rows(2, 3, 4, 5, 6, 7, 8), rows(2, 3, 4, 5, 6, 7, 8), rows(3, 4, 5, 6, 7, 8));
    await integration.run();
    expect(await names('archived')).not.toContain('PC-6');
    expect(await names('archived')).not.toContain('PC-5');
  });
});

describe('asking for single records', () => {
  const some = (...numbers: number[]) =>
    numbers.map((number) => ({ id: number, serial: `S${number}`, name: `PC-${number}` }));
  const script = (list: readonly { id: number }[], single: (id: string) => unknown) => {
    world.vendor.on('GET /rows', ({ query }: VendorCall) => {
      const start = Number(query['offset']);
      return { items: list.slice(start, start + 2) };
    });
    world.vendor.on('GET /rows/*', ({ path }: VendorCall) => single(path.split('/')[2] ?? ''));
  };
  const gone = new Reply({ status: 404, json: {} });
  async function openWithFour() {
    script(some(1, 2, 3, 4), () => gone);
    const integration = await world.integrate(withPresence, 'rows', {
      mapping: assetMapping,
      change: { absencePolicy: 'archive', retireLimitPercent: 100 },
    });
    await integration.run();
    return integration;
  }

  test('a vendor that does not find what is in its list is not believed about the rest', async () => {
    const integration = await openWithFour();
    script(some(1, 2, 3), () => gone);
    for (const kind of ['run', 'preview'] as const) {
      const session = await integration.run(kind);
      expect(session.counts.retired).toBe(0);
      expect(await world.log(session)).toMatch(/warning: .*does not find 1 either, which is in its list/);
    }
    expect(await names('live')).toHaveLength(4);
  });

  test('an error told with success is no answer about a record', async () => {
    const integration = await openWithFour();
    script(some(1, 2, 3), (id) => (id === '4' ? { error: 'internal' } : { id }));
    const session = await integration.run();
    expect(session.counts.retired).toBe(0);
    expect(await world.log(session)).toMatch(/warning: .*asking for them one by one failed/);
    script(some(1, 2, 3), (id) => (id === '4' ? gone : { id }));
    expect((await integration.run()).counts.retired).toBe(1);
  });
});

test('people who have no session today are not gone, and no warning in every session', async () => {
  const person = (sid: string) => ({ User: { Sid: sid, PrincipalName: `${sid}@x.org`, DisplayName: sid } });
  scriptCitrix(world.vendor, { Sessions: [{ Items: [person('s-1'), person('s-2')] }] });
  const integration = await world.integrate(citrix, 'users', {
    change: { absencePolicy: 'archive', retireLimitPercent: 100 },
  });
  expect(brief(await integration.run())).toMatchObject({ created: 2 });
  scriptCitrix(world.vendor, { Sessions: [{ Items: [person('s-1')] }] });
  const session = await integration.run();
  expect(brief(session)).toEqual({ status: 'succeeded', read: 1, unchanged: 1 });
  expect(await world.log(session)).toMatch(/info: .*does not hold everybody.*Nothing is taken for deleted/);
  expect(await world.list('people', 'archived')).toEqual([]);
});

test('the software of a computer is paged too: a list that changes removes nothing', async () => {
  const computer = { resource_id_string: '1', full_name: 'PC-1', installation_status: 22 };
  const apps = (...titles: string[]) =>
    titles.map((name) => ({ software_name: name, software_version: '1' }));
  const listed = (total: number, page: number, entries: object[]) => ({
    message_response: { total, limit: 2, page, installedsoftware: entries },
    status: 'success',
  });
  scriptComputers(world.vendor, [computerPage(1, 1, [computer])]);
  const script = (...pages: object[]) =>
    world.vendor.on(
      'GET /api/1.4/inventory/installedsoftware',
      ({ query }: VendorCall) => pages[Number(query['page'] ?? 1) - 1] ?? pages.at(-1),
    );
  const installed = async () => {
    const rows = await world.rows<{ name: string }>(
      `SELECT r.name FROM software_installs i CROSS JOIN LATERAL unnest(i.release_ids) u (id)
         JOIN software_releases r ON r.id = u.id ORDER BY r.name`,
    );
    return rows.map(({ name }) => name);
  };
  script(listed(4, 1, apps('A', 'B')), listed(4, 2, apps('C', 'D')));
  const integration = await world.integrate(manage, 'computers');
  await integration.run();
  expect(await installed()).toEqual(['A', 'B', 'C', 'D']);
  // A is removed after the first page was answered: C is on none.
  script(listed(4, 1, apps('A', 'B')), listed(3, 2, apps('D')));
  await integration.run();
  expect(await installed()).toContain('C');
});
