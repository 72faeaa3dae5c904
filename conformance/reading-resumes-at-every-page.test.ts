import { expect, test } from 'vitest';
import { makeIdReader, type StreamCursor } from '../src/connector-kit/index.ts';
import { read, streamSubjects, withSimulator } from './helpers/subjects.ts';

test.each(streamSubjects)(
  '%s: from the cursor of any page the rest follows',
  async (_name, definition, stream) => {
    await withSimulator(definition.id, async (running) => {
      const idsOf = (records: unknown[]) => records.map(makeIdReader(stream)).map(String);
      const whole = await read(definition, stream, running);
      for (const [index, page] of whole.pages.entries()) {
        const startAt = JSON.parse(JSON.stringify(page.cursor)) as StreamCursor;
        const rest = await read(definition, stream, running, startAt);
        const before = whole.pages.slice(0, index + 1).flatMap(({ records }) => records);
        // What follows the records (installed software) may start again without them.
        const all =
          rest.pages[0]?.isRestarted && !startAt.software
            ? idsOf(rest.records)
            : [...idsOf(before), ...idsOf(rest.records)];
        expect(all).toEqual(idsOf(whole.records));
        expect(rest.pages.at(-1)?.isLast).toBe(true);
      }
    });
  },
);

test.each(streamSubjects)('%s: reading twice gives the same records', async (_name, definition, stream) => {
  await withSimulator(definition.id, async (running) => {
    const [one, two] = [await read(definition, stream, running), await read(definition, stream, running)];
    expect(two.records).toEqual(one.records);
  });
});
