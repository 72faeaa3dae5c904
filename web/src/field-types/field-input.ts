import type { ReactNode } from 'react';
import type { FieldValue, ObjectField } from '../data/record-types.ts';

/** What the input of every field type takes; an emptied input gives null. */
export interface FieldInputProps {
  field: ObjectField;
  value: FieldValue;
  /** Of a value that is the id of something with a name. */
  valueName?: FieldValue | undefined;
  onChange: (value: FieldValue) => void;
  /** How it looks where it stands: with a label above it, or small in a row that says what it is. */
  look: {
    label?: string;
    'aria-label'?: string;
    error?: ReactNode;
    size?: 'xs';
    className?: string;
    disabled?: boolean;
    autoFocus?: boolean;
  };
}

export const toText = (value: FieldValue): string =>
  value === null || Array.isArray(value) ? '' : String(value);
