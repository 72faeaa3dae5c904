/** Closing what is left takes no longer than this once the process cannot go on. */
const patienceMs = 30_000;

/** Resolves when the process is asked to stop; throws when it cannot go on, so that it ends with a code other than 0. */
export async function waitForEnd(failure: Promise<Error>, stopped: Promise<void>): Promise<void> {
  const failed = await Promise.race([failure, stopped]);
  if (!failed) return;
  setTimeout(() => process.exit(1), patienceMs).unref();
  throw failed;
}
