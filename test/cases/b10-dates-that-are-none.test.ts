/** Dates know their "never" values, and no unit is guessed from the digits of a text. */
import { describe, expect, test } from 'vitest';
import { makeCaseConnector, row } from '../helpers/case-connectors.ts';
import { brief, useCaseWorld } from '../helpers/case-world.ts';
import { computerPage, manage, ninja, scriptComputers, scriptNinja } from '../helpers/vendor-scripts.ts';
import records from './fixtures/b10/assets.json' with { type: 'json' };

const vendor = makeCaseConnector('vendor', { object: 'assets' });
const inMilliseconds = makeCaseConnector('milliseconds', {
  object: 'assets',
  fields: [
    { path: 'warranty', label: 'Warranty', type: 'date_time', dateUnit: 'epoch-milliseconds' },
    { path: 'seen', label: 'Seen', type: 'date_time', dateUnit: 'epoch-seconds' },
  ],
});
const world = useCaseWorld([vendor, inMilliseconds, manage, ninja]);

const mapping = {
  rows: [
    row('serialNumber', 'serial', { syncKeyPriority: 1 }),
    row('warrantyEndDate', 'warranty'),
    row('lastSeenAt', 'seen'),
  ],
};

async function runWith(list: readonly object[], definition = vendor) {
  world.vendor.on('GET /rows', list);
  const integration = await world.integrate(definition, 'rows', { mapping });
  const session = await integration.run();
  const assets = await world.list('assets');
  const warnings = await world.outcomes(session, 'warning');
  return { session, assets, warnings, integration };
}

test('the four devices of the case', async () => {
  const { session, assets, warnings } = await runWith(records);
  expect(brief(session)).toMatchObject({ status: 'succeeded', created: 4 });
  const of = (serial: string) => assets.find(({ serialNumber }) => serialNumber === serial);
  for (const serial of ['D1', 'D2', 'D3']) {
    expect(of(serial), serial).not.toHaveProperty('warrantyEndDate');
    expect(of(serial), serial).not.toHaveProperty('lastSeenAt');
  }
  const compact = of('D4')?.['warrantyEndDate'];
  if (compact !== undefined) expect(compact).toBe('2024-01-05T10:30:00.000Z');
  expect(of('D4')).toMatchObject({ lastSeenAt: '2024-01-05T00:00:00.000Z' });
  const warned = warnings.map(({ nativeId }) => nativeId);
  expect(warned).toContain('2');
  if (compact === undefined) expect(warned).toContain('4');
  // No value is nothing to warn of.
  expect(warned).not.toContain('1');
  expect(warned).not.toContain('3');
});

const never: [string, unknown][] = [
  ['zero', 0],
  ['minus one', -1],
  ['zero as text', '0'],
  ['minus one as text', '-1'],
  ['year 1', '0001-01-01'],
  ['year 1 with time', '0001-01-01T00:00:00Z'],
  ['year 1 without zone', '0001-01-01T00:00:00'],
  ['.NET minimum in milliseconds', -62135596800000],
  ['.NET minimum in seconds', -62135596800],
  ['Windows filetime zero', '1601-01-01T00:00:00Z'],
  ['Windows filetime zero in milliseconds', -11644473600000],
  ['Windows filetime zero in seconds', -11644473600],
  ['SQL Server minimum', '1753-01-01T00:00:00'],
  ['epoch as text', '1970-01-01T00:00:00Z'],
  ['year 9999', '9999-12-31T23:59:59.9999999Z'],
  ['year 9999 in milliseconds', 253402300799999],
  ['zero date of MySQL', '0000-00-00 00:00:00'],
];

describe('never', () => {
  test.each(never)('%s is no value and clears what was there', async (_what, value) => {
    const { integration } = await runWith([
      { id: 1, serial: 'S1', warranty: '2025-01-02', seen: '2025-01-02T03:04:05Z' },
    ]);
    world.vendor.on('GET /rows', [{ id: 1, serial: 'S1', warranty: value, seen: value }]);
    const session = await integration.run();
    expect(brief(session)).toMatchObject({ status: 'succeeded', updated: 1 });
    expect(brief(session)).not.toHaveProperty('warnings');
    const [asset] = await world.list('assets');
    expect(asset).not.toHaveProperty('warrantyEndDate');
    expect(asset).not.toHaveProperty('lastSeenAt');
  });

  test.each([0, -1, '0', '-1', -62135596800000])('%j with a declared unit is none either', async (value) => {
    const { session, assets } = await runWith(
      [{ id: 1, serial: 'S1', warranty: value, seen: value }],
      inMilliseconds,
    );
    expect(brief(session)).toMatchObject({ created: 1 });
    expect(assets[0]).not.toHaveProperty('warrantyEndDate');
    expect(assets[0]).not.toHaveProperty('lastSeenAt');
  });

  test('preview and test run say the same', async () => {
    world.vendor.on('GET /rows', records);
    const integration = await world.integrate(vendor, 'rows', { mapping });
    const { preview } = await integration.previewAndApply();
    const created = JSON.stringify(await world.outcomes(preview, 'created'));
    expect(created).not.toMatch(/1970|0001-01|1969/);
    const test = await integration.run('test-run');
    const payload = JSON.stringify(await world.client.call('GET', `/api/sessions/${test.id}/payload`));
    expect(payload).not.toMatch(/1970-01|1969-12/);
  });

  test('Endpoint Central and NinjaOne send 0 for a computer that was never seen', async () => {
    scriptComputers(world.vendor, [
      computerPage(1, 1, [
        { resource_id_string: '1', full_name: 'PC', installation_status: 22, agent_last_contact_time: 0 },
      ]),
    ]);
    scriptNinja(world.vendor, [
      { id: 1, uid: 'u1', nodeClass: 'MAC', lastContact: 0, references: { warranty: { endDate: 0 } } },
    ]);
    await (await world.integrate(manage, 'computers')).run();
    await (await world.integrate(ninja, 'devices')).run();
    const assets = await world.list('assets');
    expect(assets).toHaveLength(2);
    for (const asset of assets) {
      expect(asset).not.toHaveProperty('lastSeenAt');
      expect(asset).not.toHaveProperty('warrantyEndDate');
    }
  });
});

describe('digits in a text', () => {
  test.each(['2024', '45123', '45123.5', '20241', '202405', '99999999999999999999'])(
    '%s is refused with a warning',
    async (value) => {
      const { assets, warnings } = await runWith([{ id: 1, serial: 'S1', warranty: value }]);
      expect(assets[0]).not.toHaveProperty('warrantyEndDate');
      expect(warnings).toHaveLength(1);
      expect(warnings[0]?.reason).toMatch(/Warranty End Date/);
    },
  );

  test.each([
    ['20240105', '2024-01-05T00:00:00.000Z'],
    ['2024-01-05', '2024-01-05T00:00:00.000Z'],
    ['2024-01-05 10:30:00', '2024-01-05T10:30:00.000Z'],
    ['2024-01-05T10:30:00+02:00', '2024-01-05T08:30:00.000Z'],
  ])('%s is %s', async (value, expected) => {
    const { session, assets } = await runWith([{ id: 1, serial: 'S1', warranty: value }]);
    expect(assets[0]).toMatchObject({ warrantyEndDate: expected });
    expect(brief(session)).not.toHaveProperty('warnings');
  });

  test('a number or a text with a declared unit is no guess', async () => {
    const { session, assets } = await runWith(
      [{ id: 1, serial: 'S1', warranty: '1704450600000', seen: 1704450600 }],
      inMilliseconds,
    );
    expect(assets[0]).toMatchObject({
      warrantyEndDate: '2024-01-05T10:30:00.000Z',
      lastSeenAt: '2024-01-05T10:30:00.000Z',
    });
    expect(brief(session)).not.toHaveProperty('warnings');
  });

  test('a text of ten or thirteen digits without a unit is only taken with a warning', async () => {
    const { assets, warnings } = await runWith([
      { id: 1, serial: 'S1', warranty: '1704450600', seen: '1704450600000' },
    ]);
    for (const name of ['warrantyEndDate', 'lastSeenAt'])
      if (assets[0]?.[name] !== undefined)
        expect(assets[0]).toMatchObject({ [name]: '2024-01-05T10:30:00.000Z' });
    expect(warnings).toHaveLength(1);
  });
});
