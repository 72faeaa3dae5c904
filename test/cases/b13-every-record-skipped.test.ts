/** Nothing arrives any more: how much was skipped, failed or came without a key belongs to the session's status. */

import { describe, expect, test } from 'vitest';
import { hiddenText } from '../../src/http/hide-values.ts';
import { assetMapping, makeCaseConnector, peopleMapping, row } from '../helpers/case-connectors.ts';
import { brief, type CaseIntegration, useCaseWorld } from '../helpers/case-world.ts';
import run1 from './fixtures/b13/run1.json' with { type: 'json' };
import run2 from './fixtures/b13/run2.json' with { type: 'json' };

const assets = makeCaseConnector('assets', { object: 'assets' });
const people = makeCaseConnector('people');
const world = useCaseWorld([assets, people]);

async function open(list: readonly object[] = run1, change: object = {}): Promise<CaseIntegration> {
  world.vendor.on('GET /rows', list);
  const [admin] = await world.rows<{ id: number }>('SELECT id FROM users');
  return world.integrate(assets, 'rows', {
    mapping: assetMapping,
    change: { contacts: [admin?.id], ...change },
  });
}

const notifications = () =>
  world.rows<{ title: string; message: string }>('SELECT title, message FROM notifications');
const device = (id: number, more: object = {}) => ({
  id,
  serial: `SER${id}`,
  uid: `U${id}`,
  name: `D${id}`,
  ...more,
});
const devices = (count: number, change: (id: number) => object = () => ({})) =>
  Array.from({ length: count }, (_item, at) => device(at + 1, change(at + 1)));
/** The first `share` of a hundred devices has no key at all. */
const keyless = (share: number) =>
  devices(100, (id) => (id <= share ? { serial: undefined, uid: undefined } : {}));

describe('the vendor renames the fields of both sync keys', () => {
  test('the session is no plain success, and says which keys are suddenly empty', async () => {
    const integration = await open();
    expect(brief(await integration.run())).toMatchObject({ status: 'succeeded', created: 10 });
    world.vendor.on('GET /rows', run2);
    const session = await integration.run();
    expect(brief(session)).toEqual({ status: 'succeeded_with_errors', read: 10, skipped: 10 });
    const log = await world.log(session);
    expect(log).toMatch(/(warning|error): .*Serial Number.*External Id/);
    expect(await world.list('assets')).toHaveLength(10);
  });

  test('its contacts are told, once for each session', async () => {
    const integration = await open();
    await integration.run();
    expect(await notifications()).toEqual([]);
    world.vendor.on('GET /rows', run2);
    await integration.run();
    expect(await notifications()).toHaveLength(1);
    expect((await notifications())[0]?.message).toMatch(/Serial Number/);
  });

  test('more than once, and all is well again when the fields are back', async () => {
    const integration = await open();
    for (let at = 0; at < 5; at += 1) expect((await integration.run()).status).toBe('succeeded');
    world.vendor.on('GET /rows', run2);
    // One silent session does not make silence the normal that the next one is measured by.
    for (let at = 0; at < 3; at += 1) expect((await integration.run()).status).toBe('succeeded_with_errors');
    world.vendor.on('GET /rows', run1);
    expect((await integration.run()).status).toBe('succeeded');
  });

  test('a preview says so as well', async () => {
    const integration = await open();
    await integration.run();
    world.vendor.on('GET /rows', run2);
    const preview = await integration.run('preview');
    expect(await world.log(preview)).toMatch(/(warning|error): .*Serial Number/);
  });
});

describe('until somebody says that it is right now', () => {
  const acknowledge = (sessionId: number) =>
    world.client.call('POST', `/api/sessions/${sessionId}/drift/acknowledge`);
  const statuses = async (integration: CaseIntegration, count: number) => {
    const found: string[] = [];
    for (let at = 0; at < count; at += 1) found.push((await integration.run()).status);
    return [...new Set(found)];
  };

  test('the alarm does not fall silent by itself, however long it lasts', async () => {
    const integration = await open();
    await statuses(integration, 2);
    world.vendor.on('GET /rows', run2);
    expect(await statuses(integration, 8)).toEqual(['succeeded_with_errors']);
    expect(await notifications()).toHaveLength(8);
  });

  test('what the first session found is said once: later ones are compared with it', async () => {
    const integration = await open(keyless(50));
    expect(await statuses(integration, 1)).toEqual(['succeeded_with_errors']);
    expect(await statuses(integration, 3)).toEqual(['succeeded']);
  });

  test('then it is what the next sessions are compared with', async () => {
    const integration = await open();
    await integration.run();
    world.vendor.on('GET /rows', run2);
    await statuses(integration, 2);
    const silent = await integration.run();
    expect(silent.drift).toMatchObject({
      message: expect.stringMatching(/Serial Number and External Id are suddenly empty/),
      acknowledgedAt: null,
      acknowledgedByName: null,
    });
    // It quotes fields and rules, which a viewer does not see.
    const asViewer = await world.download(`/api/sessions/${silent.id}`);
    expect(JSON.parse(String(asViewer.body))).toMatchObject({
      drift: { message: hiddenText },
    });
    await acknowledge(silent.id);
    expect(await statuses(integration, 3)).toEqual(['succeeded']);
    // Something else is news again, and so is the same once the fields had come back.
    world.vendor.on('GET /rows', run1);
    expect(await statuses(integration, 5)).toEqual(['succeeded']);
    world.vendor.on('GET /rows', run2);
    expect(await statuses(integration, 2)).toEqual(['succeeded_with_errors']);

    const said = await world.client.call('GET', `/api/sessions/${silent.id}`);
    expect(said).toMatchObject({
      drift: { acknowledgedAt: expect.any(String), acknowledgedByName: 'Test Administrator' },
    });
    expect(await world.log(silent)).toMatch(/info: Test Administrator says that this is right now\./);
    // Said twice it is one entry.
    await acknowledge(silent.id);
    const entries = await world.rows(
      `SELECT target_id FROM audit_log WHERE action = 'session.drift-acknowledged' AND target_id = $1`,
      [String(silent.id)],
    );
    expect(entries).toHaveLength(1);
  });

  test('is refused where nothing fell silent, and of a preview, which nothing is compared with', async () => {
    const integration = await open();
    const session = await integration.run();
    await expect(acknowledge(session.id)).rejects.toThrow(/SESSION_NO_DRIFT.*nothing fell silent in it/);
    world.vendor.on('GET /rows', run2);
    const preview = await integration.run('preview');
    await expect(acknowledge(preview.id)).rejects.toThrow(/SESSION_NO_DRIFT.*preview/);
  });
});

describe('the threshold', () => {
  test.each([
    { share: 20, status: 'succeeded' },
    { share: 21, status: 'succeeded_with_errors' },
  ])('without history, $share % skipped: $status', async ({ share, status }) => {
    const integration = await open(keyless(share));
    expect(brief(await integration.run())).toMatchObject({ status, skipped: share });
  });

  test.each([
    // Median 0: more than 5 points.
    { history: [0, 0, 0, 0, 0], share: 5, status: 'succeeded' },
    { history: [0, 0, 0, 0, 0], share: 6, status: 'succeeded_with_errors' },
    // Median 4: more than three times as much.
    { history: [4, 4, 4, 4, 4], share: 12, status: 'succeeded' },
    { history: [4, 4, 4, 4, 4], share: 13, status: 'succeeded_with_errors' },
    // One bad session in between does not move the median.
    { history: [0, 0, 40, 0, 0], share: 10, status: 'succeeded_with_errors' },
    // What has always been so is no news, however much it is.
    { history: [30, 30, 30, 30, 30], share: 33, status: 'succeeded' },
    // Only the last five count.
    { history: [4, 4, 4, 0, 0, 0], share: 6, status: 'succeeded_with_errors' },
  ])('after sessions with $history % skipped, $share % is $status', async ({ history, share, status }) => {
    const integration = await open(keyless(0));
    for (const before of history) {
      world.vendor.on('GET /rows', keyless(before));
      await integration.run();
    }
    // A test run and a preview are no history.
    world.vendor.on('GET /rows', keyless(share));
    await integration.run('test-run');
    expect((await integration.run()).status).toBe(status);
  });

  test('a small list is not alarmed by one record', async () => {
    const integration = await open(devices(10));
    for (let at = 0; at < 5; at += 1) await integration.run();
    world.vendor.on(
      'GET /rows',
      devices(10, (id) => (id === 1 ? { serial: '', uid: '' } : {})),
    );
    // 10 % of 10: more than 5 points above 0, so it is said; but it is one record, and the session names it.
    const session = await integration.run();
    expect(await world.log(session)).toMatch(/1 .*(skipped|without)|Serial Number/);
  });
});

describe('other causes', () => {
  test('one key falls silent while another still finds the records', async () => {
    const integration = await open();
    await integration.run();
    world.vendor.on(
      'GET /rows',
      run1.map(({ serial, ...others }) => ({ ...others, serialNo: serial })),
    );
    const session = await integration.run();
    expect(session.status).toBe('succeeded_with_errors');
    const log = await world.log(session);
    expect(log).toMatch(/(warning|error): .*Serial Number/);
    expect(log).not.toMatch(/(warning|error): .*External Id/);
    expect((await world.list('assets')).map(({ serialNumber }) => serialNumber)).toContain('SER1');
  });

  test('records that fail', async () => {
    const integration = await open();
    await integration.run();
    world.vendor.on(
      'GET /rows',
      run1.map((one) => ({ ...one, serial: { nested: one.serial } })),
    );
    const session = await integration.run();
    expect(session.status).toBe('succeeded_with_errors');
    expect(await world.log(session)).toMatch(/(warning|error): .*Serial Number/);
    expect(await notifications()).toHaveLength(1);
  });

  test('a rule that a person wrote is no alarm of the first session', async () => {
    world.vendor.on('GET /rows', run1);
    const integration = await world.integrate(assets, 'rows', {
      mapping: { ...assetMapping, condition: "serial == 'SER1'" },
    });
    expect(brief(await integration.run())).toEqual({ status: 'succeeded', read: 10, created: 1, skipped: 9 });
  });

  test('the field of the rule falls silent', async () => {
    world.vendor.on(
      'GET /rows',
      run1.map((one) => ({ ...one, kind: 'computer' })),
    );
    const integration = await world.integrate(assets, 'rows', {
      mapping: { ...assetMapping, condition: "kind == 'computer'" },
    });
    expect(brief(await integration.run())).toMatchObject({ status: 'succeeded', created: 10 });
    world.vendor.on('GET /rows', run1);
    const session = await integration.run();
    expect(session.status).toBe('succeeded_with_errors');
    expect(await world.log(session)).toMatch(/(warning|error): .*(rule|condition)/i);
  });

  test('people, too', async () => {
    const persons = run1.map(({ id, serial }) => ({ id, email: `${serial}@x.org`, firstName: serial }));
    world.vendor.on('GET /rows', persons);
    const integration = await world.integrate(people, 'rows', { mapping: peopleMapping });
    await integration.run();
    world.vendor.on(
      'GET /rows',
      persons.map(({ email, ...others }) => ({ ...others, mail: email })),
    );
    const session = await integration.run();
    expect(session.status).toBe('succeeded_with_errors');
    expect(await world.log(session)).toMatch(/(warning|error): .*Email/);
  });

  test('an empty list is no silence of a field', async () => {
    const integration = await open();
    await integration.run();
    world.vendor.on('GET /rows', []);
    const session = await integration.run();
    expect(await world.log(session)).not.toMatch(/Serial Number/);
  });

  test('a field that is no key may fall silent without it', async () => {
    world.vendor.on('GET /rows', run1);
    const mapping = { rows: [...assetMapping.rows, row('notes', 'name')] };
    const integration = await world.integrate(assets, 'rows', { mapping });
    await integration.run();
    world.vendor.on(
      'GET /rows',
      run1.map(({ name: _, ...others }) => others),
    );
    expect((await integration.run()).status).toBe('succeeded');
  });
});
