import { expect, test } from 'vitest';
import { findLinks, findMissing, findNamedFiles } from './doc-paths.ts';
import { listFiles, readSource } from './source-files.ts';

const files = listFiles();
const papers = files.filter((path) => /^(README|CONTRIBUTING)\.md$|^docs\/.*\.md$/.test(path));
/** Decisions tell what was so at their time; only their links must lead somewhere. */
const isHistory = (path: string) => path.startsWith('docs/decisions/');

test('paths and names of files are found, patterns are not', () => {
  const text =
    'See `src/sync/run.ts`, src/vault/seal/ and run-tick.ts (docs/flow.md). New: connectors/<id>/definition.ts, docs/*.md.';
  expect(findNamedFiles(text)).toEqual({
    paths: ['src/sync/run.ts', 'src/vault/seal/', 'docs/flow.md'],
    names: ['run-tick.ts'],
  });
  expect(
    findLinks('docs/guides/a.md', '[b](b.md#part) ![c](../images/c.png) [d](https://d.example/e.md)'),
  ).toEqual(['docs/guides/b.md', 'docs/images/c.png']);
});

test('what is missing is named', () => {
  expect(
    findMissing('docs/a.md', '`src/a.ts` `src/b.ts` `src/old/` c.ts d.ts [e](e.md)', [
      'src/a.ts',
      'src/x/c.ts',
    ]),
  ).toEqual([
    'docs/a.md names src/b.ts, which is not there',
    'docs/a.md names src/old/, which is not there',
    'docs/a.md names docs/e.md, which is not there',
    'docs/a.md names d.ts, which is not there',
  ]);
});

test.each(papers.filter((path) => !isHistory(path)))('%s names only files that are there', (path) => {
  expect(findMissing(path, readSource(path), files)).toEqual([]);
});

test.each(papers.filter(isHistory))('the links of %s lead somewhere', (path) => {
  expect(findLinks(path, readSource(path)).filter((target) => !files.includes(target))).toEqual([]);
});

const [, ladder = ''] = readSource('docs/flow.md').split('## The ladder of retries');
const [, drawing = ''] = ladder.split('```');

test.each(findNamedFiles(drawing).paths)(
  '%s points to the ladder of retries that it is a rung of',
  (path) => {
    expect(readSource(path)).toMatch(
      /ladder\s+(\*\s+|\/\/\s+)?of\s+retries\s+(\*\s+|\/\/\s+)?in\s+(\*\s+|\/\/\s+)?docs\/flow\.md/,
    );
  },
);

test.each(files.filter((path) => path.startsWith('docs/images/') && path.endsWith('.png')))(
  '%s is shown somewhere',
  (image) => {
    expect(papers.some((path) => findLinks(path, readSource(path)).includes(image))).toBe(true);
  },
);
