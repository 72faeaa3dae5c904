import type { ReactNode } from 'react';
import { emptyText } from '../lib/format.ts';
import classes from './key-value.module.css';

export interface KeyValueItem {
  label: string;
  value: ReactNode;
  /** Small text under the value, e.g. where it came from. */
  note?: ReactNode;
}

/** Label and value pairs as a description list; one column on a phone. */
export function KeyValue({ items, columnCount = 1 }: { items: KeyValueItem[]; columnCount?: 1 | 2 }) {
  return (
    <dl className={classes.list} data-columns={columnCount}>
      {items.map((item) => (
        <div key={item.label} className={classes.pair}>
          <dt className={classes.label}>{item.label}</dt>
          <dd className={classes.value}>
            {item.value === null || item.value === undefined || item.value === '' ? (
              <span className={classes.empty}>{emptyText}</span>
            ) : (
              item.value
            )}
            {item.note ? <div className={classes.note}>{item.note}</div> : null}
          </dd>
        </div>
      ))}
    </dl>
  );
}
