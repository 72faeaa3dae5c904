import { isGenerated, isTest, listFiles, readSource } from './source-files.ts';

/** Places outside connectors/ that may name a vendor, each with its reason. */
const allowed: [RegExp, string][] = [
  [
    /^(docs|bench|conformance|test|servicenow-app)\//,
    'documentation, measurements and tests are about vendors',
  ],
  [/^[^/]+$/, 'README, change log and package files'],
  [/^src\/itsm\//, 'the bridge speaks to two products through ports'],
  [/^src\/demo(\/|\.)/, 'the demo shows one vendor on purpose'],
  [/^src\/db\/migrations\//, 'history; applied migrations are never edited'],
];

/** A vendor is one folder: finds connector ids in code outside it. Returns one sentence per place. */
export function findVendorLeaks(): string[] {
  const files = listFiles();
  const ids = new Set(
    files
      .map((path) => /^connectors\/([a-z0-9-]+)\/definition\.ts$/.exec(path)?.[1])
      .filter((id) => id !== undefined),
  );
  const problems: string[] = [];
  for (const path of files) {
    if (path.startsWith('connectors/') || isTest(path) || isGenerated(path)) continue;
    if (allowed.some(([place]) => place.test(path)) || !/\.(ts|tsx|mjs|css|html|sql|json)$/.test(path))
      continue;
    problems.push(...findIds(path, readSource(path), [...ids]));
  }
  return problems;
}

/** Lines of `source` that contain one of the ids as a word, in any letter case. Pure, for its test. */
export function findIds(path: string, source: string, ids: readonly string[]): string[] {
  if (ids.length === 0) return [];
  const pattern = new RegExp(`(?<![a-z0-9])(${ids.join('|')})(?![a-z0-9])`, 'i');
  return source.split('\n').flatMap((line, index) => {
    const found = pattern.exec(line);
    return found
      ? [
          `${path}:${index + 1}: names the connector "${found[1]}"; only connectors/${found[1]?.toLowerCase()} may know it`,
        ]
      : [];
  });
}
