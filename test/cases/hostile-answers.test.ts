/**
 * Whatever a vendor sends, from bytes to row: no session ends as an internal error, and no record is lost without a
 * count. Bytes are changed, values replaced by what no connector expects, text by what no database holds.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeCaseConnector, peopleMapping, row } from '../helpers/case-connectors.ts';
import { useCaseWorld } from '../helpers/case-world.ts';
import { counts } from '../helpers/counts.ts';
import { Reply } from '../helpers/script-vendor.ts';

const people = makeCaseConnector('people', {
  saas: {
    applicationName: 'App',
    publisher: 'Vendor',
    externalId: 'id',
    email: 'email',
    username: 'email',
    fullName: '{{ firstName }} {{ lastName }}',
    isActive: 'enabled',
    roles: 'roles',
    lastActivityAt: 'lastLogin',
  },
});
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
const world = useCaseWorld([people, assets]);

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
  ),
);
const value: fc.Arbitrary<unknown> = fc.oneof(
  text,
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constantFrom(null, 1e300, -62135596800000, '0001-01-01', '2024', [], {}, [{}], [[['x']]], {
    a: { b: 'c' },
  }),
  fc.array(text, { maxLength: 3 }),
  fc.dictionary(fc.string({ maxLength: 5 }), text, { maxKeys: 3 }),
);
const record = fc.record(
  {
    id: fc.oneof({ weight: 5, arbitrary: fc.integer({ min: 1, max: 40 }) }, value),
    email: fc.oneof({ weight: 3, arbitrary: fc.emailAddress() }, value),
    serial: value,
    uid: value,
    name: value,
    firstName: value,
    lastName: value,
    enabled: value,
    roles: value,
    lastLogin: value,
    apps: fc.oneof(
      value,
      fc.array(fc.record({ name: value, version: value, by: value, on: value }), { maxLength: 4 }),
    ),
  },
  { requiredKeys: [] },
);
/** Bytes of the answer replaced: position in parts of a thousand, and what stands there then. */
const damage = fc.array(fc.tuple(fc.nat(999), fc.nat(255)), { maxLength: 3 });
const answers = fc.record({ records: fc.array(fc.oneof(record, value), { maxLength: 8 }), damage });

function toBytes({ records, damage: changes }: { records: unknown[]; damage: [number, number][] }): Buffer {
  const bytes = Buffer.from(JSON.stringify(records));
  for (const [at, byte] of changes) bytes[Math.floor((at * bytes.length) / 1_000)] = byte;
  return bytes;
}

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

test.each([
  ['people and accounts', people, peopleMapping],
  ['assets and software', assets, assetRows],
] as const)('%s', { timeout: 1_200_000 }, async (_what, definition, mapping) => {
  const integration = await world.integrate(definition, 'rows', {
    mapping,
    ...(definition === people ? { change: { userSelection: 'user_plus_saas' } } : {}),
  });
  await fc.assert(
    fc.asyncProperty(answers, async (answer) => {
      world.vendor.on('GET /rows', new Reply({ bytes: toBytes(answer) }));
      const session = await integration.run();
      expect(session.errorCode ?? '').not.toBe('API_INTERNAL');
      if (session.status === 'failed') return;
      // Nothing is lost without a count: what is read comes to one outcome each, and only the same id twice is one.
      const { read, created, updated, unchanged, skipped, failed, ambiguous } = session.counts;
      expect(created + updated + unchanged + skipped + failed + ambiguous).toBe(read);
    }),
    { numRuns: counts(Number(process.env['N'] ?? 60), 5_000), endOnFailure: true },
  );
});
