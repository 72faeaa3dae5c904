import { expect, test } from 'vitest';
import { findPresent, makeIdReader, type ReadStreamOptions } from '../src/connector-kit/index.ts';
import { openSimulator, read, streamSubjects, withSimulator } from './helpers/subjects.ts';

const withPresence = streamSubjects.filter(
  ([, , { presence, software }]) => presence || (software?.from === 'query' && software.presence),
);

test.each(withPresence)(
  '%s: what is listed is found by its id, what is not is not',
  async (_name, definition, stream) => {
    await withSimulator(definition.id, async (running) => {
      const { records, pages } = await read(definition, stream, running);
      const listed = records.slice(0, 3).map(makeIdReader(stream)).map(String);
      const { send, scope } = openSimulator(running);
      const options: ReadStreamOptions = {
        definition,
        stream,
        scope: { ...scope, globals: {} },
        send,
        signal: new AbortController().signal,
      };
      // An id of the same form that nobody has.
      const nobody = listed.map((id) => id.replace(/\d+$/, (digits) => '9'.repeat(digits.length)));
      if (stream.presence)
        expect(await findPresent(options, stream.presence, [...listed, ...nobody])).toEqual(new Set(listed));
      if (stream.software?.from !== 'query' || !stream.software.presence) return;
      const withSoftware = pages
        .flatMap(({ software = [] }) => software.map(({ assetId }) => assetId))
        .slice(0, 3);
      expect(withSoftware.length).toBeGreaterThan(0);
      expect(await findPresent(options, stream.software.presence, [...withSoftware, ...nobody])).toEqual(
        new Set(withSoftware),
      );
    });
  },
);
