import { toComparable } from '../../model/clean-text.ts';
import { makeWildcard, type Wildcard } from '../../model/wildcard.ts';

/** Values that say "not known" and therefore never identify anything: a vendor's `Default string`, a clone's serial number. */
export interface Placeholders {
  /** @param field name of the field the text stands in */
  has(text: string, field: string): boolean;
}

export interface PlaceholderValue {
  /** With `isPattern`, `#` is one digit and `*` any text. */
  value: string;
  isPattern: boolean;
  /** Name of the only field it counts in; null = in every field. */
  field: string | null;
}

/** Fields whose values are given by makers of devices: what tells devices apart is never one character or a count. */
const fieldsOfMakers: ReadonlySet<string> = new Set(['serialNumber', 'imei']);

/**
 * The values of the list, compared without letter case, blanks and punctuation at the ends, UUIDs however they are
 * written. Beyond the list, in every field: texts without any letter or digit, nothing but zeros, UUIDs of one
 * repeated byte; in the fields of makers one repeated character and digits that count up or down.
 */
export function makePlaceholders(rows: readonly PlaceholderValue[]): Placeholders {
  const values = new Map<string, ReadonlySet<string> | null>();
  const patterns: { pattern: Wildcard; field: string | null }[] = [];
  for (const { value, isPattern, field } of rows) {
    if (isPattern) {
      patterns.push({ pattern: makeWildcard(toComparable(value).trim(), { digits: true }), field });
      continue;
    }
    const key = toKey(value);
    const fields = values.get(key);
    if (field === null) values.set(key, null);
    else if (fields !== null) values.set(key, new Set([...(fields ?? []), field]));
  }
  return {
    has(text, field) {
      const isSimple = isSimpleText(text);
      const key = isSimple ? text.toLowerCase() : toKey(text);
      const fields = values.get(key);
      if (fields === null || fields?.has(field)) return true;
      if ((!isSimple && isNobodys(key)) || (fieldsOfMakers.has(field) && isFiller(key))) return true;
      if (patterns.length === 0) return false;
      const whole = isSimple ? key : toComparable(text).trim();
      for (const entry of patterns)
        if ((entry.field === null || entry.field === field) && entry.pattern.test(whole)) return true;
      return false;
    },
  };
}

/**
 * Whether nothing about a text needs a closer look, as with nearly every address and serial number: letters, digits
 * and the marks inside addresses, a letter or digit at both ends, something else than zeros, no UUID. Asked for every key of
 * every record, so without a regular expression.
 */
function isSimpleText(text: string): boolean {
  const { length } = text;
  if (length === 0 || length > 250 || length === 32 || length === 36) return false;
  let hasOther = false;
  for (let index = 0; index < length; index += 1) {
    const code = text.charCodeAt(index);
    const isLetter = (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a);
    if (isLetter || (code >= 0x31 && code <= 0x39)) hasOther = true;
    else if (code !== 0x30) {
      // @ . - _ + inside; the ends are looked at by `toKey`.
      const isMark = code === 0x40 || code === 0x2e || code === 0x2d || code === 0x5f || code === 0x2b;
      if (!isMark || index === 0 || index === length - 1) return false;
    }
  }
  return hasOther;
}

const uuid = /^([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})$/;
/** A minus may belong to a number; other marks at the ends say nothing. */
const ends = /^[\s.,:;!?()[\]{}<>"']+|[\s.,:;!?()[\]{}<>"']+$/g;

function toKey(text: string): string {
  const comparable = toComparable(text).trim();
  const bare = comparable.length > 256 ? comparable : comparable.replace(ends, '');
  const parts = uuid.exec(bare);
  // What is nothing but punctuation stays as it is.
  return parts ? parts.slice(1).join('-') : bare === '' ? comparable : bare;
}

function isNobodys(key: string): boolean {
  if (key.length > 256 || !/[\p{L}\p{N}]/u.test(key)) return key.length <= 256;
  if (/^[0\s:.-]+$/.test(key)) return true;
  return uuid.test(key) && /^(..)\1{15}$/.test(key.replaceAll('-', ''));
}

const counting = '0123456789'.repeat(26);
const countingDown = '9876543210'.repeat(26);

function isFiller(key: string): boolean {
  if (/^(.)\1{2,}$/u.test(key)) return true;
  if (key.length < 5 || key.length > 250 || !/^[019]/.test(key)) return false;
  return counting.includes(key) || (key.startsWith('9') && countingDown.includes(key));
}
