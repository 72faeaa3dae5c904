import { expect, test } from 'vitest';
import { read, streamSubjects, withSimulator } from './helpers/subjects.ts';

const countRequests = (requests: ReadonlyMap<string, number>) =>
  [...requests.values()].reduce((sum, count) => sum + count, 0);

test.each(streamSubjects)(
  '%s: whichever page fails, the stream reports a failure and never the end',
  async (_name, definition, stream) => {
    await withSimulator(definition.id, async (running) => {
      const { control } = running.simulator;
      const before = countRequests(control.requests);
      const whole = await read(definition, stream, running);
      expect(whole.pages.filter(({ isLast }) => isLast)).toHaveLength(1);
      const requestCount = countRequests(control.requests) - before;
      for (const skip of new Set([0, 1, requestCount - 1])) {
        if (skip >= requestCount) continue;
        control.setFault('server-error', { skip });
        const broken = await read(definition, stream, running);
        control.clearFaults();
        expect(broken.error?.code).toBe('CONNECTOR_VENDOR_FAILED');
        expect(broken.pages.some(({ isLast }) => isLast)).toBe(false);
        expect(broken.pages.length).toBeLessThan(whole.pages.length);
      }
    });
  },
);
