import { cleanKey } from '../clean-text.ts';
import type { Field } from '../objects.ts';
import type { Coerced } from './field-type-spec.ts';
import { fieldTypes } from './field-types.ts';

const absent: Coerced = { value: undefined };
const none: Coerced = { value: null };

/**
 * Makes what brings source values to the type of a field: undefined stays absent; null and blank text mean "no value"
 * and clear the field; what does not fit is a problem. Made once per mapping, called for every value.
 * @param dateUnit how the source writes instants, where not as text
 */
export function makeCoercer(
  field: Pick<Field, 'type' | 'choices'> & { isUnique?: boolean },
  dateUnit?: string,
): (value: unknown) => Coerced {
  const read = fieldTypes[field.type].makeReader({ choices: field.choices, dateUnit });
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

/** The same for a single value. */
export function coerceValue(
  field: Pick<Field, 'type' | 'choices'> & { isUnique?: boolean },
  value: unknown,
): Coerced {
  return makeCoercer(field)(value);
}
