import type { Tx } from './client.ts';

/** Waits until nobody else decides or edits records of the object, and keeps all out until the transaction ends. */
export async function holdObject(tx: Tx, object: string): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtext('muster.object'), hashtext($1))`, [object]);
}

/** Serialises batches that write the same object, across all processes, until the transaction ends. */
export async function lockObject(tx: Tx, object: string): Promise<void> {
  await holdObject(tx, object);
  // Fresh tables have no statistics yet; without this the planner may scan a growing table once per batch.
  await tx.query(
    'SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off',
  );
}
