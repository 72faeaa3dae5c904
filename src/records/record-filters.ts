/**
 * Filters as conditions on the very expressions that the list indexes hold, so that a rare value is looked up and not
 * scanned for. What is not here (`in`, long texts, lists, …) is planned as in every other list.
 */
import { escapeLike, type ListFilter, splitFilterValues } from '../model/list-query.ts';
import { comparisonSigns, readFilterValue } from '../model/list-sql.ts';
import { isSynced, type ObjectList, sourceFilters } from './record-columns.ts';

/** Trigrams are three characters long; less than that cannot be looked up inside a word. */
export const trigramLength = 3;

/**
 * The condition, or undefined for a filter that needs no special plan. `matching`: the values of the field that match
 * the filter, where they are known (`distinct-values.queries.ts`). Throws API_BAD_REQUEST for a wrong value.
 */
export function planRecordFilter(
  list: ObjectList,
  filter: ListFilter,
  param: (value: unknown) => string,
  matching?: readonly string[],
): string | undefined {
  const { field, op, value } = filter;
  if (field === 'archived' && (op === 'eq' || op === 'ne')) {
    const isArchived = readFilterValue(field, value, { type: 'boolean' }) === (op === 'eq');
    return `t.archived_at IS ${isArchived ? 'NOT ' : ''}NULL`;
  }
  const bySource = planSourceFilter(list, filter, param);
  if (bySource !== undefined) return bySource;
  const indexed = list.indexed[field];
  if (!indexed) return undefined;
  const { sql, type, none } = indexed;
  if (op === 'empty') return `${sql} = ${none}`;
  if (op === 'notEmpty') return `${sql} > ${none}`;
  if (op === 'contains' || op === 'starts') {
    if (matching) return `${sql} = ANY (${param(matching)}::text[])`;
    if (!list.searched.has(field) || [...value].length < trigramLength) return undefined;
    const anywhere = param(`%${escapeLike(value)}%`);
    return `(${list.searchSql} LIKE lower(${anywhere}) AND ${sql} ILIKE ${param(makeIlikePattern(filter))})`;
  }
  if (type === 'boolean') {
    const wanted = readFilterValue(field, value, indexed) ? 1 : 0;
    return op === 'ne' ? `${sql} = ANY ('{-1,${1 - wanted}}'::integer[])` : `${sql} = ${wanted}`;
  }
  if (op === 'in') return undefined;
  const wanted = `${param(readFilterValue(field, value, indexed))}::${type}`;
  // Two ranges, since an index knows nothing of "other than".
  if (op === 'ne') return `(${sql} < ${wanted} OR ${sql} > ${wanted})`;
  const condition = `${sql} ${comparisonSigns[op]} ${wanted}`;
  return op === 'lt' || op === 'lte' ? `(${condition} AND ${sql} > ${none})` : condition;
}

/**
 * Where a record comes from: an integration that has sent it, by the index of its source records. Undefined for any
 * other field.
 */
function planSourceFilter(
  list: ObjectList,
  filter: ListFilter,
  param: (value: unknown) => string,
): string | undefined {
  if (!isSynced(list.table) || !Object.hasOwn(sourceFilters, filter.field)) return undefined;
  const column = sourceFilters[filter.field as keyof typeof sourceFilters];
  const sentBy = (condition: string) =>
    `EXISTS (SELECT FROM source_records s WHERE s.record_id = t.id AND s.integration_id = ANY (ARRAY(
       SELECT i.id FROM integrations i WHERE i.object = '${list.table}'${condition})))`;
  const oneOf = (values: string[]) => sentBy(` AND ${column} = ANY (${param(values)}::text[])`);
  switch (filter.op) {
    case 'empty':
      return `NOT ${sentBy('')}`;
    case 'notEmpty':
      return sentBy('');
    case 'in':
      return oneOf(splitFilterValues(filter.value));
    case 'ne':
      return `NOT ${oneOf([filter.value])}`;
    case 'contains':
    case 'starts':
      return sentBy(` AND ${column} ILIKE ${param(makeIlikePattern(filter))}`);
    default:
      return oneOf([filter.value]);
  }
}

/** The ILIKE pattern of a `contains` or `starts` filter. */
export function makeIlikePattern({ op, value }: ListFilter): string | undefined {
  if (op === 'contains') return `%${escapeLike(value)}%`;
  return op === 'starts' ? `${escapeLike(value)}%` : undefined;
}

/**
 * Search in all search columns: anywhere in the text from three characters on, below that where a word starts, which
 * is what the index can tell. Upper and lower case are the database's, on both sides.
 */
export function planSearch(list: ObjectList, q: string, param: (value: unknown) => string): string {
  const isShort = [...q].length < trigramLength;
  return `${list.searchSql} LIKE lower(${param(`%${isShort ? ' ' : ''}${escapeLike(q)}%`)})`;
}
