/** A worker's right to run a session, until the signal says otherwise. */
export interface SessionLease {
  sessionId: number;
  epoch: number;
  workerId: string;
  /** Aborted with a {@link LeaseEnd} as reason. */
  signal: AbortSignal;
}

/**
 * Why a lease ended before the session did: `cancel` ends the session as canceled; `shutdown` and `lost` leave it
 * as it stands, to be resumed from its checkpoint.
 */
export class LeaseEnd extends Error {
  readonly kind: 'cancel' | 'shutdown' | 'lost';
  /** Records read from the vendor and not written, counted as canceled. */
  unwrittenCount = 0;

  constructor(kind: 'cancel' | 'shutdown' | 'lost') {
    super(`The lease of the session ended: ${kind}`);
    this.name = 'LeaseEnd';
    this.kind = kind;
  }
}

export function leaseEndOf(signal: AbortSignal): LeaseEnd | undefined {
  if (!signal.aborted) return undefined;
  return signal.reason instanceof LeaseEnd ? signal.reason : new LeaseEnd('shutdown');
}
