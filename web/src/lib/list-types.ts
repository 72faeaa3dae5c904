/** What every list of the API answers with. */
export interface ListAnswer<Row> {
  items: Row[];
  nextCursor: string | null;
  total: { count: number; isExact: boolean };
}

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

export function formatFilter(filter: Filter): string {
  return `${filter.field}:${filter.op}:${filter.value}`;
}
