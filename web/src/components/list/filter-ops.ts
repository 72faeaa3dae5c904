import { formatDay } from '../../lib/format.ts';
import type { Filter, FilterOp } from '../../lib/list-types.ts';
import type { FilterField, FilterType } from './list-columns.ts';

interface OpLook {
  op: FilterOp;
  label: string;
}

const emptiness: OpLook[] = [
  { op: 'empty', label: 'is empty' },
  { op: 'notEmpty', label: 'is not empty' },
];

/** What can be asked of a field, by its type; the first one is the default. */
export const opsByType: Record<FilterType, OpLook[]> = {
  text: [
    { op: 'contains', label: 'contains' },
    { op: 'eq', label: 'is' },
    { op: 'ne', label: 'is not' },
    { op: 'starts', label: 'starts with' },
    ...emptiness,
  ],
  number: [
    { op: 'eq', label: '=' },
    { op: 'ne', label: '≠' },
    { op: 'lt', label: '<' },
    { op: 'lte', label: '≤' },
    { op: 'gt', label: '>' },
    { op: 'gte', label: '≥' },
    ...emptiness,
  ],
  boolean: [{ op: 'eq', label: 'is' }, ...emptiness],
  date_time: [{ op: 'gte', label: 'is on or after' }, { op: 'lt', label: 'is before' }, ...emptiness],
  choice: [{ op: 'in', label: 'is any of' }, { op: 'ne', label: 'is not' }, ...emptiness],
  list: [{ op: 'contains', label: 'contains' }, ...emptiness],
};

export function needsValue(op: FilterOp): boolean {
  return op !== 'empty' && op !== 'notEmpty';
}

/** The condition as a sentence: `Role is any of Employee, Manager`. */
export function describeFilter(filter: Filter, fields: FilterField[]): string {
  const field = fields.find((candidate) => candidate.field === filter.field);
  const label = field?.label ?? filter.field;
  const op = (field ? opsByType[field.type] : opsByType.text).find((candidate) => candidate.op === filter.op);
  const words = `${label} ${op?.label ?? filter.op}`;
  return needsValue(filter.op) ? `${words} ${describeValue(filter.value, field)}` : words;
}

function describeValue(value: string, field: FilterField | undefined): string {
  if (field?.type === 'boolean') return value === 'true' ? 'Yes' : 'No';
  if (field?.type === 'date_time') return formatDay(value);
  if (field?.choices) {
    return value
      .split(',')
      .map((part) => field.choices?.find((choice) => choice.value === part)?.label ?? part)
      .join(', ');
  }
  return `“${value}”`;
}
