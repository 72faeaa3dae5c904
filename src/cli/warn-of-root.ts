import type { Logger } from '../model/logger.ts';

/** Everything a hole in Muster would open is open as root; nothing it does needs that. */
export function warnOfRoot(log: Logger, effectiveUserId: number | undefined): void {
  if (effectiveUserId !== 0) return;
  log.warn(
    'Muster runs as root, which it does not need: a weakness in it would open the whole machine. Start it as a user of its own that owns the data folder (see the guide "Run in production")',
  );
}
