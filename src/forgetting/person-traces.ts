import { fieldTypes } from '../model/field-types/field-types.ts';
import type { Field } from '../model/objects.ts';
import type { SourceRef } from './delete-records.queries.ts';
import type { NamingField } from './device-traces.queries.ts';
import type { PersonTraces } from './traces.queries.ts';

const loggedInField = 'currentUser';
/** Shorter ones are words or numbers that stand for anything. */
const minLengths = { key: 5, name: 5, nativeId: 8 };

/** By what a person is found in texts: unique values, a full name of several words, long ids of sources. */
export function makeTraces(
  record: { id: number; values: Record<string, unknown> },
  sources: readonly SourceRef[],
  fields: readonly Field[],
): PersonTraces {
  const texts = new Set<string>();
  const add = (value: unknown, minLength: number) => {
    if (typeof value === 'string' && value.length >= minLength) texts.add(value.toLowerCase());
  };
  for (const { name, isUnique } of fields) if (isUnique) add(record.values[name], minLengths.key);
  const name = record.values['fullName'];
  if (typeof name === 'string' && name.trim().includes(' ')) add(name, minLengths.name);
  for (const { nativeId } of sources) add(nativeId, minLengths.nativeId);
  const ids = new Set(sources.map(({ nativeId }) => nativeId.toLowerCase()));
  const isPlain = (text: string) => text.includes('@') || text.includes(' ') || ids.has(text);
  return {
    recordId: record.id,
    sources: [...sources],
    patterns: [...texts].map(toWordPattern),
    plainPatterns: [...texts].filter(isPlain).map(toWordPattern),
  };
}

/**
 * Fields of devices that may hold the person's name as a text: who is logged in, by whatever name, and own text fields,
 * by what nobody else goes by. A unique field is what the device itself is known by.
 */
export function findNamingFields(fields: readonly Field[], traces: PersonTraces): NamingField[] {
  return fields.flatMap(({ name, column, type, isUnique, isCustom }) => {
    if (name === loggedInField) return [{ field: name, column, patterns: traces.patterns }];
    const isOwnText = isCustom && !isUnique && fieldTypes[type].columnType === 'text';
    return isOwnText ? [{ field: name, column, patterns: traces.plainPatterns.map(toWholePattern) }] : [];
  });
}

/** Of a longer text that only mentions the person nothing is taken away: it is about something else. */
const toWholePattern = (pattern: string): string => `^[[:space:]]*${pattern}[[:space:]]*$`;

/** A whole word: `ada@example.com` is not found in `wada@example.com`. Every sign that may mean something is escaped. */
export function toWordPattern(text: string): string {
  const literal = text.replace(/[^\p{L}\p{N}]/gu, (sign) => (/[\s]/.test(sign) ? '\\s' : `\\${sign}`));
  return `(^|[^[:alnum:]@._+-])${literal}($|[^[:alnum:]@_+-])`;
}
