import { describe, expect, test } from 'vitest';
import { read, streamSubjects, withSimulator } from './helpers/subjects.ts';

describe.each(streamSubjects)('%s', (_name, definition, stream) => {
  test.each(['html-at-200', 'truncated-json', 'reset'] as const)('%s is a failure', async (fault) => {
    await withSimulator(definition.id, async (running) => {
      running.simulator.control.setFault(fault);
      const { failure, error, records, pages } = await read(definition, stream, running);
      expect(failure).toBeDefined();
      if (fault !== 'reset') expect(error?.recovery).toBe('retry');
      expect(records).toEqual([]);
      expect(pages.some(({ isLast }) => isLast)).toBe(false);
    });
  });
});
