/** Yes and no, and lists of roles, mean the same for an account as for its person. */
import { describe, expect, test } from 'vitest';
import { accountVendor, integrateAccounts, listAccounts } from '../helpers/case-accounts.ts';
import { brief, useCaseWorld } from '../helpers/case-world.ts';
import typed from './fixtures/b09/users.json' with { type: 'json' };

const world = useCaseWorld([accountVendor]);

const open = (records: readonly object[], userSelection?: string) =>
  integrateAccounts(world, records, userSelection);
const accounts = () => listAccounts(world);

describe('yes and no, and roles', () => {
  test('accounts are active as the people are', async () => {
    const integration = await open(typed);
    const session = await integration.run();
    expect(brief(session)).toMatchObject({ created: 2 });
    expect((await world.list('people')).map(({ isActive }) => isActive)).toEqual([true, true]);
    const [first, second] = await accounts();
    expect(first).toMatchObject({ is_active: true });
    expect(second).toMatchObject({ is_active: true });
    if (first?.roles === null) expect(session.counts.warnings).toBeGreaterThan(0);
    else expect(first?.roles).toEqual(['Admin']);
  });

  test.each([
    ['yes', true],
    ['no', false],
    ['FALSE', false],
    [0, false],
    ['Enabled', true],
    ['disabled', false],
  ])('%j is %j, for person and account', async (enabled, isActive) => {
    const integration = await open([{ id: 1, email: 'a@x.org', enabled }]);
    await integration.run();
    expect(await world.list('people')).toMatchObject([{ isActive }]);
    expect(await accounts()).toMatchObject([{ is_active: isActive }]);
  });

  test('what is neither is unknown, with a warning, and not "inactive"', async () => {
    const integration = await open([{ id: 1, email: 'a@x.org', enabled: 'PENDING' }]);
    const session = await integration.run();
    expect(session.counts.warnings).toBeGreaterThan(0);
    expect((await accounts())[0]?.is_active).not.toBe(false);
  });

  test('an account that does not say whether it is active is not inactive', async () => {
    const integration = await open([{ id: 1, email: 'a@x.org' }]);
    await integration.run();
    expect((await accounts())[0]?.is_active).not.toBe(false);
  });

  test.each([
    [
      ['A', 'B'],
      ['A', 'B'],
    ],
    ['Admin', ['Admin']],
    [
      [{ name: 'Admin' }, 'User'],
      ['Admin', 'User'],
    ],
    [
      [1, 2n.toString()],
      ['1', '2'],
    ],
    [[`A\u0000 \ud83d`], ['A \uFFFD']],
    [[], []],
  ])('roles %j', async (roles, expected) => {
    const integration = await open([{ id: 1, email: 'a@x.org', enabled: true, roles }]);
    await integration.run();
    expect((await accounts())[0]?.roles ?? []).toEqual(expected);
  });
});
