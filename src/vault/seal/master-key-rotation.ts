import type { Db } from '../../db/client.ts';
import { makeError } from '../../errors.ts';
import type { Logger } from '../../model/logger.ts';
import type { Envelope } from './envelope.ts';
import { listMasterKeyUses, listRowsToRewrap, lockRotation, updateWrappedKey } from './master-key.queries.ts';
import type { MasterKeyring } from './master-key.ts';

const batchSize = 200;

export interface MasterKeyRotation {
  currentKeyId: string;
  /** False when the key comes from a variable or a command: then the operator has put the new one in front. */
  isNewKey: boolean;
  rewrappedCount: number;
  /** Keys forgotten, because nothing is sealed with them any more. */
  deletedKeyIds: string[];
}

/**
 * Puts a new master key in front and wraps every data key with it, while everything goes on running. The key before
 * stays until the next rotation: another process may just be storing something with it.
 *
 * @throws VAULT_ROTATION_RUNNING, VAULT_MASTER_KEY_MISSING for a row whose key is not here (nothing is lost).
 */
export function rotateMasterKey(deps: {
  db: Db;
  envelope: Envelope;
  keyring: MasterKeyring;
  log: Logger;
}): Promise<MasterKeyRotation> {
  const { db, envelope, keyring, log } = deps;
  return db.withTransaction(async (lock) => {
    if (!(await lockRotation(lock))) throw makeError('VAULT_ROTATION_RUNNING');
    const before = await keyring.getCurrent();
    const added = await keyring.addKey();
    const current = added ?? before;

    let rewrappedCount = 0;
    for (;;) {
      const rows = await listRowsToRewrap(db, current.id, batchSize);
      if (rows.length === 0) break;
      for (const row of rows) {
        const context = {
          kind: row.kind,
          id: row.id,
          version: 0,
          what: `the ${row.kind.replace('_', ' ')} "${row.name}"`,
        };
        const box = { sealed: Buffer.alloc(0), wrappedKey: row.wrappedKey, masterKeyId: row.masterKeyId };
        await updateWrappedKey(db, row, await envelope.rewrap(context, box));
        rewrappedCount += 1;
      }
    }

    const used = new Set((await listMasterKeyUses(db)).map((use) => use.masterKeyId));
    const known = await keyring.listIds();
    const deletedKeyIds = known.filter((id) => id !== current.id && id !== before.id && !used.has(id));
    await keyring.deleteKeys(deletedKeyIds);
    log.info({ currentKeyId: current.id, rewrappedCount, deletedKeyIds }, 'the master key was rotated');
    return { currentKeyId: current.id, isNewKey: added !== undefined, rewrappedCount, deletedKeyIds };
  });
}
