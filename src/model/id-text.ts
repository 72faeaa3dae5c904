import { hash } from 'node:crypto';
import { cleanText, cutText } from './clean-text.ts';

/** Longer ids are kept as a beginning and a hash, wherever they are read, so that a record has the same id everywhere. */
const maxLength = 512;
const keptLength = 400;
const shortened = /#[0-9a-f]{32}$/;

/**
 * A vendor's id as it is kept and compared, letter for letter; undefined where there is none (see {@link findIdProblem}).
 * What PostgreSQL cannot hold, and what is longer than 512 characters, becomes its beginning and a hash of the whole: two
 * ids that differ stay two.
 */
export function toIdText(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (typeof value !== 'string' || !/\S/.test(value)) return undefined;
  if (value.length <= maxLength && value.isWellFormed() && !value.includes('\u0000')) return value;
  // Of the code units as they came: cleaned, two ids might be one.
  const digest = hash('sha256', Buffer.from(value, 'utf16le'), 'hex').slice(0, 32);
  return `${cutText(cleanText(value), keptLength)}#${digest}`;
}

/** What stands where an id is expected, in words, for values that {@link toIdText} takes for none. */
export function findIdProblem(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'boolean') return 'yes or no';
  return typeof value === 'object' && value !== null ? 'an object' : 'no value';
}

/** Whether an id may be a beginning and a hash; what the vendor calls the record then stands in the record itself. */
export const isShortenedId = (idText: string): boolean => idText.length > 32 && shortened.test(idText);

/** As ids were kept before they were told apart beyond 512 characters; undefined where nothing has changed. */
export function toFormerIdText(value: unknown): string | undefined {
  if (typeof value !== 'string' || toIdText(value) === value) return undefined;
  const former = value.slice(0, maxLength).toWellFormed().replaceAll('\u0000', '');
  return former === '' ? undefined : former;
}
