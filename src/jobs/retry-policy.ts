/** The highest rung of the ladder of retries in docs/flow.md. */
import { errorCatalog } from '../errors.ts';

/** Pauses before a failed scheduled run is repeated, in minutes; after the last one people are told. */
const pauseMinutes = [5, 15, 45] as const;

const minuteMs = 60_000;

/** True for failures that may be over by the next attempt: network, throttling, a vendor's or the database's outage. */
export function isPassing(errorCode: string | null): boolean {
  return (
    errorCode !== null &&
    Object.hasOwn(errorCatalog, errorCode) &&
    errorCatalog[errorCode as keyof typeof errorCatalog].recovery === 'retry'
  );
}

/**
 * When a failed run is repeated; undefined when it is not. Only scheduled runs are: whoever starts one by hand is
 * looking at it. `failureCount` counts the failures in a row, this one included.
 */
export function planRetry(
  session: { kind: string; errorCode: string | null; failureCount: number },
  now: Date,
): Date | undefined {
  if (session.kind !== 'scheduled' || !isPassing(session.errorCode)) return undefined;
  const minutes = pauseMinutes[session.failureCount - 1];
  return minutes === undefined ? undefined : new Date(now.getTime() + minutes * minuteMs);
}

/**
 * Whether people are told of a failure that is not repeated: of the first one in a row only, so that an outage
 * of a night does not bring a message for every run.
 */
export function isWorthTelling(session: {
  kind: string;
  errorCode: string | null;
  failureCount: number;
}): boolean {
  const silentCount = session.kind === 'scheduled' && isPassing(session.errorCode) ? pauseMinutes.length : 0;
  return session.kind !== 'scheduled' || session.failureCount === silentCount + 1;
}
