/** Readers of text and lists for the table of field types. */
import { cleanText } from '../clean-text.ts';
import { toIsoText } from '../convert.ts';
import { readAccountName, readEmailAddress } from '../email-address.ts';
import type { Coerced, ReadOptions } from './field-type-spec.ts';

/** Makes a reader of text up to `maxLength` characters; a list becomes its items with commas between them. */
export function makeTextReader(
  maxLength: number,
  { choices, format }: ReadOptions,
): (value: unknown) => Coerced {
  const byLowerCase = choices && new Map(choices.map((choice) => [choice.toLowerCase(), choice]));
  return (value) => {
    const text = Array.isArray(value) ? joinList(value) : scalarText(value);
    if (text === undefined) return { problem: `${kindOf(value)} where text is expected` };
    const trimmed = formatted(cleanText(text).trim(), format);
    if (trimmed === undefined)
      return { problem: `${kindOf(text)} that is no e-mail address`, isCommon: true };
    if (trimmed === null || trimmed === '') return { value: null };
    if (trimmed.length > maxLength)
      return { problem: `text of ${trimmed.length} characters where at most ${maxLength} are allowed` };
    if (!choices || choices.includes(trimmed)) return { value: trimmed };
    const found = byLowerCase?.get(trimmed.toLowerCase());
    return found === undefined
      ? { problem: `a value that is not one of ${choices.join(', ')}` }
      : { value: found };
  };
}

function formatted(text: string, format: ReadOptions['format']): string | null | undefined {
  if (format === undefined || text === '') return text;
  return format === 'email' ? readEmailAddress(text) : readAccountName(text);
}

/** Reads a list of texts; a single value becomes a list of one, an object that has a name its name. */
export function readList(value: unknown): Coerced {
  if (!Array.isArray(value)) {
    const text = scalarText(value) ?? nameOf(value);
    return text === undefined
      ? { problem: `${kindOf(value)} where a list is expected` }
      : { value: [cleanText(text)] };
  }
  const items: string[] = [];
  for (const item of value) {
    if (item === null || item === undefined || item === '') continue;
    const text = scalarText(item) ?? nameOf(item);
    if (text === undefined) return { problem: `a list of ${kindOf(item)} where a list of texts is expected` };
    items.push(cleanText(text));
  }
  return { value: items };
}

/** What a value is, in words that do not tell it. */
export function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (value === null) return 'no value';
  if (typeof value === 'object') return 'an object';
  return typeof value === 'string' ? `text of ${value.length} characters` : `a ${typeof value}`;
}

function scalarText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean')
    return String(value);
  return value instanceof Date ? toIsoText(value) : undefined;
}

/** What vendors call the text of an entry that has an id, too. */
const nameKeys = ['name', 'displayName', 'display_name', 'title', 'label', 'value'];

function nameOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  for (const key of nameKeys) {
    const found = Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
    if (typeof found === 'string' && found.trim() !== '') return found;
  }
  return undefined;
}

function joinList(items: readonly unknown[]): string | undefined {
  const texts = items
    .filter((item) => item !== null && item !== undefined)
    .map((item) => scalarText(item) ?? nameOf(item));
  return texts.every((text) => text !== undefined) ? texts.join(', ') : undefined;
}
