/** Account and person are two writes: text, dates, yes and no go through the same door in both. */
import { describe, expect, test } from 'vitest';
import { accountVendor, integrateAccounts, listAccounts } from '../helpers/case-accounts.ts';
import { brief, useCaseWorld } from '../helpers/case-world.ts';
import { readCase } from '../helpers/read-case.ts';

const users = readCase<object[]>('b08/users.json');
const world = useCaseWorld([accountVendor]);

const open = (records: readonly object[], userSelection?: string) =>
  integrateAccounts(world, records, userSelection);
const accounts = () => listAccounts(world);

describe('text and dates of accounts', () => {
  test('five people and five accounts', async () => {
    const integration = await open(users);
    const session = await integration.run();
    expect(brief(session)).toMatchObject({ status: 'succeeded', created: 5, warnings: 1 });
    expect(await world.list('people')).toHaveLength(5);
    expect(await accounts()).toMatchObject([
      { external_id: '1', full_name: 'Anna A', last_activity_at: null },
      { external_id: '2', full_name: 'B \uFFFD B', last_activity_at: null },
      { external_id: '3', last_activity_at: null },
      { external_id: '4', last_activity_at: new Date('2025-01-04T14:13:20Z') },
      { external_id: '5', last_activity_at: new Date('2025-01-02T03:04:05Z') },
    ]);
    const [warning] = await world.outcomes(session, 'warning');
    expect(warning).toMatchObject({ nativeId: '3' });
    expect(warning?.reason).toMatch(/last activity/i);
  });

  test('with User only they always were', async () => {
    const integration = await open(users, 'user_only');
    expect(brief(await integration.run())).toMatchObject({ status: 'succeeded', created: 5 });
  });

  test('a second session changes nothing', async () => {
    const integration = await open(users);
    await integration.run();
    const before = await world.rows('SELECT *, xmin::text FROM saas_accounts ORDER BY id');
    expect(brief(await integration.run())).toMatchObject({ unchanged: 5 });
    expect(await world.rows('SELECT *, xmin::text FROM saas_accounts ORDER BY id')).toEqual(before);
  });

  test('by preview and apply', async () => {
    const integration = await open(users);
    const { applied } = await integration.previewAndApply();
    expect(brief(applied)).toMatchObject({ created: 5 });
    expect(await accounts()).toHaveLength(5);
  });

  test.each([0, -1, '0001-01-01T00:00:00Z', -62135596800000, '9999-12-31T23:59:59Z', '', null])(
    'last activity %j is none',
    async (lastLogin) => {
      const integration = await open([{ id: 1, email: 'a@x.org', enabled: true, lastLogin }]);
      expect(brief(await integration.run())).toMatchObject({ created: 1 });
      expect(await accounts()).toMatchObject([{ last_activity_at: null }]);
    },
  );

  test('what an account cannot hold does not keep the person out', async () => {
    const integration = await open([
      { id: { nested: 1 }, email: 'a@x.org' },
      { id: 2, email: { address: 'b@x.org' }, firstName: { first: 'B' } },
      { id: 3, email: 'c@x.org', firstName: 'C', lastLogin: { at: 1 } },
    ]);
    await integration.run();
    expect((await world.list('people')).map(({ email }) => email)).toContain('c@x.org');
    const stored = JSON.stringify(await accounts());
    expect(stored).not.toContain('[object Object]');
  });
});
