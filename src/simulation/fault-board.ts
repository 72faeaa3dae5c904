import type { FaultOptions } from './simulator.ts';

/** The faults a simulator has been told to show. */
export interface FaultBoard<Fault extends string> {
  set(name: Fault, options?: FaultOptions): void;
  clear(name?: Fault): void;
  /** Whether it is on at all, without using it up. */
  isOn(name: Fault): boolean;
  /** Uses the fault up once; its amount (or 1) when it applies to this answer. */
  take(name: Fault): number | undefined;
  list(): Fault[];
}

export function makeFaultBoard<Fault extends string>(): FaultBoard<Fault> {
  const faults = new Map<Fault, Required<FaultOptions>>();
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
    list: () => [...faults.keys()],
  };
}
