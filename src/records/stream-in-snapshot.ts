import type { Db, Tx } from '../db/client.ts';

/** A reader that has stopped reading must not hold the snapshot, and with it the clean-up of the tables, for ever. */
const idleTimeoutMs = 600_000;

/**
 * Streams from one read-only snapshot: whatever commits meanwhile, every row is seen once and as it was at the start.
 * The transaction ends with the stream, also when its reader stops early.
 */
export async function* streamInSnapshot<T>(
  db: Db,
  run: (tx: Tx) => AsyncGenerator<T>,
): AsyncGenerator<T, void, void> {
  const opened = Promise.withResolvers<Tx>();
  const finished = Promise.withResolvers<void>();
  const transaction = db.withTransaction(async (tx) => {
    await tx.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
    await tx.query(`SET LOCAL idle_in_transaction_session_timeout = ${idleTimeoutMs}`);
    opened.resolve(tx);
    await finished.promise;
  });
  // Opening can fail; afterwards this promise is settled and the rejection means nothing.
  transaction.catch(opened.reject);
  try {
    yield* run(await opened.promise);
  } catch (err) {
    finished.reject(err);
    await transaction;
    throw err;
  } finally {
    finished.resolve();
    await transaction;
  }
}
