/** Time is handed in, so that rules about time can be tested. */
export interface Clock {
  now(): Date;
  /**
   * Milliseconds since some fixed moment. Never jumps, whatever is done to the machine's time: for durations, while
   * `now` is for instants that are stored or shown.
   */
  monotonicMs(): number;
  /** Resolves after `ms`, or rejects with the signal's reason when aborted first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}
