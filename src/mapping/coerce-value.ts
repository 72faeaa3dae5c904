import { toBoolean, toDate, toIsoText, toNumber } from '../model/convert.ts';
import type { MappedValue } from '../model/objects.ts';
import { type Field, textLimits } from '../model/objects.ts';

/** PostgreSQL's bigint. */
const largestInteger = 2n ** 63n - 1n;

export type Coerced = { value: MappedValue } | { problem: string };

/**
 * Brings a source value to the type of its field. undefined stays absent; null and blank text mean "no value"
 * and clear the field; what does not fit is a problem said in words (its kind and length, never the value itself).
 */
export function coerceValue(field: Pick<Field, 'type' | 'choices'>, value: unknown): Coerced {
  if (value === undefined) return { value: undefined };
  if (value === null || (typeof value === 'string' && value.trim() === '')) return { value: null };
  switch (field.type) {
    case 'short_text':
    case 'long_text':
    case 'role':
    // An e-mail address or a username; who that is, is found when the record is decided.
    case 'person':
      return coerceText(field, value);
    case 'number': {
      const found = toNumber(value);
      if (found === undefined) return { problem: `${kindOf(value)} where a whole number is expected` };
      // Fractions are rounded; what a whole number field cannot hold is refused here, not by the database.
      const rounded = typeof found === 'number' ? Math.round(found) : found;
      return rounded >= -largestInteger - 1n && rounded <= largestInteger
        ? { value: rounded }
        : { problem: `a number of more than 19 digits where a whole number is expected` };
    }
    case 'decimal': {
      const found = toNumber(value);
      return found === undefined
        ? { problem: `${kindOf(value)} where a number is expected` }
        : { value: found };
    }
    case 'boolean': {
      const found = toBoolean(value);
      return found === undefined
        ? { problem: `${kindOf(value)} where yes or no is expected` }
        : { value: found };
    }
    case 'date_time': {
      const found = toDate(value);
      return found === undefined
        ? { problem: `${kindOf(value)} that is not a date; use ISO 8601 or seconds since 1970` }
        : { value: found };
    }
    case 'list':
      return coerceList(value);
  }
}

function coerceText(field: Pick<Field, 'type' | 'choices'>, value: unknown): Coerced {
  const text = Array.isArray(value) ? joinList(value) : scalarText(value);
  if (text === undefined) return { problem: `${kindOf(value)} where text is expected` };
  const trimmed = storable(text).trim();
  if (trimmed === '') return { value: null };
  const limit = field.type === 'long_text' ? textLimits.long_text : textLimits.short_text;
  if (trimmed.length > limit)
    return { problem: `text of ${trimmed.length} characters where at most ${limit} are allowed` };
  if (field.choices && !field.choices.includes(trimmed)) {
    const found = field.choices.find((choice) => choice.toLowerCase() === trimmed.toLowerCase());
    return found === undefined
      ? { problem: `a value that is not one of ${field.choices.join(', ')}` }
      : { value: found };
  }
  return { value: trimmed };
}

function coerceList(value: unknown): Coerced {
  if (!Array.isArray(value)) {
    const text = scalarText(value);
    return text === undefined
      ? { problem: `${kindOf(value)} where a list is expected` }
      : { value: [storable(text)] };
  }
  const items: string[] = [];
  for (const item of value) {
    if (item === null || item === undefined || item === '') continue;
    const text = scalarText(item);
    if (text === undefined) return { problem: `a list of ${kindOf(item)} where a list of texts is expected` };
    items.push(storable(text));
  }
  return { value: items };
}

/** Text as PostgreSQL gives it back: without U+0000 and half surrogate pairs, which it cannot hold. */
function storable(text: string): string {
  const wellFormed = text.isWellFormed() ? text : text.toWellFormed();
  return wellFormed.includes('\u0000') ? wellFormed.replaceAll('\u0000', '') : wellFormed;
}

function scalarText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean')
    return String(value);
  return value instanceof Date ? toIsoText(value) : undefined;
}

function joinList(items: readonly unknown[]): string | undefined {
  const texts = items.filter((item) => item !== null && item !== undefined).map(scalarText);
  return texts.every((text) => text !== undefined) ? texts.join(', ') : undefined;
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (value === null) return 'no value';
  if (typeof value === 'object') return 'an object';
  return typeof value === 'string' ? `text of ${value.length} characters` : `a ${typeof value}`;
}
