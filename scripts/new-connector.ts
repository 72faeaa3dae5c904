/**
 * `npm run new-connector <id>`: writes `connectors/<id>/`, the beginning of a connector, adds it to the lists of connectors
 * and says what is left to fill in. Conformance refuses a connector while anything is.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { contractTypes } from '../src/connector-kit/index.ts';
import { root } from './checks/source-files.ts';
import { generator as connectorList, toConstantName } from './generators/connectors.ts';
import { generator as simulatorList } from './generators/simulators.ts';

const templates = join(import.meta.dirname, 'new-connector');
/** Where a template goes when it is not simply called like its file. */
const targets: Record<string, string> = {
  'readme.md': 'README.md',
  'whole-record.input.json': 'fixtures/users/whole-record.input.json',
  'whole-record.expected.json': 'fixtures/users/whole-record.expected.json',
  'two-pages.input.json': 'fixtures/users/two-pages.input.json',
  'two-pages.expected.json': 'fixtures/users/two-pages.expected.json',
};

interface ScaffoldedFile {
  path: string;
  text: string;
}

function makeFiles(id: string): ScaffoldedFile[] {
  return readdirSync(templates)
    .sort()
    .map((file) => {
      const name = file.replace(/\.txt$/, '');
      const text = readFileSync(join(templates, file), 'utf8')
        .replaceAll('__id__', id)
        .replaceAll('__constant__', toConstantName(id));
      return { path: `connectors/${id}/${targets[name] ?? name}`, text };
    });
}

/** `connectors/acme/README.md:3: what is loaded …`, for every blank. */
function listBlanks({ path, text }: ScaffoldedFile): string[] {
  return text.split('\n').flatMap((line, index) => {
    const blanks = line.matchAll(/FILL IN: (.+?)(?=\s*(?:\*\/|['`]|$))/g);
    return [...blanks].map(([, what]) => `${path}:${index + 1}: ${what}`);
  });
}

function findProblem(id: string | undefined, others: readonly string[]): string | undefined {
  if (id === undefined || others.length > 0) return 'usage: npm run new-connector <id>';
  const parsed = contractTypes.ConnectorDefinition.shape.id.safeParse(id);
  if (!parsed.success) return `"${id}" is no id of a connector: ${parsed.error.issues[0]?.message}`;
  if (existsSync(join(root, 'connectors', id))) return `connectors/${id} is there already`;
  return undefined;
}

const [id, ...others] = process.argv.slice(2);
const problem = findProblem(id, others);
if (problem !== undefined) {
  console.error(problem);
  process.exitCode = 1;
} else {
  const files = makeFiles(id as string);
  for (const { path, text } of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  for (const generator of [connectorList, simulatorList])
    writeFileSync(join(root, generator.path), await generator.make());
  console.log(`connectors/${id} is begun. Fill in, with the vendor's manual at hand:\n`);
  console.log(files.flatMap(listBlanks).join('\n'));
  console.log(
    '\nThen "npm run gen" brings the documents up to date, "npm test -- conformance" tries every rule over it, and "npm run demo" runs it against its simulator. What a property means: docs/generated/connector-definition.md.',
  );
}
