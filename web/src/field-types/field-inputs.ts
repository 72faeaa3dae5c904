import type { ComponentType } from 'react';
import type { FieldType } from '../data/record-types.ts';
import { DurationFieldInput } from './duration-input.tsx';
import type { FieldInputProps } from './field-input.ts';
import {
  BooleanFieldInput,
  DateTimeFieldInput,
  DecimalFieldInput,
  ListFieldInput,
  LongTextFieldInput,
  NumberFieldInput,
  PersonFieldInput,
  TextFieldInput,
} from './inputs.tsx';

interface FieldTypeInputs {
  Input: ComponentType<FieldInputProps>;
  /** The input of a value that is the same for every record; `Input` unless that gives what a mapping cannot hold. */
  FixedInput?: ComponentType<FieldInputProps>;
}

/** How a value of each type is entered. */
const fieldInputs = {
  short_text: { Input: TextFieldInput },
  long_text: { Input: LongTextFieldInput, FixedInput: TextFieldInput },
  number: { Input: NumberFieldInput },
  decimal: { Input: DecimalFieldInput },
  boolean: { Input: BooleanFieldInput },
  date_time: { Input: DateTimeFieldInput },
  duration: { Input: DurationFieldInput },
  list: { Input: ListFieldInput, FixedInput: TextFieldInput },
  role: { Input: TextFieldInput },
  person: { Input: PersonFieldInput, FixedInput: TextFieldInput },
} satisfies Record<FieldType, FieldTypeInputs>;

/** The inputs of a type, as every type has them. */
export const fieldInputsOf = ({ type }: { type: FieldType }): FieldTypeInputs => fieldInputs[type];
