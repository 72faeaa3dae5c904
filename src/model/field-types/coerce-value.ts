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
  field: Pick<Field, 'type' | 'choices'>,
  dateUnit?: string,
): (value: unknown) => Coerced {
  const read = fieldTypes[field.type].makeReader({ choices: field.choices, dateUnit });
  return (value) => {
    if (value === undefined) return absent;
    if (value === null || (typeof value === 'string' && value.trim() === '')) return none;
    return read(value);
  };
}

/** The same for a single value. */
export function coerceValue(field: Pick<Field, 'type' | 'choices'>, value: unknown): Coerced {
  return makeCoercer(field)(value);
}
