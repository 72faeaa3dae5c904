import type { Queryable } from '../db/client.ts';
import { makeError } from '../errors.ts';
import {
  type KeysetColumn,
  type KeysetValue,
  keysetOrderBy,
  makeKeysetCursor,
  parseKeysetCursor,
  planKeysetCondition,
} from '../model/keyset-cursor.ts';
import {
  escapeLike,
  type FilterOp,
  type ListFields,
  type ListFilter,
  type ListPage,
  type ListQuery,
  splitFilterValues,
} from '../model/list-query.ts';
import { type CredentialRow, credentialColumns } from './credentials.queries.ts';

interface ListColumn {
  sql: string;
  type: 'text' | 'timestamptz' | 'integer';
  isNullable: boolean;
}

const columns: Record<string, ListColumn> = {
  name: { sql: 'lower(c.name)', type: 'text', isNullable: false },
  description: { sql: 'lower(c.description)', type: 'text', isNullable: false },
  owner: { sql: 'lower(c.owner)', type: 'text', isNullable: false },
  connectorId: { sql: 'c.connector_id', type: 'text', isNullable: false },
  methodId: { sql: 'c.method_id', type: 'text', isNullable: false },
  status: { sql: 'c.status', type: 'text', isNullable: false },
  expiresAt: { sql: 'c.expires_at', type: 'timestamptz', isNullable: true },
  lastUsedAt: { sql: 'c.last_used_at', type: 'timestamptz', isNullable: true },
  createdAt: { sql: 'c.created_at', type: 'timestamptz', isNullable: false },
  updatedAt: { sql: 'c.updated_at', type: 'timestamptz', isNullable: false },
  usedByCount: { sql: 'c.used_by_count', type: 'integer', isNullable: false },
};

const textOps: FilterOp[] = ['eq', 'ne', 'contains', 'starts', 'empty', 'notEmpty', 'in'];
const instantOps: FilterOp[] = ['lt', 'lte', 'gt', 'gte', 'empty', 'notEmpty'];

/** What the list of credentials can be sorted and filtered by. Search looks at name, description, owner and connector. */
export const credentialListFields: ListFields = {
  sortable: Object.keys(columns),
  filterable: {
    name: textOps,
    description: textOps,
    owner: textOps,
    connectorId: ['eq', 'ne', 'in'],
    methodId: ['eq', 'ne', 'in'],
    status: ['eq', 'ne', 'in'],
    expiresAt: instantOps,
    lastUsedAt: instantOps,
    createdAt: instantOps,
    updatedAt: instantOps,
    usedByCount: ['eq', 'ne', 'lt', 'lte', 'gt', 'gte'],
  },
  defaultSort: [{ field: 'name', direction: 'asc' }],
};

const comparisons: Partial<Record<FilterOp, string>> = {
  eq: '=',
  ne: '<>',
  lt: '<',
  lte: '<=',
  gt: '>',
  gte: '>=',
};

/**
 * One page of credentials (drafts are never listed). `status` is the shown one: an authenticated credential that ends
 * before `expiringBefore` is `expiring`.
 * @param searchConnectorIds connectors whose name matches the search text; names are not in the database.
 */
export async function listCredentialRows(
  db: Queryable,
  query: ListQuery,
  options: { expiringBefore: Date; searchConnectorIds: string[] },
): Promise<ListPage<CredentialRow>> {
  const values: unknown[] = [options.expiringBefore];
  const param = (value: unknown) => `$${values.push(value)}`;
  const conditions = query.filters.map((filter) => planFilter(filter, param));
  if (query.q) {
    const pattern = param(`%${escapeLike(query.q.toLowerCase())}%`);
    conditions.push(
      `(lower(c.name) LIKE ${pattern} OR lower(c.description) LIKE ${pattern} OR lower(c.owner) LIKE ${pattern}
        OR c.connector_id = ANY(${param(options.searchConnectorIds)}::text[]))`,
    );
  }
  const where = conditions.length > 0 ? conditions.join(' AND ') : 'true';
  const counted = await db.query<{ count: number }>(
    `SELECT count(*)::integer AS count FROM ${source} WHERE ${where}`,
    [...values],
  );

  const order = makeOrder(query);
  let after = 'true';
  if (query.cursor) {
    const condition = planKeysetCondition(order, parseKeysetCursor(query.cursor, order), values.length + 1);
    after = condition.sql;
    values.push(...condition.values);
  }
  const keys = order.map((column, at) => `(${column.sql})::text AS "key${at}"`).join(', ');
  const { rows } = await db.query<CredentialRow & Record<`key${number}`, string | null>>(
    `SELECT ${credentialColumns}, ${keys} FROM ${source} WHERE ${where} AND ${after}
      ORDER BY ${keysetOrderBy(order)} LIMIT ${param(query.limit + 1)}`,
    values,
  );
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  const nextCursor =
    rows.length > query.limit && last
      ? makeKeysetCursor(
          order,
          order.map((_, at): KeysetValue => last[`key${at}`] ?? null),
        )
      : null;
  return { items: page, nextCursor, total: { count: counted.rows[0]?.count ?? 0, isExact: true } };
}

// `status` is the shown one, so that sorting and filtering see what the user sees. $1 = when expiring begins.
const source = `(
  SELECT k.id, k.name, k.description, k.owner, k.connector_id, k.method_id, k.fields, k.sealed,
  k.wrapped_key, k.master_key_id, k.seal_version, k.status_reason, k.is_draft, k.scopes, k.expires_at,
  k.access_token_expires_at, k.refreshed_at, k.last_used_at, k.created_at, k.updated_at,
  CASE WHEN k.status = 'authenticated' AND k.expires_at < $1::timestamptz THEN 'expiring' ELSE k.status END AS status,
  (SELECT count(*)::integer FROM integrations i WHERE i.credential_id = k.id) AS used_by_count
  FROM credentials k WHERE NOT k.is_draft) c`;

function makeOrder(query: ListQuery): KeysetColumn[] {
  const order = query.sort.map(({ field, direction }): KeysetColumn => {
    const column = columns[field] as ListColumn;
    return { sql: column.sql, name: field, direction, isNullable: column.isNullable, type: column.type };
  });
  const direction = order[0]?.direction ?? 'asc';
  return [...order, { sql: 'c.id', name: 'id', direction, isNullable: false, type: 'bigint' }];
}

function planFilter(filter: ListFilter, param: (value: unknown) => string): string {
  const { sql, type } = columns[filter.field] as ListColumn;
  const isText = type === 'text';
  const fold = (text: string) => (sql.startsWith('lower(') ? text.toLowerCase() : text);
  switch (filter.op) {
    case 'empty':
      return isText ? `${sql} = ''` : `${sql} IS NULL`;
    case 'notEmpty':
      return isText ? `${sql} <> ''` : `${sql} IS NOT NULL`;
    case 'contains':
      return `${sql} LIKE ${param(`%${escapeLike(fold(filter.value))}%`)}`;
    case 'starts':
      return `${sql} LIKE ${param(`${escapeLike(fold(filter.value))}%`)}`;
    case 'in':
      return `${sql} = ANY(${param(splitFilterValues(filter.value).map(fold))}::text[])`;
    default:
      return `${sql} ${comparisons[filter.op]} ${param(parseFilterValue(filter, type, fold))}::${type}`;
  }
}

function parseFilterValue(
  filter: ListFilter,
  type: ListColumn['type'],
  fold: (text: string) => string,
): string | number {
  if (type === 'text') return fold(filter.value);
  if (type === 'integer' && /^\d{1,9}$/.test(filter.value)) return Number(filter.value);
  if (type === 'timestamptz' && /^\d{4}-\d\d-\d\d/.test(filter.value)) {
    const atMs = Date.parse(filter.value);
    if (!Number.isNaN(atMs)) return filter.value;
  }
  const wanted = type === 'integer' ? 'a whole number' : 'a date, e.g. 2026-11-20 or 2026-11-20T10:00:00Z';
  throw makeError(
    'API_BAD_REQUEST',
    { problem: `The filter on "${filter.field}" needs ${wanted}.` },
    { field: 'filter' },
  );
}
