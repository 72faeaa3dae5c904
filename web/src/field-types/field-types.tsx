import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { FilterType } from '../components/list/filter-kinds.ts';
import { RelativeTime } from '../components/relative-time.tsx';
import type { FieldType } from '../data/record-types.ts';
import { formatDateTime, formatNumber, formatValue } from '../lib/format.ts';
import { formatSeconds } from './duration.ts';
import { countsBytes, formatByteCount } from './quantity.ts';

interface FieldTypeLook {
  /** What people call it. */
  label: string;
  /** The value as text: history, previews, outcomes, lists and pages that do not show it otherwise. */
  format: (value: unknown) => string;
  renderInList?: (value: unknown) => ReactNode;
  renderOnPage?: (value: unknown, text: string) => ReactNode;
  /** The value is an id; its name stands beside it as `<field>Name`. */
  isNamed?: boolean;
  /** Smallest width of a column in pixels. */
  width: number;
  /** Whether it has an order that a person would expect. */
  isSortable: boolean;
  isNumeric?: boolean;
  /** How lists are filtered by it; absent where they cannot be. */
  filter?: FilterType;
  /** What a value that is the same for every record is before anybody entered one. */
  fixedStart?: string | boolean;
  /** People may make fields of this type. */
  mayBeOwn: boolean;
  /** At most one record may have a value. */
  mayBeUnique?: boolean;
}

const formatAnyNumber = (value: unknown) =>
  typeof value === 'number' ? formatNumber(value) : formatValue(value);

/** Everything the web knows of a field's type but its input, which lists have no use for. A new type is a new entry here and in `field-inputs.ts`. */
export const fieldTypes = {
  short_text: {
    label: 'Short text',
    format: formatValue,
    width: 160,
    isSortable: true,
    filter: 'text',
    mayBeOwn: true,
    mayBeUnique: true,
  },
  long_text: {
    label: 'Long text',
    format: formatValue,
    width: 220,
    isSortable: false,
    filter: 'text',
    mayBeOwn: true,
  },
  number: {
    label: 'Number',
    format: formatAnyNumber,
    width: 110,
    isSortable: true,
    isNumeric: true,
    filter: 'number',
    mayBeOwn: true,
    mayBeUnique: true,
  },
  decimal: {
    label: 'Decimal',
    format: formatAnyNumber,
    width: 110,
    isSortable: true,
    isNumeric: true,
    filter: 'number',
    mayBeOwn: true,
  },
  boolean: {
    label: 'Yes or no',
    format: formatValue,
    width: 100,
    isSortable: true,
    filter: 'boolean',
    fixedStart: true,
    mayBeOwn: true,
  },
  date_time: {
    label: 'Date and time',
    format: (value) =>
      typeof value === 'string' && value !== '' ? formatDateTime(value) : formatValue(value),
    renderInList: (value) => <RelativeTime value={typeof value === 'string' ? value : null} />,
    width: 150,
    isSortable: true,
    filter: 'date_time',
    mayBeOwn: true,
  },
  duration: {
    label: 'Duration',
    format: (value) => (typeof value === 'number' ? formatSeconds(value) : formatValue(value)),
    width: 120,
    isSortable: true,
    isNumeric: true,
    filter: 'duration',
    mayBeOwn: true,
  },
  list: {
    label: 'List',
    format: formatValue,
    width: 200,
    isSortable: false,
    mayBeOwn: true,
  },
  role: {
    label: 'Role',
    format: formatValue,
    width: 130,
    isSortable: true,
    filter: 'choice',
    mayBeOwn: false,
  },
  person: {
    label: 'Person',
    format: formatValue,
    renderOnPage: (value, text) =>
      typeof value === 'number' ? (
        <Link to="/people/$id" params={{ id: String(value) }} className="muster-link">
          {text}
        </Link>
      ) : (
        text
      ),
    isNamed: true,
    width: 160,
    isSortable: false,
    filter: 'text',
    mayBeOwn: true,
  },
} satisfies Record<FieldType, FieldTypeLook>;

/** The entry of a type, as every entry is. */
export const fieldTypeOf = ({ type }: { type: FieldType }): FieldTypeLook => fieldTypes[type];

/** A value as text; of a field that no longer exists, by what the value is. */
export function formatField(value: unknown, field: { type: FieldType; name?: string } | undefined): string {
  if (countsBytes(field) && typeof value === 'number') return formatByteCount(value);
  return field ? fieldTypeOf(field).format(value) : formatValue(value);
}
