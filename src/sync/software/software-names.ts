import { setImmediate as nextTurn } from 'node:timers/promises';
import { cleanKey, toComparable } from '../../model/clean-text.ts';
import { makeWildcard, type Wildcard } from '../../model/wildcard.ts';

/**
 * Which product a vendor's spelling means. Exact entries win over patterns, patterns with more literal text over
 * shorter ones; `*` stands for any text; letter case and what nobody sees never matter. Without an entry the name is its own product.
 */
export interface Normalization {
  incomingName: string;
  standardName: string;
}

function makeNameNormalizer(list: readonly Normalization[]): (name: string) => string {
  const exact = new Map<string, string>();
  const patterns: { test: Wildcard; literalLength: number; standardName: string }[] = [];
  for (const { incomingName, standardName } of list) {
    const key = toComparable(incomingName);
    if (!key.includes('*')) exact.set(key, cleanKey(standardName));
    else
      patterns.push({
        test: makeWildcard(key),
        literalLength: key.replaceAll('*', '').length,
        standardName: cleanKey(standardName),
      });
  }
  patterns.sort((left, right) => right.literalLength - left.literalLength);
  return (name) => {
    const key = toComparable(name);
    return exact.get(key) ?? patterns.find(({ test }) => test.test(key))?.standardName ?? name;
  };
}

/** Comparisons of a name with an entry after which others get a turn: some milliseconds. */
const comparisonsPerTurn = 10_000;

/** Standard names of many names, in their order. Each is held against every pattern, so requests go on meanwhile. */
export async function normalizeNames(
  list: readonly Normalization[],
  names: readonly string[],
): Promise<string[]> {
  const normalize = makeNameNormalizer(list);
  const namesPerTurn = Math.max(1, Math.floor(comparisonsPerTurn / Math.max(1, list.length)));
  const standards: string[] = [];
  for (const name of names) {
    standards.push(normalize(name));
    if (standards.length % namesPerTurn === 0) await nextTurn();
  }
  return standards;
}
