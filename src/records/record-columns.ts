/**
 * How the fields of an object become columns of its lists. Filters read the column itself; sorting reads an
 * expression without nulls, so that a page is one range of one index (`list-indexes.ts` makes exactly these).
 */

import type { ListFields, ListQuery } from '../model/list-query.ts';
import { type ListColumn, type ListColumns, makeListFields } from '../model/list-sql.ts';
import type { Field, FieldType, ObjectName } from '../model/objects.ts';

const filterTypes: Partial<Record<FieldType, ListColumn['type']>> = {
  short_text: 'text',
  long_text: 'text',
  role: 'text',
  number: 'bigint',
  boolean: 'boolean',
  date_time: 'timestamptz',
};

/** Sort expression without nulls: no value comes first, ascending. Undefined: the field cannot be sorted by. */
export function sortExpression(field: Pick<Field, 'column' | 'type'>, alias = 't'): ListColumn | undefined {
  // Written at every session: an index on it would make each of those writes dear.
  if (field.column === 'connector_sync_time') return undefined;
  const column = `${alias}.${field.column}`;
  switch (field.type) {
    case 'short_text':
    case 'role':
      return { sql: `coalesce(${column}, '')`, type: 'text' };
    case 'number':
      return { sql: `coalesce(${column}, -9223372036854775807)`, type: 'bigint' };
    case 'boolean':
      return { sql: `coalesce(${column}::integer, -1)`, type: 'integer' };
    case 'date_time':
      return { sql: `coalesce(${column}, '0001-01-01 00:00:00+00'::timestamptz)`, type: 'timestamptz' };
    default:
      // Long texts do not fit into an index entry, lists have no order a person would expect.
      return undefined;
  }
}

/** Columns every record has beside its fields. */
const stampFields: readonly Pick<Field, 'name' | 'column' | 'type'>[] = [
  { name: 'createdAt', column: 'created_at', type: 'date_time' },
  { name: 'updatedAt', column: 'updated_at', type: 'date_time' },
];

export interface ObjectList {
  table: string;
  /** FROM and JOINs; the record's own table is `t`. */
  from: string;
  /** Extra conditions of every list of the object. */
  base: string;
  columns: ListColumns;
  fields: ListFields;
  /** Expression searched by `q`, all in lower case; undefined where there is nothing to search. */
  searchSql: string;
  /** Fields with their SQL, as selected. */
  selected: { name: string; sql: string }[];
  stamped: boolean;
}

const searchColumns: Partial<Record<ObjectName, string[]>> = {
  people: ['username', 'email', 'full_name', 'first_name', 'last_name', 'phone_number'],
  saas: ['name', 'publisher'],
  saas_accounts: ['email', 'username', 'full_name'],
};

/** One text per record; the very expression of the search index. */
export function searchExpression(object: ObjectName, alias = 't'): string {
  const parts = (searchColumns[object] ?? []).map((column) => `coalesce(${alias}.${column}, '')`);
  return `lower(${parts.join(` || ' ' || `)})`;
}

/** Sorting by a field goes through a column of this name. */
const sortName = (name: string) => `sort:${name}`;

export function makeObjectList(object: ObjectName, fields: readonly Field[]): ObjectList {
  const columns: Record<string, ListColumn> = { id: { sql: 't.id', type: 'bigint' } };
  const selected: ObjectList['selected'] = [];
  const sortable: string[] = ['id'];
  const computed = computedColumns[object] ?? {};
  for (const field of [...fields, ...stampFields]) {
    const own = computed[field.name];
    const sql = own?.sql ?? `t.${field.column}`;
    selected.push({ name: field.name, sql });
    const type = own?.type ?? filterTypes[field.type];
    // Texts are filtered by the indexed expression too, so that a rare value is found without a scan.
    const isIndexedText = !own && type === 'text' && field.type !== 'long_text';
    if (type) {
      const filterSql = isIndexedText ? `coalesce(${sql}, '')` : sql;
      columns[field.name] = { sql: filterSql, type, isNullable: true, isSortable: false };
    }
    const sort = own ? { sql: own.sortSql, type: own.type } : sortExpression(field);
    if (!sort) continue;
    columns[sortName(field.name)] = { ...sort, isFilterable: false };
    sortable.push(field.name);
  }
  if (object === 'people')
    columns['createdBySession'] = {
      sql: 't.created_by_session',
      type: 'bigint',
      isNullable: true,
      isSortable: false,
    };
  if (object === 'saas_accounts') {
    columns['saasId'] = { sql: 't.saas_id', type: 'bigint', isSortable: false };
    columns['personId'] = { sql: 't.person_id', type: 'bigint', isNullable: true, isSortable: false };
    selected.push({ name: 'saasId', sql: 't.saas_id' }, { name: 'personId', sql: 't.person_id' });
  }
  const hasArchive = object !== 'saas_accounts';
  if (hasArchive)
    columns['archived'] = { sql: 't.archived_at IS NOT NULL', type: 'boolean', isSortable: false };
  const made = makeListFields(columns, [{ field: defaultSort[object] ?? 'id', direction: 'asc' }]);
  return {
    table: object,
    from: froms[object] ?? `${object} t`,
    base: hasArchive ? 't.archived_at IS NULL' : 'true',
    columns,
    fields: { ...made, sortable },
    searchSql: searchExpression(object),
    selected,
    stamped: true,
  };
}

/** Sorts by the indexed expressions instead of the columns. */
export function withSortColumns(query: ListQuery): ListQuery {
  return {
    ...query,
    sort: query.sort.map((sort) => (sort.field === 'id' ? sort : { ...sort, field: sortName(sort.field) })),
  };
}

const defaultSort: Partial<Record<ObjectName, string>> = {
  people: 'fullName',
  saas: 'name',
  saas_accounts: 'email',
};

const froms: Partial<Record<ObjectName, string>> = {
  saas_accounts: 'saas_accounts t JOIN saas a ON a.id = t.saas_id',
};

const accountCount = (condition: string) =>
  `(SELECT count(*) FROM saas_accounts c WHERE c.saas_id = t.id AND c.missing_since IS NULL${condition})`;

const computedColumns: Partial<
  Record<ObjectName, Record<string, { sql: string; sortSql: string; type: ListColumn['type'] }>>
> = {
  saas: {
    accountCount: { sql: accountCount(''), sortSql: accountCount(''), type: 'bigint' },
    activeAccountCount: {
      sql: accountCount(' AND c.is_active'),
      sortSql: accountCount(' AND c.is_active'),
      type: 'bigint',
    },
  },
  saas_accounts: { saasName: { sql: 'a.name', sortSql: 'a.name', type: 'text' } },
};
