import { expect, test } from 'vitest';
import { builtInConnectors } from '../../connectors/index.generated.ts';
import { checkEntryCounts, checkNumbers, checkSource } from './file-rules.ts';
import { stripComments } from './source-files.ts';
import { findWords, listVendorWords } from './vendor-leaks.ts';

test('banned calls are found in code, not in comments, and not where they belong', () => {
  const source = '// Date.now() is banned\nconst at = Date.now();\nawait fetch(url);\nclient.fetch(url);\n';
  expect(checkSource('src/sync/run.ts', source)).toHaveLength(2);
  expect(checkSource('src/clock.ts', 'new Date();\n')).toEqual([]);
  expect(checkSource('src/sync/run.test.ts', source)).toEqual([]);
  expect(checkSource('src/sync/run.ts', 'new Date(value);\nconst env = process.env;\n')).toEqual([
    expect.stringContaining('src/sync/run.ts:2'),
  ]);
});

test('a field type is known by its name to its table only', () => {
  const source = "if (field.type === 'duration') return;\n";
  expect(checkSource('src/records/record-rows.ts', source)[0]).toContain('the table of field types');
  expect(checkSource('src/model/field-types/field-types.ts', source)).toEqual([]);
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

test('a folder holds only as many entries as it may, tests aside', () => {
  const entries = ['a.ts', 'b.ts', 'c.ts', 'read/x.ts', 'read/y.ts', 'a.test.ts', 'b.db.test.ts'];
  const paths = entries.map((entry) => `src/sync/${entry}`);
  expect(checkEntryCounts(paths, { 'src/sync': 4 })).toEqual([]);
  expect(checkEntryCounts(paths, { 'src/sync': 3 })).toEqual([
    expect.stringContaining('src/sync: 4 entries'),
  ]);
  expect(checkEntryCounts(paths, { 'src/vault': 8 })).toEqual([expect.stringContaining('is not there')]);
});

test('two migrations or decisions with one number are found', () => {
  const paths = ['0001_a.sql', '0002_b.sql', '0002_c.sql', 'readme.md'].map(
    (name) => `src/db/migrations/${name}`,
  );
  expect(checkNumbers(paths)).toEqual([
    'src/db/migrations/0002_c.sql: has the number of src/db/migrations/0002_b.sql; give it the next free one',
  ]);
  expect(
    checkNumbers(['docs/decisions/0002-a.md', 'docs/decisions/0002-b.md', ...paths.slice(0, 2)]),
  ).toEqual([
    'docs/decisions/0002-b.md: has the number of docs/decisions/0002-a.md; give it the next free one',
  ]);
});

const acme = {
  id: 'acme-cloud',
  name: 'Acme (RoadRunner) Cloud MSP',
  docsUrl: 'https://docs.anvil.example/api',
  tokenUrl: 'https://accounts.dynamite.com.au/token',
};

test("a vendor's words are those of its id, its name and its domains", () => {
  expect(listVendorWords(acme)).toEqual(['acme-cloud', 'acme', 'roadrunner', 'anvil', 'dynamite']);
});

test.each([
  ['// for RoadRunner only', 'RoadRunner'],
  ["prefix: 'Dynamite-token '", 'Dynamite'],
  ['const makeAcmeToken = 1;', 'Acme'],
  ['const acmeToken = 1;', 'acme'],
  ["import x from '../acme-cloud/x.ts';", 'acme-cloud'],
])('%s names a vendor', (line, word) => {
  const words = new Map(listVendorWords(acme).map((found) => [found, acme.id]));
  expect(findWords('src/sync/run.ts', `const a = 1;\n${line}\n`, words)).toEqual([
    `src/sync/run.ts:2: "${word}" names a vendor; only connectors/acme-cloud may`,
  ]);
});

test.each(['const acmeish = 2;', 'dynamites', 'the cloud of an endpoint', 'macme'])(
  '%s names no vendor',
  (line) => {
    const words = new Map(listVendorWords(acme).map((found) => [found, acme.id]));
    expect(findWords('src/sync/run.ts', line, words)).toEqual([]);
    expect(findWords('src/sync/run.ts', 'acme', new Map())).toEqual([]);
  },
);

test('the built-in connectors have words of their own', () => {
  for (const definition of builtInConnectors)
    expect(listVendorWords(definition), definition.name).not.toEqual([definition.id]);
});
