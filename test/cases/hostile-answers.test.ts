/**
 * Whatever a vendor sends, from bytes to row and on every way a session goes: no session ends as an internal error, and
 * no record is lost without a count. Bytes are changed, values replaced by what no connector expects, text by what no
 * database holds; lists, look-ups, details, cursors and the software of devices alike.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SessionView } from '../../src/sync/session/session-views.queries.ts';
import { makeAccountVendor } from '../helpers/case-accounts.ts';
import { makeCaseConnector, peopleMapping, row } from '../helpers/case-connectors.ts';
import { useCaseWorld } from '../helpers/case-world.ts';
import { counts } from '../helpers/counts.ts';
import { Reply } from '../helpers/script-vendor.ts';

const people = makeAccountVendor('people');
const assets = makeCaseConnector('assets', {
  object: 'assets',
  software: {
    from: 'record',
    path: 'apps',
    name: 'name',
    version: 'version',
    publisher: 'by',
    installedAt: 'on',
  },
});
/** Everything a stream can ask for besides its list. */
const parts = makeCaseConnector('parts', {
  object: 'assets',
  recordsPath: 'items',
  paginator: { kind: 'cursor', param: 'cursor', cursorPath: 'next', canRepeat: false },
  lookups: [
    {
      as: 'site',
      request: { method: 'GET', path: '/sites' },
      recordsPath: '',
      paginator: { kind: 'none' },
      keyPath: 'id',
      from: 'siteId',
      keep: ['name'],
    },
  ],
  detail: { request: { method: 'GET', path: '/rows/{{ item.id }}' }, maxConcurrent: 2 },
  software: {
    from: 'query',
    request: { method: 'GET', path: '/software' },
    recordsPath: '',
    paginator: { kind: 'none' },
    assetIdPath: 'device',
    name: 'name',
    version: '{{ version | lower }}',
    installedAt: 'on',
    dateUnit: 'epoch-seconds',
  },
  secretPaths: ['password'],
  noValues: ['N/A', 0],
});
const world = useCaseWorld([people, assets, parts]);

const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '\u0000',
    '\ud83d',
    '\udc00x',
    '\ufeff',
    '\u202e',
    'x'.repeat(5_000),
    '\u4e00'.repeat(1_100),
    'NaN',
    '10.0.0.1',
    '02:42:ac:11:00:02',
    'a@b.example',
    '-5 days',
    '99999999-12-31',
  ),
);
/** JSON that JSON.stringify does not write: it stands in the answer as it is here. */
const raw = fc
  .constantFrom(
    '1e400',
    '-1e400',
    '-0',
    '1e-400',
    '12345678901234567890123',
    '9223372036854775808',
    `"${'\\u0000'}"`,
    '"\\ud800"',
    '{"__proto__":{"toString":1},"constructor":null}',
    '{"a":1,"a":2}',
    '{"":{"":""}}',
    `${'['.repeat(250)}${']'.repeat(250)}`,
    `${'{"a":'.repeat(250)}1${'}'.repeat(250)}`,
    `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
  )
  .map((json) => ({ rawJson: json }));
const value: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: text },
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constantFrom(null, 1e300, -62135596800000, '0001-01-01', '2024', [], {}, [{}], [[['x']]], {
    a: { b: 'c' },
  }),
  fc.array(text, { maxLength: 3 }),
  fc.dictionary(fc.string({ maxLength: 5 }), text, { maxKeys: 3 }),
  raw,
);
const smallId = fc.integer({ min: 1, max: 40 });
const appList = fc.oneof(
  { weight: 1, arbitrary: value },
  {
    weight: 3,
    arbitrary: fc.array(fc.record({ name: value, version: value, by: value, on: value }), { maxLength: 4 }),
  },
);
const record = fc.record(
  {
    id: fc.oneof({ weight: 5, arbitrary: smallId }, value),
    email: fc.oneof({ weight: 3, arbitrary: fc.emailAddress() }, value),
    serial: fc.oneof({ weight: 3, arbitrary: smallId.map((number) => `SN-${number}`) }, value),
    uid: value,
    name: value,
    firstName: value,
    lastName: value,
    enabled: value,
    roles: value,
    lastLogin: value,
    siteId: fc.oneof(smallId, value),
    password: value,
    apps: appList,
  },
  { requiredKeys: [] },
);
const list = fc.array(fc.oneof({ weight: 3, arbitrary: record }, { weight: 1, arbitrary: value }), {
  maxLength: 8,
});

/** Bytes of the answer replaced: position in parts of a thousand, and what stands there then. */
type Damage = [number, number][];
const damage: fc.Arbitrary<Damage> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Damage>([]) },
  { weight: 1, arbitrary: fc.array(fc.tuple(fc.nat(999), fc.nat(127)), { maxLength: 3 }) },
  { weight: 1, arbitrary: fc.array(fc.tuple(fc.nat(999), fc.nat(255)), { maxLength: 3 }) },
);

function toBytes(content: unknown, changes: Damage): Buffer {
  const rawJson: string[] = [];
  const json = JSON.stringify(content, (_key, part: unknown) => {
    if (typeof part !== 'object' || part === null || !('rawJson' in part)) return part;
    rawJson.push(String(part.rawJson));
    return `@raw${rawJson.length - 1}@`;
  }).replaceAll(/"@raw(\d+)@"/g, (_found, index: string) => rawJson[Number(index)] ?? 'null');
  const bytes = Buffer.from(json);
  for (const [at, byte] of changes) bytes[Math.floor((at * bytes.length) / 1_000)] = byte;
  return bytes;
}

const way = fc.oneof(
  { weight: 6, arbitrary: fc.constant('run' as const) },
  { weight: 1, arbitrary: fc.constant('test-run' as const) },
  { weight: 1, arbitrary: fc.constant('preview' as const) },
  { weight: 2, arbitrary: fc.constant('apply' as const) },
);

const assetRows = {
  rows: [
    row('serialNumber', 'serial', { syncKeyPriority: 1 }),
    row('externalId', 'uid', { syncKeyPriority: 2 }),
    row('deviceName', 'name'),
    row('warrantyEndDate', 'lastLogin'),
    row('isVirtual', 'enabled'),
    row('memoryBytes', 'id'),
    row('purchasePrice', 'id'),
    row('assignedTo', 'email'),
  ],
};
const partRows = {
  rows: [
    row('serialNumber', 'serial', { syncKeyPriority: 1 }),
    row('externalId', "{{ 'vendor-' ~ tenant ~ '-' ~ id }}", { syncKeyPriority: 2 }),
    row('deviceName', '{{ name | first_of(detail.name) | title }}'),
    row('ipAddress', "{{ detail.name | split(',') | main_ip }}"),
    row('location', 'site.name'),
    row('lastSeenAt', 'lastLogin'),
    row('assignedTo', 'detail.email'),
  ],
};

/** Sessions of each test; those of the last one ask for ten answers and more. */
const runs = { numRuns: counts(25, 1_500), endOnFailure: true } as const;

/** Every session that a way takes. */
async function go(
  integration: Awaited<ReturnType<typeof world.integrate>>,
  how: 'run' | 'test-run' | 'preview' | 'apply',
): Promise<SessionView[]> {
  if (how !== 'apply') return [await integration.run(how)];
  const preview = await integration.run('preview');
  // A plan that was not made is none to apply.
  return preview.status === 'failed' ? [preview] : [preview, await integration.apply(preview)];
}

function expectSound(session: SessionView): void {
  expect(session.errorCode ?? '').not.toBe('API_INTERNAL');
  expect(session.status).not.toBe('running');
  if (session.status === 'failed') return;
  // Nothing is lost without a count: what is read comes to one outcome each.
  const { read, created, updated, unchanged, skipped, failed, ambiguous } = session.counts;
  expect(created + updated + unchanged + skipped + failed + ambiguous).toBe(read);
}

test.each([
  ['people and accounts', people, peopleMapping],
  ['assets and software', assets, assetRows],
] as const)('%s', { timeout: 1_800_000 }, async (_what, definition, mapping) => {
  const integration = await world.integrate(definition, 'rows', {
    mapping,
    ...(definition === people ? { change: { userSelection: 'user_plus_saas' } } : {}),
  });
  await fc.assert(
    fc.asyncProperty(list, damage, way, async (records, changes, how) => {
      world.vendor.on('GET /rows', new Reply({ bytes: toBytes(records, changes) }));
      for (const session of await go(integration, how)) {
        expectSound(session);
        // A plan holds what it writes, and a test run reads the first records only; both have come to their outcomes.
        if (session.status === 'failed' || changes.length > 0 || session.kind === 'apply') continue;
        expect(session.counts.read + session.counts.repeated).toBe(records.length);
      }
    }),
    runs,
  );
});

test('pages, look-ups, details and software of a query', { timeout: 1_800_000 }, async () => {
  const integration = await world.integrate(parts, 'rows', { mapping: partRows });
  const pages = fc.tuple(
    fc.record({
      items: fc.oneof({ weight: 5, arbitrary: list }, value),
      next: fc.oneof(fc.constant('2'), value),
    }),
    fc.record({ items: fc.oneof({ weight: 5, arbitrary: list }, value) }),
  );
  const sites = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.array(fc.record({ id: fc.oneof(smallId, value), name: value }), { maxLength: 4 }),
    },
    value,
  );
  const software = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.array(
        fc.oneof(
          fc.record({ device: fc.oneof(smallId, value), name: value, version: value, on: value }),
          value,
        ),
        { maxLength: 8 },
      ),
    },
    value,
  );
  await fc.assert(
    fc.asyncProperty(
      fc.record({ pages, sites, software, detail: fc.oneof(record, value), changes: damage, how: way }),
      async (hostile) => {
        const answer = (content: unknown) => new Reply({ bytes: toBytes(content, hostile.changes) });
        world.vendor.clear();
        world.vendor.on('GET /rows', ({ query }: { query: { cursor?: string } }) =>
          answer(hostile.pages[query.cursor === undefined ? 0 : 1]),
        );
        world.vendor.on('GET /rows/*', answer(hostile.detail));
        world.vendor.on('GET /sites', answer(hostile.sites));
        world.vendor.on('GET /software', answer(hostile.software));
        for (const session of await go(integration, hostile.how)) expectSound(session);
      },
    ),
    runs,
  );
});

test('a record without an id, nested deeper than it can be written, fails alone', async () => {
  const deep = { rawJson: `${'['.repeat(20_000)}${']'.repeat(20_000)}` };
  world.vendor.on(
    'GET /rows',
    () => new Reply({ bytes: toBytes({ items: [deep, { id: 1, serial: 'S1' }] }, []) }),
  );
  world.vendor.on('GET /sites', []);
  world.vendor.on('GET /software', []);
  const integration = await world.integrate(parts, 'rows', { mapping: partRows });
  const session = await integration.run();
  expect(session.errorCode).toBeNull();
  expect(session.counts).toMatchObject({ read: 2, created: 1, failed: 1 });
});
