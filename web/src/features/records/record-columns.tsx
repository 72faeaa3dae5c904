import type { FilterField } from '../../components/list/filter-kinds.tsx';
import { makeInstantColumn } from '../../components/list/instant-column.tsx';
import type { ListColumn } from '../../components/list/list-columns.ts';
import { StatusBadge } from '../../components/status-badge.tsx';
import type { RecordKind } from '../../data/record-kinds.ts';
import type { ObjectField, RecordRow } from '../../data/record-types.ts';
import { fieldTypeOf } from '../../field-types/field-types.tsx';

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
      width: widths[field.name] ?? fieldTypeOf(field).width,
      isSortable: fieldTypeOf(field).isSortable && field.name !== 'connectorSyncTime',
      isHiddenByDefault: !shownFirst.includes(field.name),
      isNumeric: fieldTypeOf(field).isNumeric ?? false,
      render: (row: RecordRow) => renderValue(kind, row, field),
      ...slot(field.name),
    })),
    makeInstantColumn({
      id: 'updatedAt',
      label: 'Changed',
      isHiddenByDefault: true,
      read: (row: RecordRow) => row.values.updatedAt,
    }),
    makeInstantColumn({
      id: 'createdAt',
      label: 'Created',
      isHiddenByDefault: true,
      read: (row: RecordRow) => row.values.createdAt,
    }),
  ];
}

function renderValue(kind: RecordKind, row: RecordRow, field: ObjectField) {
  const value = row.values[field.name] ?? null;
  const { isNamed, renderInList, format } = fieldTypeOf(field);
  if (field.name === kind.shownFirst[0]) return kind.name(row.values).title;
  if (isNamed) return format(row.values[`${field.name}Name`] ?? value);
  if (field.name === 'isActive' && typeof value === 'boolean')
    return <StatusBadge status={value ? 'active' : 'inactive'} />;
  return renderInList ? renderInList(value) : format(value);
}

export function makeRecordFilters(fields: ObjectField[]): FilterField[] {
  return [
    ...fields.flatMap((field): FilterField[] => {
      const { filter, isNamed } = fieldTypeOf(field);
      if (!filter) return [];
      const name = isNamed ? `${field.name}Name` : field.name;
      const choices = field.choices?.map((choice) => ({ value: choice, label: choice }));
      if (choices) return [{ field: name, label: field.label, type: 'choice', choices }];
      return [{ field: name, label: field.label, type: filter === 'choice' ? 'text' : filter }];
    }),
    { field: 'updatedAt', label: 'Changed', type: 'date_time' },
    { field: 'createdAt', label: 'Created', type: 'date_time' },
    { field: 'archived', label: 'Archived', type: 'boolean' },
  ];
}
