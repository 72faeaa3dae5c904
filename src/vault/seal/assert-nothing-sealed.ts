import type { Queryable } from '../../db/client.ts';
import { makeError } from '../../errors.ts';
import { listMasterKeyUses } from './master-key.queries.ts';

/** A new key would stand beside secrets it cannot open. Throws VAULT_MASTER_KEY_LOST when there are any. */
export async function assertNothingSealed(db: Queryable, source: string): Promise<void> {
  const [use] = await listMasterKeyUses(db);
  if (!use) return;
  const what = `the ${use.kind.replace('_', ' ')} "${use.example}"`;
  throw makeError('VAULT_MASTER_KEY_LOST', { source, what, keyId: use.masterKeyId });
}
