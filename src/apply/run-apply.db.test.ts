import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type MusterWorld, makeMusterWorld } from '../../test/helpers/muster-world.ts';
import { readApplyFile } from './read-apply-file.ts';
import { runApply } from './run-apply.ts';

let world: MusterWorld;
beforeEach(async () => {
  world = await makeMusterWorld({ hasWorker: false });
});
afterEach(() => world.close());

const file = (url: string, phone = 'phone') => `
version: 1
variables:
  - { key: Acme.Site, value: Berlin }
  - { key: Acme.Token, value: { env: VENDOR_SECRET }, isSecret: true }
softwareNames:
  - { incoming: "Acrobat Reader*", standard: Acrobat Reader }
credentials:
  - name: Vendor read-only
    connector: ninjaone
    method: oauth2-client-credentials
    fields:
      clientId: muster-demo
      clientSecret: { env: VENDOR_SECRET }
      url: ${url}
integrations:
  - name: Technicians
    connector: ninjaone
    stream: users
    credential: Vendor read-only
    preference: create_and_update
    integrationUser: Sync
    schedule: { kind: daily, timeOfDay: "03:15", timeZone: Europe/Berlin }
    absencePolicy: deactivate
    mapping:
      rows:
        - { field: email, from: email, syncKey: 1 }
        - { field: username, from: email }
        - { field: phoneNumber, from: ${phone}, write: only_if_empty }
        - { field: role, value: Employee }
    state: active
`;

async function apply(
  text: string | Buffer,
  options: { isDryRun?: boolean; updatesSecrets?: boolean; environment?: Record<string, string> } = {},
) {
  const { muster } = world;
  const read = readApplyFile({
    content: typeof text === 'string' ? Buffer.from(text) : text,
    file: 'muster.yaml',
    environment: options.environment ?? { VENDOR_SECRET: 'demo-client-secret' },
    findDefinition: muster.connectors.find,
  });
  return runApply(
    {
      ...muster,
      findDefinition: muster.connectors.find,
      findUserId: async () => undefined,
    },
    { ...read, isDryRun: options.isDryRun ?? false, updatesSecrets: options.updatesSecrets ?? false },
  );
}

describe('muster apply', () => {
  test('creates what is missing, then changes nothing, then exactly what the file changes', async () => {
    const first = await apply(file(world.vendorUrl));
    expect(first.map((change) => [change.kind, change.action])).toEqual([
      ['variable', 'created'],
      ['variable', 'created'],
      ['software name', 'created'],
      ['credential', 'created'],
      ['integration', 'created'],
    ]);
    const { items } = await world.muster.integrations.list({ sort: 'name', limit: 10 });
    expect(items).toMatchObject([
      { name: 'Technicians', status: 'active', absencePolicy: 'deactivate', missing: [] },
    ]);

    const second = await apply(file(world.vendorUrl));
    expect(second.map((change) => [change.action, change.changed])).toEqual(
      Array.from({ length: 5 }, () => ['unchanged', []]),
    );

    const third = await apply(file(world.vendorUrl, 'uid'));
    expect(third.map((change) => [change.action, change.changed])).toEqual([
      ...Array.from({ length: 4 }, () => ['unchanged', []]),
      ['updated', ['mapping']],
    ]);
    expect((await world.muster.integrations.getMapping(items[0]?.id ?? 0)).version).toBe(2);
  });

  test('a fixed value of a field with a form of its own is written as people write it', async () => {
    const by = { source: 'cli', name: 'Test' } as const;
    await world.muster.fields.addField(by, 'people', { label: 'Notice', type: 'duration', isUnique: false });
    const withNotice = (value: string) =>
      file(world.vendorUrl).replace(
        '{ field: role, value: Employee }',
        `{ field: role, value: Employee }\n        - { field: x_notice, value: ${value} }`,
      );
    await expect(apply(withNotice('P1Y'))).rejects.toThrow(/Notice.*that is not a duration/);
    await apply(withNotice('4 weeks'));
    const { integrations } = world.muster;
    const [made] = (await integrations.list({ limit: 10 })).items;
    const id = made?.id ?? 0;
    await integrations.refreshSample(id, new AbortController().signal);
    const { mapping } = await integrations.getMapping(id);
    const [record] = (await integrations.previewMapping(id, mapping)).records;
    expect(record?.mapped).toMatchObject({ role: 'Employee', x_notice: 2_419_200 });
  });

  test('other servers of a credential: created, compared as they are stored, changed, and left alone when not named', async () => {
    const { vault } = world.muster;
    const withServers = (list: string) => `
version: 1
credentials:
  - name: Vendor read-only
    connector: ninjaone
    method: oauth2-client-credentials
    ${list}
    fields: { clientId: muster-demo, clientSecret: { env: VENDOR_SECRET }, url: "${world.vendorUrl}" }
`;
    const servers = async () => {
      const { items } = await vault.list({ limit: 10 });
      return items.map(({ otherServers }) => otherServers);
    };
    const both = 'otherServers: ["https://EU.example.com/", "us.example.com:8443"]';
    expect(await apply(withServers(both))).toMatchObject([{ action: 'created' }]);
    expect(await servers()).toEqual([['eu.example.com', 'us.example.com:8443']]);
    expect(await apply(withServers(both))).toMatchObject([{ action: 'unchanged' }]);
    expect(await apply(withServers(''))).toMatchObject([{ action: 'unchanged' }]);
    const one = 'otherServers: [eu.example.com]';
    const changes = [{ action: 'updated', changed: ['otherServers'] }];
    expect(await apply(withServers(one), { isDryRun: true })).toMatchObject(changes);
    expect((await servers())[0]).toHaveLength(2);
    expect(await apply(withServers(one))).toMatchObject(changes);
    expect(await servers()).toEqual([['eu.example.com']]);
    await expect(apply(withServers('otherServers: ["*.example.com"]'))).rejects.toThrow(
      /credentials\[0\]\.otherServers: .*"\*\.example\.com" has a wildcard/,
    );
  });

  test('a changed address takes the secret of the file along, and says so; without one it is refused', async () => {
    const { vault } = world.muster;
    await apply(file(world.vendorUrl));
    const moved = file('https://eu.ninjarmm.com');
    const note = 'Client secret is entered for eu.ninjarmm.com, where it did not go before';
    const [dry] = (await apply(moved, { isDryRun: true })).filter(({ kind }) => kind === 'credential');
    expect(dry).toMatchObject({ action: 'updated', note });
    const without = moved.replace('      clientSecret: { env: VENDOR_SECRET }\n', '');
    await expect(apply(without)).rejects.toMatchObject({ code: 'VAULT_SECRET_NEEDED' });
    await apply(moved);
    const { items } = await vault.list({ limit: 10 });
    const changed = await vault.get(items[0]?.id ?? 0);
    expect(changed).toMatchObject({
      fields: { url: 'https://eu.ninjarmm.com' },
      status: 'not_authenticated',
    });
  });

  test('a dry run says the same and writes nothing', async () => {
    const changes = await apply(file(world.vendorUrl), { isDryRun: true });
    expect(changes.map((change) => change.action)).toEqual(Array.from({ length: 5 }, () => 'created'));
    const { rows } = await world.test.db.query(
      'SELECT 1 FROM credentials UNION ALL SELECT 1 FROM integrations',
    );
    expect(rows).toEqual([]);
  });

  test('bytes that are no UTF-8 are refused with their place, in the file and in a variable it names', async () => {
    const latin1 = Buffer.from(file(world.vendorUrl).replace('Berlin', 'Zürich'), 'latin1');
    await expect(apply(latin1)).rejects.toMatchObject({
      code: 'APPLY_INVALID',
      message: expect.stringContaining(
        `byte ${latin1.indexOf(0xfc) + 1} is no UTF-8; save the file as UTF-8`,
      ),
    });
    // What the environment of a process holds beyond UTF-8 arrives as U+FFFD.
    await expect(
      apply(file(world.vendorUrl), { environment: { VENDOR_SECRET: 'p\uFFFDss' } }),
    ).rejects.toMatchObject({
      code: 'APPLY_INVALID',
      message: expect.stringMatching(/the variable VENDOR_SECRET holds bytes that are no UTF-8/),
    });
    const utf16 = Buffer.from(`\uFEFF${file(world.vendorUrl)}`, 'utf16le');
    expect((await apply(utf16)).map(({ action }) => action)).toContain('created');
  });

  test('placeholders are added, compared and changed; those the file does not name stay', async () => {
    const text = (placeholders: string) => `version: 1\nplaceholders:\n${placeholders}\n`;
    const list = async () =>
      (await world.muster.placeholders.list({ limit: 500 })).items.filter(
        ({ createdBy }) => createdBy !== 'Muster',
      );
    const before = (await world.muster.placeholders.list({ limit: 500 })).items.length;
    const two =
      '  - { value: "Shelf *", isPattern: true, note: stock }\n  - { value: Not known, field: serialNumber }';
    const actions = async (content: string, options = {}) =>
      (await apply(text(content), options)).map(({ kind, name, action, changed }) => [
        `${kind} ${name}`,
        action,
        changed,
      ]);
    const made = [
      ['placeholder Shelf *', 'created', []],
      ['placeholder Not known', 'created', []],
    ];
    expect(await actions(two, { isDryRun: true })).toEqual(made);
    expect(await list()).toEqual([]);
    expect(await actions(two)).toEqual(made);
    expect(await list()).toMatchObject([
      { value: 'Not known', isPattern: false, field: 'serialNumber', createdBy: 'muster apply' },
      { value: 'Shelf *', isPattern: true, field: null, note: 'stock' },
    ]);
    expect((await actions(two)).map(([, action]) => action)).toEqual(['unchanged', 'unchanged']);
    expect(await actions('  - { value: "shelf *", note: other }')).toEqual([
      ['placeholder shelf *', 'updated', ['isPattern', 'note']],
    ]);
    expect((await world.muster.placeholders.list({ limit: 500 })).items).toHaveLength(before + 2);
    await expect(actions('  - { value: Twice }\n  - { value: TWICE }')).rejects.toThrow(
      /placeholders: "twice" is there twice/,
    );
    await expect(actions('  - { value: "*", isPattern: true }')).rejects.toMatchObject({
      code: 'PLACEHOLDER_INVALID',
    });
  });

  test('every problem of a file at once, each with its place, and no secret in any of them', async () => {
    const text = `
version: 1
credentials:
  - { name: A, connector: ninjaone, method: nonsense }
  - { name: B, connector: ninjaone, method: oauth2-client-credentials, fields: { clientSecret: "hunter2", shoeSize: "44" } }
  - { name: B, connector: ninjaone, method: oauth2-client-credentials, fields: { clientSecret: { env: NOT_SET } } }
integrations:
  - { name: C, connector: ninjaone, stream: shoes }
`;
    const failure = await apply(text).catch((err: Error) => err.message);
    for (const part of [
      'credentials[0]',
      'nonsense',
      'credentials[1].fields.clientSecret: is a secret',
      'shoeSize',
      'NOT_SET is not set',
      'integrations[0]',
      'shoes',
      '"B" is there twice',
    ])
      expect(failure).toContain(part);
    expect(failure).not.toContain('hunter2');
    const wrongShape = await apply(
      'version: 1\nintegrations:\n  - { name: C, connector: x, stream: y, mapping: { rows: [ { field: email } ] } }',
    ).catch((err: Error) => err.message);
    expect(wrongShape).toContain('integrations[0].mapping.rows[0]');
    const noYaml = await apply('version: [1').catch((err: Error) => err.message);
    expect(noYaml).toMatch(/line 1/);
  });

  test('sets how long what passes is kept, and leaves the other kinds alone', async () => {
    const text = 'version: 1\nretention:\n  audit: 400\n  outcomes: null\n';
    expect(await apply(text, { isDryRun: true })).toMatchObject([
      { kind: 'retention', name: 'outcomes', action: 'updated' },
      { kind: 'retention', name: 'audit', action: 'updated' },
    ]);
    await apply(text);
    const days = (await world.muster.retention.list()).map(({ kind, keepDays }) => [kind, keepDays]);
    expect(Object.fromEntries(days)).toMatchObject({ audit: 400, outcomes: null, sessions: 365 });
    expect((await apply(text)).map(({ action }) => action)).toEqual(['unchanged', 'unchanged']);
    await expect(apply('version: 1\nretention:\n  audit: 0\n')).rejects.toMatchObject({
      code: 'APPLY_INVALID',
    });
  });
});
