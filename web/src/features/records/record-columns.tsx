import type { FilterField } from '../../components/list/filter-kinds.ts';
import { makeInstantColumn } from '../../components/list/instant-column.tsx';
import type { ListColumn } from '../../components/list/list-columns.ts';
import { StatusBadge } from '../../components/status-badge.tsx';
import type { RecordKind } from '../../data/record-kinds.ts';
import type { ObjectField, RecordRow } from '../../data/record-types.ts';
import type { Integration } from '../../data/use-integration.ts';
import { fieldTypeOf, formatField } from '../../field-types/field-types.tsx';
import { exactValue, nameField } from '../../field-types/quantity.ts';
import { formatValue } from '../../lib/format.ts';

const sourceColumns: ListColumn<RecordRow>[] = [
  { id: 'sourceConnectors', label: 'Sources', width: 150 },
  { id: 'sourceIntegrations', label: 'Integrations', width: 200 },
  { id: 'sourceIntegrationUsers', label: 'Integration users', width: 170 },
].map((column) => ({
  ...column,
  isHiddenByDefault: true,
  asksFor: 'sources',
  render: (row: RecordRow) => formatValue(row.values[column.id] ?? null),
}));

/** Columns of a record list: the usual ones first and shown, all others in the chooser. */
export function makeRecordColumns(kind: RecordKind, fields: ObjectField[]): ListColumn<RecordRow>[] {
  const { shownFirst, widths, cardSlots } = kind;
  const rank = (name: string) => (shownFirst.includes(name) ? shownFirst.indexOf(name) : shownFirst.length);
  const sorted = fields.toSorted((a, b) => rank(a.name) - rank(b.name));
  const slot = (name: string) => (cardSlots[name] ? { card: cardSlots[name] } : {});
  return [
    ...sorted.map((field) => ({
      id: field.name,
      label: field.name === 'fullName' ? 'Name' : nameField(field),
      width: widths[field.name] ?? fieldTypeOf(field).width,
      isSortable: fieldTypeOf(field).isSortable && field.name !== 'connectorSyncTime',
      isHiddenByDefault: !shownFirst.includes(field.name),
      isNumeric: fieldTypeOf(field).isNumeric ?? false,
      render: (row: RecordRow) => renderValue(kind, row, field),
      ...slot(field.name),
    })),
    ...sourceColumns,
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
  if (renderInList) return renderInList(value);
  const exact = exactValue(value, field);
  return exact ? <span title={exact}>{formatField(value, field)}</span> : format(value);
}

/** Where a record comes from: the vendor, the integration, the name its changes are attributed to. */
function makeSourceFilters(integrations: Integration[]): FilterField[] {
  const once = (pairs: [string, string][]) => [...new Map(pairs)].map(([value, label]) => ({ value, label }));
  return [
    {
      field: 'connectorId',
      label: 'Source',
      type: 'choice',
      choices: once(integrations.map((one) => [one.connectorId, one.connectorName])),
    },
    {
      field: 'integrationId',
      label: 'Integration',
      type: 'choice',
      choices: once(integrations.map((one) => [String(one.id), one.name])),
    },
    {
      field: 'integrationUser',
      label: 'Integration user',
      type: 'choice',
      choices: once(
        integrations.map((one): [string, string] => [one.integrationUser, one.integrationUser]),
      ).filter(({ value }) => value !== ''),
    },
  ];
}

export function makeRecordFilters(fields: ObjectField[], integrations: Integration[]): FilterField[] {
  return [
    ...fields.flatMap((field): FilterField[] => {
      const { filter, isNamed } = fieldTypeOf(field);
      if (!filter) return [];
      const name = isNamed ? `${field.name}Name` : field.name;
      const choices = field.choices?.map((choice) => ({ value: choice, label: choice }));
      if (choices) return [{ field: name, label: field.label, type: 'choice', choices }];
      return [{ field: name, label: field.label, type: filter === 'choice' ? 'text' : filter }];
    }),
    ...makeSourceFilters(integrations),
    { field: 'updatedAt', label: 'Changed', type: 'date_time' },
    { field: 'createdAt', label: 'Created', type: 'date_time' },
    { field: 'archived', label: 'Archived', type: 'boolean' },
  ];
}
