import { makeError } from '../errors.ts';

/**
 * Filter operators. `empty` means null or ''; `contains` and `starts` ignore case; `in` takes values joined with
 * commas (a comma inside a value is written `\,`).
 */
export const filterOps = [
  'eq',
  'ne',
  'contains',
  'starts',
  'empty',
  'notEmpty',
  'lt',
  'lte',
  'gt',
  'gte',
  'in',
] as const;
export type FilterOp = (typeof filterOps)[number];

export interface ListFilter {
  field: string;
  op: FilterOp;
  /** '' for `empty` and `notEmpty`. */
  value: string;
}

export interface ListSort {
  field: string;
  direction: 'asc' | 'desc';
}

/** A list request after parsing. `sort` is never empty when the list has a default sort. */
export interface ListQuery {
  q?: string;
  sort: ListSort[];
  filters: ListFilter[];
  cursor?: string;
  limit: number;
}

/** The query string of a list as it arrives. */
export interface RawListQuery {
  q?: string | undefined;
  sort?: string | string[] | undefined;
  filter?: string | string[] | undefined;
  cursor?: string | undefined;
  limit?: number | undefined;
}

/** What one list can do. Fields are API names (camelCase). */
export interface ListFields {
  sortable: readonly string[];
  /** Field → operators it takes. */
  filterable: Readonly<Record<string, readonly FilterOp[]>>;
  defaultSort: readonly ListSort[];
}

/** What every list answers. */
export interface ListPage<T> {
  items: T[];
  nextCursor: string | null;
  total: { count: number; isExact: boolean };
}

export const defaultListLimit = 50;
export const maxListLimit = 500;

const toList = (value: string | string[] | undefined): string[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

const makeBadRequest = (field: string, problem: string) =>
  makeError('API_BAD_REQUEST', { problem }, { field });

const isFilterOp = (text: string): text is FilterOp => (filterOps as readonly string[]).includes(text);

function parseSort(raw: string, fields: ListFields): ListSort {
  const isDescending = raw.startsWith('-');
  const field = isDescending ? raw.slice(1) : raw;
  if (!fields.sortable.includes(field)) {
    throw makeBadRequest(
      'sort',
      `The list cannot be sorted by "${field}". It can be sorted by: ${fields.sortable.join(', ')}.`,
    );
  }
  return { field, direction: isDescending ? 'desc' : 'asc' };
}

function parseFilter(raw: string, fields: ListFields): ListFilter {
  const [field = '', op = '', ...rest] = raw.split(':');
  const known = Object.hasOwn(fields.filterable, field) ? fields.filterable[field] : undefined;
  if (!known) {
    const names = Object.keys(fields.filterable).join(', ');
    throw makeBadRequest(
      'filter',
      `The list cannot be filtered by "${field}". It can be filtered by: ${names}.`,
    );
  }
  if (!isFilterOp(op) || !known.includes(op)) {
    throw makeBadRequest(
      'filter',
      `"${op}" is not a comparison for "${field}". Use one of: ${known.join(', ')} (written ${field}:${known[0]}:value).`,
    );
  }
  const value = rest.join(':');
  if (op === 'empty' || op === 'notEmpty') return { field, op, value: '' };
  if (rest.length === 0) {
    throw makeBadRequest('filter', `The filter on "${field}" has no value. Write it ${field}:${op}:value.`);
  }
  return { field, op, value };
}

/**
 * Parses `q`, `sort=<field>|-<field>` (repeatable), `filter=<field>:<op>:<value>` (repeatable, joined with AND),
 * `cursor` and `limit`. Throws API_BAD_REQUEST with `field` set to the query parameter, naming what is unknown.
 */
export function parseListQuery(raw: RawListQuery, fields: ListFields): ListQuery {
  const sort = toList(raw.sort).map((text) => parseSort(text, fields));
  const seen = new Set<string>();
  for (const { field } of sort) {
    if (seen.has(field))
      throw makeBadRequest('sort', `The list is sorted by "${field}" twice. Leave one out.`);
    seen.add(field);
  }
  const limit = raw.limit ?? defaultListLimit;
  if (!Number.isInteger(limit) || limit < 1 || limit > maxListLimit) {
    throw makeBadRequest('limit', `limit must be a whole number from 1 to ${maxListLimit}.`);
  }
  const q = raw.q?.trim();
  return {
    ...(q ? { q } : {}),
    sort: sort.length > 0 ? sort : [...fields.defaultSort],
    filters: toList(raw.filter).map((text) => parseFilter(text, fields)),
    ...(raw.cursor ? { cursor: raw.cursor } : {}),
    limit,
  };
}

/** The values of an `in` filter: split at commas that are not written `\,`. */
export function splitFilterValues(value: string): string[] {
  const values: string[] = [];
  let current = '';
  for (let at = 0; at < value.length; at += 1) {
    const char = value[at];
    const next = value[at + 1];
    if (char === '\\' && (next === ',' || next === '\\')) {
      current += next;
      at += 1;
    } else if (char === ',') {
      values.push(current);
      current = '';
    } else {
      current += char;
    }
  }
  return [...values, current];
}

/** The reverse of {@link splitFilterValues}. */
export function joinFilterValues(values: readonly string[]): string {
  return values.map((value) => value.replace(/[\\,]/g, (char) => `\\${char}`)).join(',');
}

/** A LIKE pattern that finds `text` literally (escape character is PostgreSQL's default, the backslash). */
export function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, (char) => `\\${char}`);
}
