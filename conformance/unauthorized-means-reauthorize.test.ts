import { expect, test } from 'vitest';
import { read, streamSubjects, withSimulator } from './helpers/subjects.ts';

test.each(streamSubjects)(
  '%s: a refused token asks for re-authentication',
  async (_name, definition, stream) => {
    await withSimulator(definition.id, async (running) => {
      running.simulator.control.setFault('not-authenticated');
      const { error, records } = await read(definition, stream, running);
      expect(error).toMatchObject({ code: 'CONNECTOR_UNAUTHORIZED', recovery: 'reauthorize' });
      expect(records).toEqual([]);
    });
  },
);
