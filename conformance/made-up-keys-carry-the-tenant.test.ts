/** Vendors count ids from 1 for every account: a key made of one, with words around it, says whose it is. */
import { expect, test } from 'vitest';
import { compileTemplate } from '../src/templates/compile-template.ts';
import { streamSubjects } from './helpers/subjects.ts';

const keys = streamSubjects.flatMap(([name, , stream]) =>
  stream.suggestedMapping
    .filter(({ isSyncKey }) => isSyncKey)
    .map(({ source, target }) => [`${name}: ${target}`, source, stream.nativeIdPath] as const),
);
/** A text of the template's own that becomes part of the value: joined to something, or outside the braces. */
const isMadeUp = (source: string) =>
  /'[^']+'\s*~|~\s*'[^']+'/.test(source) || (source.includes('{{') && !/^\{\{.*\}\}$/.test(source.trim()));

test.each(keys)('%s', (_name, source, nativeIdPath) => {
  const { paths } = compileTemplate(source);
  const ids = compileTemplate(nativeIdPath).paths;
  if (isMadeUp(source) && paths.some((path) => ids.includes(path))) expect(paths).toContain('tenant');
});

test('some keys are made up', () => {
  expect(keys.filter(([, source]) => isMadeUp(source)).length).toBeGreaterThan(4);
});
