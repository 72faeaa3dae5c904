/** Faults the simulator can be told to show; each stays until it is cleared, or for `times` answers. */
export const faultNames = [
  'throttle-seconds',
  'throttle-date',
  'throttle-silent',
  'html-at-200',
  'truncated-json',
  'repeated-page',
  'slow',
  'server-error',
  'reset',
  'huge-page',
  'wrong-types',
  'token-down',
  'client-not-exist',
  'duplicate-emails',
  'users-without-email',
  'expire-mid-session',
  'not-authenticated',
] as const;
export type FaultName = (typeof faultNames)[number];

export interface FaultOptions {
  /** Answers it affects; endless when absent. */
  times?: number;
  /** Answers that pass untouched first. */
  skip?: number;
  /** Seconds, megabytes or milliseconds, as the fault needs. */
  amount?: number;
}

export interface FaultBoard {
  set(name: FaultName, options?: FaultOptions): void;
  clear(name?: FaultName): void;
  /** Whether it is on at all, without using it up. */
  isOn(name: FaultName): boolean;
  /** Uses the fault up once; its amount (or 1) when it applies to this answer. */
  take(name: FaultName): number | undefined;
}

export function makeFaultBoard(): FaultBoard {
  const faults = new Map<FaultName, Required<FaultOptions>>();
  return {
    set(name, options = {}) {
      faults.set(name, {
        times: options.times ?? Number.POSITIVE_INFINITY,
        skip: options.skip ?? 0,
        amount: options.amount ?? 1,
      });
    },
    clear(name) {
      if (name === undefined) faults.clear();
      else faults.delete(name);
    },
    isOn: (name) => faults.has(name),
    take(name) {
      const fault = faults.get(name);
      if (!fault) return undefined;
      if (fault.skip > 0) {
        fault.skip -= 1;
        return undefined;
      }
      fault.times -= 1;
      if (fault.times <= 0) faults.delete(name);
      return fault.amount;
    },
  };
}
