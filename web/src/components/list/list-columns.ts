import type { ReactNode } from 'react';

export interface ListColumn<Row> {
  /** The API's field name: what `sort` sends. */
  id: string;
  label: string;
  render: (row: Row) => ReactNode;
  /** Smallest width in pixels; spare width is shared out in proportion. */
  width: number;
  isSortable?: boolean;
  isHiddenByDefault?: boolean;
  /** Right-aligned with equal-width digits. */
  isNumeric?: boolean;
  /** A parameter the list has to be asked with for it; nothing is asked for a column that is not shown. */
  asksFor?: string;
  /** Where it stands in the card that replaces the row on a phone; columns without it are left out there. */
  card?: 'badge' | 'line';
}
