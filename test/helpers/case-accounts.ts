/** Parts that the cases of SaaS accounts share: a vendor whose people are accounts as well. */
import { makeCaseConnector, peopleMapping } from './case-connectors.ts';
import type { CaseWorld } from './case-world.ts';

export const accountVendor = makeAccountVendor('vendor');

export function makeAccountVendor(id: string) {
  return makeCaseConnector(id, {
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
}

/** An integration of {@link accountVendor} that reads these records. */
export async function integrateAccounts(
  world: CaseWorld,
  records: readonly object[],
  userSelection = 'user_plus_saas',
) {
  world.vendor.on('GET /rows', records);
  return world.integrate(accountVendor, 'rows', { mapping: peopleMapping, change: { userSelection } });
}

/** As stored. */
export const listAccounts = (world: CaseWorld) =>
  world.rows<{
    external_id: string;
    full_name: string | null;
    is_active: boolean | null;
    roles: string[] | null;
    last_activity_at: Date | null;
  }>(
    'SELECT external_id, full_name, is_active, roles, last_activity_at FROM saas_accounts ORDER BY external_id',
  );
