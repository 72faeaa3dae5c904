import { makeWildcard } from '../../model/wildcard.ts';

/** Values that say "not known" and therefore never identify anything: a vendor's `Default string`, a clone's serial number. */
export interface Placeholders {
  /** @param text trimmed and in lower case. */
  has(text: string): boolean;
}

/** Patterns: `#` is one digit, `*` any text. A text of nothing but zeros is always a placeholder. */
export function makePlaceholders(rows: readonly { value: string; isPattern: boolean }[]): Placeholders {
  const values = new Set(rows.filter(({ isPattern }) => !isPattern).map(({ value }) => value));
  const patterns = rows
    .filter(({ isPattern }) => isPattern)
    .map(({ value }) => makeWildcard(value, { digits: true }));
  return {
    has: (text) => values.has(text) || /^0+$/.test(text) || patterns.some((pattern) => pattern.test(text)),
  };
}
