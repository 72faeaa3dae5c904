import type { paths } from './api-types.generated.ts';

interface ListAnswer {
  items: unknown[];
  nextCursor: string | null;
  total: { count: number; isExact: boolean };
}

type ListRoute = { get: { responses: { 200: { content: { 'application/json': ListAnswer } } } } };

/** Routes that answer with a page of a list. */
export type ListPath = { [Path in keyof paths]: paths[Path] extends ListRoute ? Path : never }[keyof paths];

/** What such a route lists. */
export type RowOf<Path extends ListPath> =
  paths[Path]['get']['responses'][200]['content']['application/json']['items'][number];

/** What stands in braces in its path. */
export type PathParamsOf<Path extends ListPath> = paths[Path]['get']['parameters']['path'];

export type FilterOp =
  | 'eq'
  | 'ne'
  | 'contains'
  | 'starts'
  | 'empty'
  | 'notEmpty'
  | 'lt'
  | 'lte'
  | 'gt'
  | 'gte'
  | 'in';

export interface Filter {
  field: string;
  op: FilterOp;
  value: string;
}

/** The part of a list's state that lives in the address bar. */
export interface ListSearch {
  q?: string;
  /** Field name; a leading `-` sorts downwards. */
  sort?: string;
  /** `field:op:value`, as the API takes it. */
  filter?: string[];
}

/** Splits `field:op:value`; the value may contain colons. */
export function parseFilter(text: string): Filter | undefined {
  const [field, op, ...rest] = text.split(':');
  if (!field || !op) return undefined;
  return { field, op: op as FilterOp, value: rest.join(':') };
}

/** Several values of one condition, as the API takes them: a comma inside a value is written `\\,`. */
export function joinFilterValues(values: readonly string[]): string {
  return values.map((value) => value.replaceAll(/[\\,]/g, '\\$&')).join(',');
}

export function splitFilterValues(text: string): string[] {
  return text === ''
    ? []
    : (text.match(/(?:\\.|[^,\\])+/g) ?? []).map((value) => value.replaceAll(/\\(.)/g, '$1'));
}

export function formatFilter(filter: Filter): string {
  return `${filter.field}:${filter.op}:${filter.value}`;
}
