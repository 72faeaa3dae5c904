import { expect, test } from 'vitest';
import { makeIdReader } from '../src/connector-kit/index.ts';
import { read, streamSubjects, withSimulator } from './helpers/subjects.ts';

test.each(streamSubjects)('%s: every record has its own id', async (_name, definition, stream) => {
  await withSimulator(definition.id, async (running) => {
    const { records, failure } = await read(definition, stream, running);
    expect(failure).toBeUndefined();
    const ids = records.map(makeIdReader(stream));
    expect(ids.filter((id) => id === undefined || id === null || id === '')).toEqual([]);
    // A stream may say that it lists a record once for every place it appears in.
    if (!stream.mayRepeat) expect(new Set(ids.map(String)).size).toBe(ids.length);
  });
});
