import { fieldInputsOf } from '../../../field-types/field-inputs.ts';
import { fieldTypeOf } from '../../../field-types/field-types.tsx';
import type { MappingSource, MusterField } from '../api/mapping-types.ts';
import classes from './mapping.module.css';

interface FixedValueProps {
  field: MusterField;
  value: string | number | boolean;
  isDisabled: boolean;
  hasFocus: boolean;
  onChange: (source: MappingSource) => void;
}

/** The same value for every record, entered as the field's type wants it. */
export function FixedValue({ field, value, isDisabled, hasFocus, onChange }: FixedValueProps) {
  const { Input, FixedInput = Input } = fieldInputsOf(field);
  const { fixedStart = '' } = fieldTypeOf(field);
  return (
    <FixedInput
      field={field}
      value={value}
      // A mapping has no lists, and an emptied input starts anew.
      onChange={(next) =>
        onChange({ kind: 'literal', value: next === null || Array.isArray(next) ? fixedStart : next })
      }
      look={{
        size: 'xs',
        className: classes.wide ?? '',
        autoFocus: hasFocus,
        'aria-label': `Fixed value for ${field.label}`,
        disabled: isDisabled,
      }}
    />
  );
}
