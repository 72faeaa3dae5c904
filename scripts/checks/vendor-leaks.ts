import { builtInConnectors } from '../../connectors/index.generated.ts';
import type { ConnectorDefinition } from '../../src/connector-kit/index.ts';
import { isGenerated, isTest, listFiles, readSource } from './source-files.ts';

/** Places outside connectors/ that may name a vendor, each with its reason. */
const allowed: [RegExp, string][] = [
  [/^(docs|bench|conformance|test)\//, 'documentation, measurements and tests are about vendors'],
  [/^[^/]+$/, 'README, change log and package files'],
  [/^src\/db\/migrations\//, 'history; applied migrations are never edited'],
];

/** Words in names and addresses of products that name no vendor. */
const plainWords = new Set(['cloud', 'endpoint', 'example', 'management', 'msp', 'w3']);

/** A vendor is one folder: finds its words in the product outside of it. Returns one sentence per place. */
export function findVendorLeaks(): string[] {
  const words = new Map(
    builtInConnectors.flatMap((definition) =>
      listVendorWords(definition).map((word) => [word, definition.id]),
    ),
  );
  return listFiles().flatMap((path) => {
    if (path.startsWith('connectors/') || isTest(path) || isGenerated(path)) return [];
    if (allowed.some(([place]) => place.test(path)) || !/\.(ts|tsx|mjs|cjs|css|html|sql|json)$/.test(path))
      return [];
    return findWords(path, readSource(path), words);
  });
}

/** What names a vendor: its id, the words of its name, and the names of the domains that its definition speaks of. */
export function listVendorWords(definition: Pick<ConnectorDefinition, 'id' | 'name'>): string[] {
  const hosts = [...JSON.stringify(definition).matchAll(/https?:\/\/([a-z0-9.-]+\.[a-z]{2,})/gi)];
  // The name of a domain stands before its public suffix, `com` or `com.au`.
  const domains = hosts.map(([, host = '']) =>
    host
      .replace(/(\.(com|net|org|co))?\.[a-z]+$/i, '')
      .split('.')
      .at(-1),
  );
  const words = [definition.id, ...definition.name.split(/[^\p{L}\p{N}]+/u), ...domains]
    .map((word) => word?.toLowerCase() ?? '')
    .filter((word) => word.length > 1 && !plainWords.has(word));
  return [...new Set(words)];
}

/**
 * Lines of `source` with one of the words, in any letter case, by itself or as a part of a name: `acme`, `Acme-token`,
 * `makeAcmeToken`. `words` says whose each is. Pure, for its test.
 */
export function findWords(path: string, source: string, words: ReadonlyMap<string, string>): string[] {
  if (words.size === 0) return [];
  // The longest first, so that the problem names all of it.
  const list = [...words.keys()].sort((left, right) => right.length - left.length);
  const capitalised = list.map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`);
  const alone = new RegExp(`(?<![a-z0-9])(${list.join('|')})(?![a-z0-9])`, 'i');
  const inName = new RegExp(`(${capitalised.join('|')})(?![a-z])|(?<![A-Za-z])(${list.join('|')})(?=[A-Z])`);
  return source.split('\n').flatMap((line, index) => {
    const [found] = alone.exec(line) ?? inName.exec(line) ?? [];
    return found === undefined
      ? []
      : [
          `${path}:${index + 1}: "${found}" names a vendor; only connectors/${words.get(found.toLowerCase())} may`,
        ];
  });
}
