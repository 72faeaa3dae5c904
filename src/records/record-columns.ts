/**
 * How the fields of an object become columns of its lists. Sorts and filters read an expression without nulls, so that
 * a page is one range of one index (`list-indexes.queries.ts` makes exactly these).
 */

import type { FieldTypeSpec } from '../model/field-types/field-type-spec.ts';
import { fieldTypes, jsonOf } from '../model/field-types/field-types.ts';
import type { ListFields, ListQuery } from '../model/list-query.ts';
import { type ListColumn, type ListColumns, makeListFields } from '../model/list-sql.ts';
import type { Field, ObjectName } from '../model/objects.ts';
import { recordNameSql } from '../model/record-name.ts';
import type { FilterReader, SqlType } from '../model/sql-types.ts';

/** An indexed expression without nulls. */
export interface IndexedColumn {
  sql: string;
  /** Of the field; what `sql` gives is an integer for a boolean. */
  type: SqlType;
  /** Reads a filter's value where it is not written as the SQL type is. */
  filter?: FilterReader;
  /** SQL literal that stands for "no value"; below all others. */
  none: string;
  indexName: string;
}

/** What sorts and filters read of a field: no value comes first, ascending. Undefined: it has no index. */
function indexedColumn(
  field: Pick<Field, 'column' | 'type'>,
  table: string,
  alias: string,
): IndexedColumn | undefined {
  // Written at every session: an index on it would make each of those writes dear.
  if (field.column === 'connector_sync_time') return undefined;
  const { type, filter, order } = fieldTypes[field.type].list;
  if (!order) return undefined;
  const column = `${alias}.${field.column}`;
  return {
    sql: `coalesce(${order.sql?.(column) ?? column}, ${order.none})`,
    type,
    ...(filter ? { filter } : {}),
    none: order.none,
    indexName: `${table}_sort_${field.column}`.slice(0, 63),
  };
}

/** Columns every record has beside its fields. */
const stampFields: readonly Pick<Field, 'name' | 'column' | 'type'>[] = [
  { name: 'createdAt', column: 'created_at', type: 'date_time' },
  { name: 'updatedAt', column: 'updated_at', type: 'date_time' },
];

/** The indexed columns of an object by field name; what other tables give is not among them. */
export function listIndexedColumns(
  object: ObjectName,
  fields: readonly Field[],
  alias = 't',
): Record<string, IndexedColumn> {
  const computed = computedColumns[object] ?? {};
  const found: Record<string, IndexedColumn> = {};
  for (const field of [...fields, ...stampFields]) {
    const index = computed[field.name] ? undefined : indexedColumn(field, object, alias);
    if (index) found[field.name] = index;
  }
  return found;
}

export interface ObjectList {
  table: string;
  /** FROM and JOINs; the record's own table is `t`. */
  from: string;
  /** Extra conditions of every list of the object. */
  base: string;
  /** What narrows this one list to records that belong to another one: SQL from code, never from a request. */
  within?: string;
  columns: ListColumns;
  fields: ListFields;
  /** Sort expression by field, where there is one. */
  indexed: Record<string, IndexedColumn>;
  /** Expression searched by `q`, all in lower case, a space before each of its parts. */
  searchSql: string;
  /** Fields that are part of it. */
  searched: ReadonlySet<string>;
  /** Fields with their SQL, as selected, and what makes JSON of what comes back. */
  selected: { name: string; sql: string; toJson: FieldTypeSpec['toJson'] }[];
}

const searchColumns: Partial<Record<ObjectName, string[]>> = {
  people: ['username', 'email', 'full_name', 'first_name', 'last_name', 'phone_number'],
  assets: [
    'device_name',
    'serial_number',
    'barcode',
    'imei',
    'external_id',
    'model',
    'current_user_name',
    'ip_address',
    'mac_address',
  ],
  software: ['name', 'publisher'],
  saas: ['name', 'publisher'],
  saas_accounts: ['email', 'username', 'full_name'],
};

/** One text per record; the very expression of the search index. */
export function searchExpression(object: ObjectName, alias = 't'): string {
  const parts = (searchColumns[object] ?? []).map((column) => `coalesce(${alias}.${column}, '')`);
  return `lower(${parts.map((part) => `' ' || ${part}`).join(' || ')})`;
}

/** Sorting by a field goes through a column of this name. */
const sortName = (name: string) => `sort:${name}`;

/** What a list of records that sessions write can be narrowed to by where they come from: columns of integration `i`. */
export const sourceFilters = {
  integrationId: 'i.id::text',
  connectorId: 'i.connector_id',
  integrationUser: 'i.integration_user',
} as const;

/** The same to be shown: values of all integrations that have sent the record, each once. */
const sourceColumns: readonly { name: string; label: string; sql: string }[] = [
  { name: 'sourceConnectors', label: 'Sources', sql: 'i.connector_id' },
  { name: 'sourceIntegrations', label: 'Integrations', sql: 'i.name' },
  { name: 'sourceIntegrationUsers', label: 'Integration users', sql: 'i.integration_user' },
];

/** Integrations `i` that have sent a record `t`. */
function sourceRowsOf(object: ObjectName): string | undefined {
  const joined = 'JOIN integrations i ON i.id = s.integration_id';
  if (isSynced(object))
    return `source_records s ${joined} WHERE s.record_id = t.id AND i.object = '${object}'`;
  // An account that several integrations send has a row for each, of which one is listed.
  if (object === 'saas_accounts')
    return `saas_accounts s ${joined} WHERE s.saas_id = t.saas_id AND s.external_id = t.external_id
              AND s.person_id IS NOT DISTINCT FROM t.person_id`;
  return undefined;
}

export const sourceColumnLabels: ReadonlyMap<string, string> = new Map(
  sourceColumns.map(({ name, label }) => [name, label]),
);

export interface SourceOptions {
  /** Where each record comes from is selected as well, which costs a look-up a record. */
  hasSources: boolean;
  /** Connectors are shown by name. */
  nameConnector: (id: string) => string;
}

export function makeObjectList(
  object: ObjectName,
  fields: readonly Field[],
  sources?: SourceOptions,
): ObjectList {
  const columns: Record<string, ListColumn> = { id: { sql: 't.id', type: 'bigint' } };
  const selected: ObjectList['selected'] = [];
  const indexed = listIndexedColumns(object, fields);
  const sortable: string[] = ['id'];
  const computed = computedColumns[object] ?? {};
  for (const field of [...fields, ...stampFields]) {
    const own = computed[field.name];
    const sql = own?.sql ?? `t.${field.column}`;
    selected.push({ name: field.name, sql, toJson: fieldTypes[field.type].toJson });
    const { type, filter, filterSql, order } = fieldTypes[field.type].list;
    const index = indexed[field.name];
    columns[field.name] = {
      // Where the order has an expression of its own, the filter is on the column itself.
      sql: filterSql?.(sql) ?? (index && !order?.sql ? index.sql : sql),
      type: own?.type ?? type,
      ...(filter ? { filter } : {}),
      isNullable: true,
      isSortable: false,
    };
    const sort = own ?? index;
    if (!sort) continue;
    columns[sortName(field.name)] = {
      sql: sort.sql,
      type: sort.type === 'boolean' ? 'integer' : sort.type,
      isFilterable: false,
    };
    sortable.push(field.name);
  }
  if (isSynced(object))
    columns['createdBySession'] = {
      sql: 't.created_by_session',
      type: 'bigint',
      isNullable: true,
      isSortable: false,
    };
  if (isSynced(object))
    // The condition is made by `planRecordFilter`.
    for (const name of Object.keys(sourceFilters))
      columns[name] = { sql: 'NULL::text', type: 'text', isNullable: true, isSortable: false };
  const sourceRows = sources?.hasSources ? sourceRowsOf(object) : undefined;
  if (sources && sourceRows !== undefined)
    for (const { name, sql } of sourceColumns)
      selected.push({
        name,
        sql: `(SELECT array_agg(DISTINCT ${sql} ORDER BY ${sql}) FROM ${sourceRows})`,
        toJson: (value) =>
          (value as unknown as string[]).map((text) =>
            name === 'sourceConnectors' ? sources.nameConnector(text) : text,
          ),
      });
  for (const field of fields) {
    if (fieldTypes[field.type].refersTo !== 'people') continue;
    const name = `${field.name}Name`;
    // Not joined: lists are walked by their own indexes, and a page shows a few dozen names.
    const sql = `(SELECT ${recordNameSql('people', 'p')} FROM people p WHERE p.id = t.${field.column})`;
    columns[name] = { sql, type: 'text', isNullable: true, isSortable: false };
    selected.push({ name, sql, toJson: jsonOf });
  }
  if (object === 'saas_accounts') {
    columns['saasId'] = { sql: 't.saas_id', type: 'bigint', isSortable: false };
    columns['personId'] = { sql: 't.person_id', type: 'bigint', isNullable: true, isSortable: false };
    columns['personName'] = { sql: 'p.full_name', type: 'text', isNullable: true, isSortable: false };
    columns[sortName('personName')] = { sql: `coalesce(p.full_name, '')`, type: 'text', isFilterable: false };
    sortable.push('personName');
    selected.push(
      { name: 'saasId', sql: 't.saas_id', toJson: jsonOf },
      { name: 'personId', sql: 't.person_id', toJson: jsonOf },
      { name: 'personName', sql: 'p.full_name', toJson: jsonOf },
    );
  }
  const hasArchive = object !== 'saas_accounts';
  if (hasArchive)
    columns['archived'] = { sql: 't.archived_at IS NOT NULL', type: 'boolean', isSortable: false };
  const made = makeListFields(columns, [{ field: defaultSort[object] ?? 'id', direction: 'asc' }]);
  return {
    table: object,
    from: froms[object] ?? `${object} t`,
    // What two integrations of one tenant have both sent is one account.
    base: hasArchive ? 't.archived_at IS NULL' : 'NOT t.is_repeated',
    columns,
    fields: { ...made, sortable },
    indexed,
    searchSql: searchExpression(object),
    searched: new Set(
      fields.filter(({ column }) => searchColumns[object]?.includes(column)).map(({ name }) => name),
    ),
    selected,
  };
}

/** Sorts by the indexed expressions instead of the columns. */
export function withSortColumns(query: ListQuery): ListQuery {
  return {
    ...query,
    sort: query.sort.map((sort) => (sort.field === 'id' ? sort : { ...sort, field: sortName(sort.field) })),
  };
}

/** Objects that sessions write, with history, locks and source records. */
export const isSynced = (object: string): boolean => ['people', 'assets', 'software'].includes(object);

const defaultSort: Partial<Record<ObjectName, string>> = {
  people: 'fullName',
  assets: 'deviceName',
  software: 'name',
  saas: 'name',
  saas_accounts: 'email',
};

const froms: Partial<Record<ObjectName, string>> = {
  // Both counts from one pass. PostgreSQL leaves the join out of queries that read neither of them.
  saas: `saas t LEFT JOIN LATERAL (SELECT count(*) AS all_count, count(*) FILTER (WHERE c.is_active) AS active_count
           FROM saas_accounts c WHERE c.saas_id = t.id AND c.missing_since IS NULL AND NOT c.is_repeated) counts ON true`,
  saas_accounts: 'saas_accounts t JOIN saas a ON a.id = t.saas_id LEFT JOIN people p ON p.id = t.person_id',
};

const computedColumns: Partial<Record<ObjectName, Record<string, { sql: string; type: 'text' | 'bigint' }>>> =
  {
    saas: {
      accountCount: { sql: 'counts.all_count', type: 'bigint' },
      activeAccountCount: { sql: 'counts.active_count', type: 'bigint' },
    },
    saas_accounts: { saasName: { sql: 'a.name', type: 'text' } },
  };
