import type { Tx } from './client.ts';

/** `$1` is the object. */
const objectLock = `pg_advisory_xact_lock(hashtext('muster.object'), hashtext($1))`;

/** Waits until nobody else decides or edits records of the object, and keeps all out until the transaction ends. */
export async function holdObject(tx: Tx, object: string): Promise<void> {
  await tx.query(`SELECT ${objectLock}`, [object]);
}

/** Serialises batches that write the same object, across all processes, until the transaction ends. */
export async function lockObject(tx: Tx, object: string): Promise<void> {
  // Fresh tables have no statistics yet; without the settings the planner may scan a growing table once per batch.
  await tx.query(
    `SELECT ${objectLock}, set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true),
            set_config('enable_mergejoin', 'off', true)`,
    [object],
  );
}
