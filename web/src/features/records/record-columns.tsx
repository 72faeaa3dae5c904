import type { FilterField, FilterType, ListColumn } from '../../components/list/list-columns.ts';
import { RelativeTime } from '../../components/relative-time.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import type { RecordKind } from '../../data/record-kinds.ts';
import type { FieldType, ObjectField, RecordRow } from '../../data/record-types.ts';
import { formatValue } from '../../lib/format.ts';

const widthsByType: Record<FieldType, number> = {
  short_text: 160,
  long_text: 220,
  number: 110,
  decimal: 110,
  boolean: 100,
  date_time: 150,
  duration: 110,
  list: 200,
  role: 130,
  person: 160,
};
/** Lists cannot be filtered here. */
const filterTypes: Partial<Record<FieldType, FilterType>> = {
  short_text: 'text',
  long_text: 'text',
  number: 'number',
  decimal: 'number',
  boolean: 'boolean',
  date_time: 'date_time',
  role: 'choice',
};

/** Long texts and lists have no order a person would expect. */
const sortableTypes = new Set<FieldType>(['short_text', 'role', 'number', 'decimal', 'boolean', 'date_time']);

/** Columns of a record list: the usual ones first and shown, all others in the chooser. */
export function makeRecordColumns(kind: RecordKind, fields: ObjectField[]): ListColumn<RecordRow>[] {
  const { shownFirst, widths, cardSlots } = kind;
  const rank = (name: string) => (shownFirst.includes(name) ? shownFirst.indexOf(name) : shownFirst.length);
  const sorted = fields.toSorted((a, b) => rank(a.name) - rank(b.name));
  const slot = (name: string) => (cardSlots[name] ? { card: cardSlots[name] } : {});
  return [
    ...sorted.map((field) => ({
      id: field.name,
      label: field.name === 'fullName' ? 'Name' : field.label,
      width: widths[field.name] ?? widthsByType[field.type],
      isSortable: sortableTypes.has(field.type) && field.name !== 'connectorSyncTime',
      isHiddenByDefault: !shownFirst.includes(field.name),
      isNumeric: field.type === 'number' || field.type === 'decimal',
      render: (row: RecordRow) => renderValue(kind, row, field),
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

function renderValue(kind: RecordKind, row: RecordRow, field: ObjectField) {
  const value = row.values[field.name] ?? null;
  if (field.name === kind.shownFirst[0]) return kind.name(row.values).title;
  if (field.type === 'person') return formatValue(row.values[`${field.name}Name`] ?? value);
  if (field.name === 'isActive' && typeof value === 'boolean')
    return <StatusBadge status={value ? 'active' : 'inactive'} />;
  if (field.type === 'date_time') return renderInstant(row, field.name);
  return formatValue(value, field.type);
}

export function makeRecordFilters(fields: ObjectField[]): FilterField[] {
  return [
    ...fields.flatMap((field): FilterField[] => {
      if (field.type === 'person') return [{ field: `${field.name}Name`, label: field.label, type: 'text' }];
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
