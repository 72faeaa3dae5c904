import { RelativeTime } from '../relative-time.tsx';
import type { ListColumn } from './list-columns.ts';

interface InstantColumn<Row> extends Omit<ListColumn<Row>, 'render' | 'width'> {
  read: (row: Row) => unknown;
  width?: number;
  /** What stands there when it never happened. */
  fallback?: string;
}

/** A sortable column of "3 minutes ago". */
export function makeInstantColumn<Row>({ read, fallback, width = 140, ...column }: InstantColumn<Row>) {
  return {
    isSortable: true,
    width,
    ...column,
    render: (row: Row) => {
      const value = read(row);
      return (
        <RelativeTime
          value={typeof value === 'string' ? value : null}
          {...(fallback === undefined ? {} : { fallback })}
        />
      );
    },
  } satisfies ListColumn<Row>;
}
