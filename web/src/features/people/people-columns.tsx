import type { FilterField, FilterType, ListColumn } from '../../components/list/list-columns.ts';
import { RelativeTime } from '../../components/relative-time.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { formatValue } from '../../lib/format.ts';
import type { FieldType, ObjectField, RecordRow } from './api/record-types.ts';
import { nameRecord } from './name-record.ts';

const shownFirst = ['fullName', 'email', 'username', 'role', 'department', 'isActive', 'lastLoginAt'];
const widths: Record<string, number> = {
  fullName: 180,
  email: 240,
  username: 160,
  role: 110,
  department: 136,
  isActive: 118,
  lastLoginAt: 140,
};
const widthsByType: Record<FieldType, number> = {
  short_text: 160,
  long_text: 220,
  number: 110,
  decimal: 110,
  boolean: 100,
  date_time: 150,
  list: 200,
  role: 130,
};
const cardSlots: Record<string, 'badge' | 'line'> = {
  email: 'line',
  role: 'line',
  department: 'line',
  isActive: 'badge',
};

/** Lists and decimals cannot be filtered. */
const filterTypes: Partial<Record<FieldType, FilterType>> = {
  short_text: 'text',
  long_text: 'text',
  number: 'number',
  boolean: 'boolean',
  date_time: 'date_time',
  role: 'choice',
};

/** Long texts, lists and decimals have no index to sort by. */
const sortableTypes = new Set<FieldType>(['short_text', 'role', 'number', 'boolean', 'date_time']);

/** Columns of the People list: the usual ones first and shown, all others in the chooser. */
export function makePeopleColumns(fields: ObjectField[]): ListColumn<RecordRow>[] {
  const rank = (name: string) => (shownFirst.includes(name) ? shownFirst.indexOf(name) : shownFirst.length);
  const sorted = fields.toSorted((a, b) => rank(a.name) - rank(b.name));
  const slot = (name: string) => (cardSlots[name] ? { card: cardSlots[name] } : {});
  return [
    ...sorted.map((field) => ({
      id: field.name,
      label: field.name === 'fullName' ? 'Name' : field.label,
      width: widths[field.name] ?? widthsByType[field.type],
      isSortable: sortableTypes.has(field.type),
      isHiddenByDefault: !shownFirst.includes(field.name),
      isNumeric: field.type === 'number' || field.type === 'decimal',
      render: (row: RecordRow) => renderValue(row, field),
      ...slot(field.name),
    })),
    {
      id: 'updatedAt',
      label: 'Changed',
      width: 140,
      isSortable: true,
      isHiddenByDefault: true,
      render: (row) => renderInstant(row, 'updatedAt'),
    },
    {
      id: 'createdAt',
      label: 'Created',
      width: 140,
      isSortable: true,
      isHiddenByDefault: true,
      render: (row) => renderInstant(row, 'createdAt'),
    },
  ];
}

function renderInstant(row: RecordRow, name: string) {
  const value = row.values[name];
  return <RelativeTime value={typeof value === 'string' ? value : null} />;
}

function renderValue(row: RecordRow, field: ObjectField) {
  const value = row.values[field.name] ?? null;
  if (field.name === 'fullName') return nameRecord(row.values).title;
  if (field.name === 'isActive' && typeof value === 'boolean')
    return <StatusBadge status={value ? 'active' : 'inactive'} />;
  if (field.type === 'date_time') return renderInstant(row, field.name);
  return formatValue(value, field.type);
}

export function makePeopleFilters(fields: ObjectField[]): FilterField[] {
  return [
    ...fields.flatMap((field): FilterField[] => {
      const type = filterTypes[field.type];
      if (!type) return [];
      if (!field.choices)
        return [{ field: field.name, label: field.label, type: type === 'choice' ? 'text' : type }];
      const choices = field.choices.map((choice) => ({ value: choice, label: choice }));
      return [{ field: field.name, label: field.label, type: 'choice', choices }];
    }),
    { field: 'updatedAt', label: 'Changed', type: 'date_time' },
    { field: 'createdAt', label: 'Created', type: 'date_time' },
    { field: 'archived', label: 'Archived', type: 'boolean' },
  ];
}
