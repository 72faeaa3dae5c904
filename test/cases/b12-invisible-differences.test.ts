/** Keys are compared as a person reads them: composed letters, and nothing that cannot be seen. */
import { describe, expect, test } from 'vitest';
import { assetMapping, makeCaseConnector, peopleMapping } from '../helpers/case-connectors.ts';
import { brief, useCaseWorld } from '../helpers/case-world.ts';
import { ninja, scriptNinja } from '../helpers/vendor-scripts.ts';
import persons from './fixtures/b12/people.json' with { type: 'json' };
import names from './fixtures/b12/software.json' with { type: 'json' };

const people = makeCaseConnector('people');
const assets = makeCaseConnector('assets', { object: 'assets' });
const world = useCaseWorld([people, assets, ninja]);

test('three people, whoever comes first', async () => {
  world.vendor.on('GET /rows', persons);
  const integration = await world.integrate(people, 'rows', { mapping: peopleMapping });
  const session = await integration.run();
  expect(brief(session)).toMatchObject({ created: 3, ambiguous: 3 });
  expect((await world.list('people')).map(({ email }) => email)).toEqual([
    'jos\u00e9.n@x.org',
    'ann@x.org',
    'dan@x.org',
  ]);
});

test('two integrations, one writes it one way and one the other: the same three people', async () => {
  world.vendor.on(
    'GET /rows',
    persons.filter((_person, at) => at % 2 === 0),
  );
  world.otherVendor.on(
    'GET /rows',
    persons.filter((_person, at) => at % 2 === 1),
  );
  const first = await world.integrate(people, 'rows', { mapping: peopleMapping });
  const second = await world.integrate(people, 'rows', { mapping: peopleMapping, at: world.otherVendor });
  expect(brief(await first.run())).toMatchObject({ created: 3 });
  expect(brief(await second.run())).toEqual({ status: 'succeeded', read: 3, unchanged: 3 });
  expect(brief(await second.run('preview'))).toEqual({ status: 'succeeded', read: 3, unchanged: 3 });
});

const same: [string, string, string][] = [
  ['composed and decomposed', 'e\u0301', '\u00e9'],
  ['zero width space', 'a\u200bb', 'ab'],
  ['zero width joiner', 'a\u200db', 'ab'],
  ['byte order mark', '\ufeffab', 'ab'],
  ['soft hyphen', 'a\u00adb', 'ab'],
  ['word joiner', 'a\u2060b', 'ab'],
  ['left-to-right mark', 'a\u200eb', 'ab'],
  ['right-to-left override', 'a\u202eb', 'ab'],
  ['no-break space', 'a\u00a0b', 'a b'],
  ['narrow no-break space', 'a\u202fb', 'a b'],
  ['two spaces', 'a  b', 'a b'],
  ['tab', 'a\tb', 'a b'],
  ['trailing no-break space', 'ab\u00a0', 'ab'],
  ['leading zero width space', '\u200bab', 'ab'],
];

describe('what nobody sees', () => {
  test('serial numbers meet across vendors', async () => {
    const list = (which: 1 | 2) =>
      same.map((pair, at) => ({ id: at, serial: `S${at} ${pair[which]}`, name: pair[0] }));
    world.vendor.on('GET /rows', list(1));
    world.otherVendor.on('GET /rows', list(2));
    const first = await world.integrate(assets, 'rows', { mapping: assetMapping });
    const second = await world.integrate(assets, 'rows', { mapping: assetMapping, at: world.otherVendor });
    await first.run();
    const session = await second.run();
    const doubled = await world.rows<{ device_name: string }>(
      'SELECT device_name FROM assets GROUP BY device_name HAVING count(*) > 1',
    );
    expect(doubled.map(({ device_name }) => device_name)).toEqual([]);
    expect(brief(session)).toEqual({ status: 'succeeded', read: same.length, unchanged: same.length });
  });

  test('software is one product on both devices', async () => {
    const devices = [1, 2].map((id) => ({ id, uid: `u${id}`, nodeClass: 'MAC' }));
    const software = same.flatMap(([what, one, other]) => [
      { deviceId: 1, name: `App ${what}: ${one}`, version: '1' },
      { deviceId: 2, name: `App ${what}: ${other}`, version: '1' },
    ]);
    scriptNinja(world.vendor, devices, {
      software: software.toSorted((left, right) => left.deviceId - right.deviceId),
    });
    const integration = await world.integrate(ninja, 'devices');
    await integration.run();
    const products = await world.list('software');
    expect(products.filter(({ assetCount }) => assetCount !== 2).map(({ name }) => name)).toEqual([]);
    expect(products).toHaveLength(same.length);
  });
});

test('the two spellings of the case are one product, and a normalisation finds either', async () => {
  scriptNinja(world.vendor, [{ id: 1, uid: 'u1', nodeClass: 'MAC' }], {
    software: names.map((name, at) => ({ deviceId: 1, name, version: String(at) })),
  });
  const integration = await world.integrate(ninja, 'devices');
  await integration.run();
  expect(await world.list('software')).toHaveLength(1);
  await world.client.call('POST', '/api/software-normalizations', {
    incomingName: names[0],
    standardName: 'Visual C++ 2015',
  });
  await world.client.call('POST', '/api/software-normalizations/apply', {});
  const rows = await world.rows<{ name: string }>(
    'SELECT DISTINCT s.name FROM software s JOIN software_releases r ON r.software_id = s.id',
  );
  expect(rows).toEqual([{ name: 'Visual C++ 2015' }]);
});

test('letters that only look alike stay apart', async () => {
  world.vendor.on('GET /rows', [
    { id: 1, email: 'paul@x.org' },
    // A Cyrillic letter: another address.
    { id: 2, email: 'p\u0430ul@x.org' },
  ]);
  const integration = await world.integrate(people, 'rows', { mapping: peopleMapping });
  expect(brief(await integration.run())).toMatchObject({ created: 2 });
});

test('what a person reads is stored as it came: names keep their joiners and their line breaks', async () => {
  const name = 'Family \u{1F468}\u200D\u{1F469}\u200D\u{1F467}';
  world.vendor.on('GET /rows', [{ id: 1, email: 'a@x.org', firstName: name }]);
  const integration = await world.integrate(people, 'rows', { mapping: peopleMapping });
  await integration.run();
  expect(await world.list('people')).toMatchObject([{ firstName: name }]);
});
