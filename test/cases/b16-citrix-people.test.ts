/** A user name without its domain is no key, and a name that may change is no id. */
import { describe, expect, test } from 'vitest';
import { makeCaseConnector, peopleMapping, row } from '../helpers/case-connectors.ts';
import { brief, useCaseWorld } from '../helpers/case-world.ts';
import { citrix, scriptCitrix } from '../helpers/vendor-scripts.ts';
import homonyms from './fixtures/b16/homonyms-machines.json' with { type: 'json' };
import run1 from './fixtures/b16/run1-sessions.json' with { type: 'json' };
import run2 from './fixtures/b16/run2-sessions.json' with { type: 'json' };

const accounts = makeCaseConnector('accounts');
const assets = makeCaseConnector('assets', { object: 'assets' });
const world = useCaseWorld([citrix, accounts, assets]);

const people = async () => (await world.list('people')).map(({ email, username }) => ({ email, username }));

describe('somebody is renamed', () => {
  async function open(change: object = {}) {
    scriptCitrix(world.vendor, { Sessions: [run1] });
    const integration = await world.integrate(citrix, 'users', { change });
    expect(brief(await integration.run())).toMatchObject({ created: 1 });
    scriptCitrix(world.vendor, { Sessions: [run2] });
    return integration;
  }

  test.each(['keep', 'deactivate', 'archive'])(
    'policy %s: it is one person, renamed',
    async (absencePolicy) => {
      const integration = await open({ absencePolicy, retireLimitPercent: 100 });
      expect(brief(await integration.run())).toMatchObject({ status: 'succeeded', updated: 1 });
      expect(await people()).toEqual([{ email: 'ann.smith@x.org', username: 'ann.smith@x.org' }]);
      expect(await world.list('people', 'archived')).toEqual([]);
      expect((await world.list('people'))[0]).toMatchObject({ isActive: true });
    },
  );

  test('and has one account', async () => {
    const integration = await open({ userSelection: 'user_plus_saas' });
    await integration.run();
    const found = await world.rows('SELECT email FROM saas_accounts WHERE missing_since IS NULL');
    expect(found).toEqual([{ email: 'ann.smith@x.org' }]);
  });

  test('preview and test run say so', async () => {
    const integration = await open();
    expect(brief(await integration.run('preview'))).toMatchObject({ updated: 1 });
    expect(brief(await integration.run('test-run'))).toMatchObject({ updated: 1 });
  });

  test('who was loaded under the old kind of id is not doubled', async () => {
    scriptCitrix(world.vendor, { Sessions: [run1] });
    const integration = await world.integrate(citrix, 'users', {
      change: { userSelection: 'user_plus_saas' },
    });
    await integration.run();
    // As earlier versions stored it: by the principal name.
    await world.rows(`UPDATE source_records SET native_id = 'ann.miller@x.org'`);
    await world.rows(`UPDATE saas_accounts SET external_id = 'ann.miller@x.org'`);
    await integration.run();
    const last = await integration.run();
    expect(brief(last)).toEqual({ status: 'succeeded', read: 1, unchanged: 1 });
    expect(await people()).toHaveLength(1);
    expect(await world.rows('SELECT FROM saas_accounts WHERE missing_since IS NULL')).toHaveLength(1);
  });
});

describe('two people of two domains with one account name', () => {
  test('are two people', async () => {
    scriptCitrix(world.vendor, { Machines: [homonyms] });
    const integration = await world.integrate(citrix, 'users');
    expect(brief(await integration.run())).toMatchObject({ status: 'succeeded', read: 2, created: 2 });
    expect((await people()).map(({ email }) => email)).toEqual(['john.doe@corp.org', 'jane.doe@lab.org']);
    const names = (await people()).map(({ username }) => username);
    expect(new Set(names).size).toBe(2);
  });

  test('without e-mail addresses either', async () => {
    const bare = {
      Items: homonyms.Items.map((machine) => ({
        ...machine,
        AssignedUsers: machine.AssignedUsers.map(({ Mail: _, ...others }) => others),
      })),
    };
    scriptCitrix(world.vendor, { Machines: [bare] });
    const integration = await world.integrate(citrix, 'users', {
      mapping: {
        rows: [
          row('username', "{{ Domain ~ '\\\\' ~ SamAccountName }}", { syncKeyPriority: 1 }),
          row('email', 'Mail'),
          ...peopleMapping.rows.slice(-1),
        ],
      },
    });
    expect(brief(await integration.run())).toMatchObject({ read: 2, created: 2 });
  });

  test('in the look-up of an owner: the domain tells which one', async () => {
    world.vendor.on('GET /rows', [
      { id: 1, email: 'john@corp.org', account: 'CORP\\jdoe' },
      { id: 2, email: 'jane@lab.org', account: 'LAB\\jdoe' },
    ]);
    const staff = await world.integrate(accounts, 'rows', {
      mapping: {
        rows: [
          row('email', 'email', { syncKeyPriority: 1 }),
          row('username', 'account'),
          ...peopleMapping.rows.slice(-1),
        ],
      },
    });
    expect(brief(await staff.run())).toMatchObject({ created: 2 });
    world.otherVendor.on('GET /rows', [
      { id: 1, serial: 'S1', owner: 'LAB\\jdoe' },
      { id: 2, serial: 'S2', owner: 'CORP\\JDOE' },
      { id: 3, serial: 'S3', owner: 'OTHER\\jdoe' },
    ]);
    const devices = await world.integrate(assets, 'rows', {
      at: world.otherVendor,
      mapping: { rows: [row('serialNumber', 'serial', { syncKeyPriority: 1 }), row('assignedTo', 'owner')] },
    });
    await devices.run();
    const owners = await world.rows<{ email: string | null }>(
      'SELECT p.email FROM assets a LEFT JOIN people p ON p.id = a.assigned_to ORDER BY a.id',
    );
    expect(owners.map(({ email }) => email)).toEqual(['jane@lab.org', 'john@corp.org', null]);
  });
});
