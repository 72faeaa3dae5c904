import { expect, test } from 'vitest';
import { listConnectorFiles, readConnectorFile, subjects } from './helpers/subjects.ts';

test.each(subjects)('%s: what `npm run new-connector` left open has been filled in', (id, _definition) => {
  const blanks = listConnectorFiles(id).flatMap((path) =>
    readConnectorFile(id, path)
      .split('\n')
      .filter((line) => line.includes('FILL IN'))
      .map((line) => `${path}: ${line.trim()}`),
  );
  expect(blanks).toEqual([]);
});
