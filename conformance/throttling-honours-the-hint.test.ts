import { describe, expect, test } from 'vitest';
import { read, streamSubjects, withSimulator } from './helpers/subjects.ts';

describe.each(streamSubjects)('%s: throttling', (_name, definition, stream) => {
  test.each([
    ['throttle-seconds', 17, 17_000],
    ['throttle-date', 30, 30_000],
    ['throttle-silent', 1, undefined],
  ] as const)(
    '%s is a request to wait, for as long as the vendor says',
    async (fault, amount, expectedMs) => {
      await withSimulator(definition.id, async (running) => {
        running.simulator.control.setFault(fault, { amount });
        const startedAt = performance.now();
        const { error, records } = await read(definition, stream, running);
        const elapsedMs = performance.now() - startedAt;
        expect(error).toMatchObject({ code: 'CONNECTOR_THROTTLED', recovery: 'retry' });
        expect(records).toEqual([]);
        if (expectedMs === undefined) expect(error?.retryAfterMs).toBeUndefined();
        else {
          // HTTP dates have whole seconds, and of a moment less is left the later the answer is read.
          expect(error?.retryAfterMs).toBeLessThanOrEqual(expectedMs + 1_000);
          expect(error?.retryAfterMs).toBeGreaterThanOrEqual(expectedMs - 1_000 - elapsedMs);
        }
      });
    },
  );
});
