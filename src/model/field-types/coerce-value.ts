import { cleanKey } from '../clean-text.ts';
import type { Field } from '../objects.ts';
import type { Coerced, ReadOptions } from './field-type-spec.ts';
import { fieldTypes } from './field-types.ts';

const absent: Coerced = { value: undefined };
const none: Coerced = { value: null };

/**
 * Makes what brings source values to the type of a field: undefined stays absent; null and blank text mean "no value"
 * and clear the field; what does not fit is a problem. Made once per mapping, called for every value.
 */
export function makeCoercer(
  field: Pick<Field, 'type' | 'choices' | 'format'> & { isUnique?: boolean },
  options: Pick<ReadOptions, 'dateUnit' | 'isTyped'> = {},
): (value: unknown) => Coerced {
  const read = fieldTypes[field.type].makeReader({
    choices: field.choices,
    format: field.format,
    ...options,
  });
  // By these values records and people are found: what nobody sees must not make two of one.
  const isKey = field.isUnique === true || fieldTypes[field.type].refersTo !== undefined;
  return (value) => {
    if (value === undefined) return absent;
    if (value === null || (typeof value === 'string' && value.trim() === '')) return none;
    const coerced = read(value);
    if (!isKey || !('value' in coerced) || typeof coerced.value !== 'string') return coerced;
    const key = cleanKey(coerced.value);
    return key === '' ? none : { value: key };
  };
}

/** The same for a single value that a person wrote. */
export function coerceValue(
  field: Pick<Field, 'type' | 'choices' | 'format'> & { isUnique?: boolean },
  value: unknown,
): Coerced {
  return makeCoercer(field, { isTyped: true })(value);
}
