import { expect, test } from 'vitest';
import { read, streamSubjects, withSimulator } from './helpers/subjects.ts';

test.each(streamSubjects)('%s: a failure of the vendor may pass', async (_name, definition, stream) => {
  await withSimulator(definition.id, async (running) => {
    running.simulator.control.setFault('server-error', { times: 1 });
    const failed = await read(definition, stream, running);
    expect(failed.error).toMatchObject({ code: 'CONNECTOR_VENDOR_FAILED', recovery: 'retry' });
    expect(failed.records).toEqual([]);
    const again = await read(definition, stream, running);
    expect(again.failure).toBeUndefined();
    expect(again.pages.at(-1)?.isLast).toBe(true);
  });
});
