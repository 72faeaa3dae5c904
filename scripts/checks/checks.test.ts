import { expect, test } from 'vitest';
import { checkSource } from './file-rules.ts';
import { stripComments } from './source-files.ts';
import { findIds } from './vendor-leaks.ts';

test('banned calls are found in code, not in comments, and not where they belong', () => {
  const source = '// Date.now() is banned\nconst at = Date.now();\nawait fetch(url);\nclient.fetch(url);\n';
  expect(checkSource('src/sync/run.ts', source)).toHaveLength(2);
  expect(checkSource('src/clock.ts', 'new Date();\n')).toEqual([]);
  expect(checkSource('src/sync/run.test.ts', source)).toEqual([]);
  expect(checkSource('src/sync/run.ts', 'new Date(value);\nconst env = process.env;\n')).toEqual([
    expect.stringContaining('src/sync/run.ts:2'),
  ]);
});

test('long files, barrels and leftovers are found', () => {
  expect(checkSource('src/a.ts', 'x\n'.repeat(401))[0]).toContain('401 lines');
  expect(checkSource('src/model/index.ts', "export { a } from './a.ts';\n")[0]).toContain('barrel');
  expect(checkSource('src/a.ts', `// TO${'DO'}: later\n`)[0]).toContain('src/a.ts:1');
});

test('comments go, line numbers and URLs stay', () => {
  expect(stripComments("const a = 'http://x'; // note\n/* two\nlines */ b")).toBe(
    "const a = 'http://x'; \n      \n         b",
  );
});

test('connector ids are found as words in any letter case', () => {
  const source = 'const a = 1;\n// for NinjaOne only\nconst ninjaonelike = 2;\n';
  expect(findIds('src/sync/run.ts', source, ['ninjaone', 'citrix-cloud'])).toEqual([
    expect.stringContaining('src/sync/run.ts:2'),
  ]);
  expect(findIds('src/sync/run.ts', source, [])).toEqual([]);
});
