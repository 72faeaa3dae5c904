/** Text has one door: what no database can hold is mended where it comes in, and never costs others their data. */
import { describe, expect, test } from 'vitest';
import { makeCaseConnector, peopleMapping, row } from '../helpers/case-connectors.ts';
import { listInstalled, runWithSoftware, softwareEntry } from '../helpers/case-software.ts';
import { brief, useCaseWorld } from '../helpers/case-world.ts';
import { readCase } from '../helpers/read-case.ts';
import type { VendorCall } from '../helpers/script-vendor.ts';
import { computerPage, manage, ninja, scriptComputers, scriptNinja } from '../helpers/vendor-scripts.ts';
import devices from './fixtures/b05/devices.json' with { type: 'json' };
import longName from './fixtures/b06/name.json' with { type: 'json' };

const people = makeCaseConnector('people');
const paged = makeCaseConnector('paged', {
  recordsPath: 'items',
  paginator: { kind: 'cursor', param: 'cursor', cursorPath: 'next', canRepeat: false },
});
const software = readCase<{ results: object[] }>('b05/software.json');
const world = useCaseWorld([ninja, manage, people, paged]);

const entry = softwareEntry;
const chrome = entry(2, 'Chrome');
const installed = () => listInstalled(world);
const runWith = (entries: readonly object[]) => runWithSoftware(world, devices, entries);

describe('software', () => {
  test('half an emoji at the end of a name', async () => {
    expect(brief(await runWith(software.results))).toMatchObject({ status: 'succeeded', installsChanged: 2 });
    expect(await installed()).toEqual({ SN1: ['Chat \uFFFD'], SN2: ['Chrome'] });
  });

  test('an emoji where the name is cut', async () => {
    const name = `${'a'.repeat(1_023)}\u{1F600} and more`;
    expect(brief(await runWith([entry(1, name), chrome]))).toMatchObject({ status: 'succeeded' });
    const found = await installed();
    expect(found['SN2']).toEqual(['Chrome']);
    expect(found['SN1']?.[0]?.isWellFormed()).toBe(true);
  });

  test.each([
    ['version', { version: '1 \ud83d' }],
    ['publisher', { publisher: 'P \ud83d' }],
    ['version with NUL', { version: '1\u00002' }],
    ['publisher with NUL', { publisher: 'A\u0000B' }],
    ['a very long version', { version: longName.name }],
    ['a very long publisher', { publisher: longName.name }],
  ])('%s', async (_what, more) => {
    expect(brief(await runWith([entry(1, 'Chat', more), chrome]))).toMatchObject({ status: 'succeeded' });
    expect(await installed()).toEqual({ SN1: ['Chat'], SN2: ['Chrome'] });
  });

  test('the same name twice, with NUL and without, is one release', async () => {
    await runWith([entry(1, 'Ch\u0000at'), entry(1, 'Chat'), chrome]);
    expect(await installed()).toEqual({ SN1: ['Chat'], SN2: ['Chrome'] });
  });

  test('the list of a computer inside its own record, as Endpoint Central has it', async () => {
    const computer = { resource_id_string: '1', full_name: 'PC-1', installation_status: 22 };
    scriptComputers(world.vendor, [computerPage(1, 1, [computer])]);
    const listed = ['Chat \ud83d', longName.name, 'Chrome'].map((name) => ({
      software_name: name,
      software_version: '1',
    }));
    world.vendor.on('GET /api/1.4/inventory/installedsoftware', {
      message_response: { total: 3, limit: 100, page: 1, installedsoftware: listed },
      status: 'success',
    });
    const integration = await world.integrate(manage, 'computers');
    expect((await integration.run()).status).toMatch(/^succeeded/);
    const [found] = await world.rows<{ names: string[] }>(
      'SELECT array_agg(name ORDER BY name) AS names FROM software_releases',
    );
    expect(found?.names).toEqual(expect.arrayContaining(['Chat \uFFFD', 'Chrome']));
  });

  test('the second session of the same list writes nothing', async () => {
    scriptNinja(world.vendor, devices, { software: software.results });
    const integration = await world.integrate(ninja, 'devices');
    await integration.run();
    expect(brief(await integration.run())).toEqual({
      status: 'succeeded',
      read: 2,
      unchanged: 2,
      installsRead: 2,
    });
  });

  test('a normalisation may name what is no name', async () => {
    const body = { incomingName: `Chat \ud83d`, standardName: `Chat ${'x'.repeat(300)}\u0000` };
    const answer = await world.client.call('POST', '/api/software-normalizations', body).catch(String);
    expect(String(answer)).not.toMatch(/API_INTERNAL|answered 500/);
  });
});

describe('fields of a record', () => {
  const bad = `x\u0000y \ud83d`;

  test('every kind of text, custom fields and labels of outcomes included', async () => {
    await world.client.call('POST', '/api/objects/people/fields', { label: 'Badge', type: 'short_text' });
    await world.client.call('POST', '/api/objects/people/fields', { label: 'Groups', type: 'list' });
    await world.client.call('POST', '/api/objects/people/fields', {
      label: 'Staff number',
      type: 'short_text',
      isUnique: true,
    });
    const fields = await world.client.call<{ fields: { name: string; label: string }[] }>(
      'GET',
      '/api/objects/people',
    );
    const nameOf = (label: string) => fields.fields.find((field) => field.label === label)?.name ?? '';
    world.vendor.on('GET /rows', [
      { id: 1, email: 'a@x.org', firstName: bad, badge: bad, groups: [bad], staff: bad, notes: bad },
      { id: 2, email: 'b@x.org', firstName: 'B', staff: 'S2' },
      { id: 3, firstName: bad, email: '' },
    ]);
    const integration = await world.integrate(people, 'rows', {
      mapping: {
        rows: [
          ...peopleMapping.rows,
          row(nameOf('Badge'), 'badge'),
          row(nameOf('Groups'), 'groups'),
          row(nameOf('Staff number'), 'staff'),
          row('notes'),
        ],
      },
    });
    const session = await integration.run();
    expect(brief(session)).toMatchObject({ created: 2, skipped: 1 });
    expect((await world.list('people'))[0]).toMatchObject({ firstName: 'xy \uFFFD', notes: 'xy \uFFFD' });
    expect((await integration.run('test-run')).status).toBe('succeeded');
    expect((await integration.run('preview')).status).toBe('succeeded');
  });
});

test.each(['t\u0000x', 't\ud83d'])(
  'the token of the next page is %j: kept in the checkpoint and asked for',
  async (token) => {
    world.vendor.on('GET /rows', ({ query }: VendorCall) =>
      query['cursor'] === undefined
        ? { items: [{ id: 1, email: 'a@x.org' }], next: token }
        : { items: [{ id: 2, email: 'b@x.org' }] },
    );
    const integration = await world.integrate(paged, 'rows', { mapping: peopleMapping });
    const session = await integration.run();
    expect(session.errorCode ?? '').not.toBe('API_INTERNAL');
    if (session.status !== 'failed') expect(session.counts.created).toBe(2);
  },
);

test('an error that names what the vendor sent is stored as well', async () => {
  world.vendor.on('GET /rows', { 'a\u0000b \ud83d': 1 });
  const integration = await world.integrate(paged, 'rows', { mapping: peopleMapping });
  for (const kind of ['run', 'test-run', 'preview'] as const)
    expect(brief(await integration.run(kind))).toMatchObject({
      status: 'failed',
      errorCode: 'CONNECTOR_RECORDS_MISSING',
    });
});
