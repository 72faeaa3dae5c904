import type { ReactNode } from 'react';
import { emptyText } from '../lib/format.ts';
import classes from './key-value.module.css';

export interface KeyValueItem {
  label: string;
  value: ReactNode;
  /** Small text beside the value, e.g. where it came from. */
  note?: ReactNode;
}

/** Label and value pairs as a description list; one column on a phone. */
export function KeyValue({ items, columnCount = 1 }: { items: KeyValueItem[]; columnCount?: 1 | 2 }) {
  const isNoted = items.some((item) => item.note);
  return (
    <dl className={classes.list} data-columns={columnCount}>
      {items.map((item) => (
        <div key={item.label} className={classes.pair} data-noted={isNoted || undefined}>
          <dt className={classes.label}>{item.label}</dt>
          <dd className={classes.value}>
            {item.value === null || item.value === undefined || item.value === '' ? (
              <span className={classes.empty}>{emptyText}</span>
            ) : (
              item.value
            )}
          </dd>
          {item.note ? <dd className={classes.note}>{item.note}</dd> : null}
        </div>
      ))}
    </dl>
  );
}
