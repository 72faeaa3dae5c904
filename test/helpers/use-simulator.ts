import { afterAll, beforeAll, beforeEach } from 'vitest';

interface UsedSimulator {
  start(): Promise<{ url: string }>;
  stop(): Promise<void>;
  control: { clearFaults(): void };
}

/** Runs for the tests of a file and has no faults at the start of each. Its address is there once the tests run. */
export function useSimulator(simulator: UsedSimulator): { readonly url: string } {
  let url = '';
  beforeAll(async () => {
    ({ url } = await simulator.start());
  });
  afterAll(() => simulator.stop());
  beforeEach(() => simulator.control.clearFaults());
  return {
    get url() {
      return url;
    },
  };
}
