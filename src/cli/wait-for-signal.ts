/**
 * Resolves at the first SIGINT or SIGTERM. A signal sent to the whole process group arrives twice (once passed on by
 * the starter); a second one within a second is that, a later one means that the person does not want to wait.
 */
export function waitForSignal(log: { info(message: string): void }): Promise<void> {
  return new Promise((resolve) => {
    let firstAtMs: number | undefined;
    const onSignal = () => {
      const nowMs = performance.now();
      if (firstAtMs === undefined) {
        firstAtMs = nowMs;
        log.info('stopping: running batches are finished and committed first; press again to stop at once');
        resolve();
      } else if (nowMs - firstAtMs > 1_000) process.exit(130);
    };
    process.on('SIGINT', onSignal);
    process.on('SIGTERM', onSignal);
  });
}
