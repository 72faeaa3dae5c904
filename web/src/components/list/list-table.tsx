import { VisuallyHidden } from '@mantine/core';
import { IconArrowDown, IconArrowsSort, IconArrowUp } from '@tabler/icons-react';
import type { VirtualItem } from '@tanstack/react-virtual';
import type { MouseEvent, ReactNode } from 'react';
import type { ListColumn } from './list-columns.ts';
import classes from './list-table.module.css';
import { RowLink } from './row-link.tsx';

export interface ListViewProps<Row> {
  label: string;
  columns: ListColumn<Row>[];
  rows: Row[];
  rowCount: number;
  items: VirtualItem[];
  totalSize: number;
  getRowKey: (row: Row) => string | number;
  getRowHref?: ((row: Row) => string | undefined) | undefined;
  onOpenRow?: ((row: Row) => void) | undefined;
  renderActions?: ((row: Row) => ReactNode) | undefined;
  sort: string | undefined;
  onSort: (sort: string | undefined) => void;
}

export function ListTable<Row>(props: ListViewProps<Row>) {
  const { columns, rows, items, totalSize, rowCount, sort, onSort, renderActions } = props;
  const columnCount = columns.length + (renderActions ? 1 : 0);
  const minWidth = columns.reduce((sum, column) => sum + column.width, renderActions ? 96 : 0);
  const before = items[0]?.start ?? 0;
  const after = totalSize - (items.at(-1)?.end ?? 0);
  return (
    <table
      className={classes.table}
      style={{ minWidth }}
      aria-label={props.label}
      aria-rowcount={rowCount + 1}
    >
      <colgroup>
        {columns.map((column) => (
          <col key={column.id} style={{ width: column.width }} />
        ))}
        {renderActions ? <col style={{ width: 96 }} /> : null}
      </colgroup>
      <thead>
        <tr aria-rowindex={1}>
          {columns.map((column) => (
            <HeaderCell key={column.id} column={column} sort={sort} onSort={onSort} />
          ))}
          {renderActions ? (
            <th scope="col" className={classes.head}>
              <VisuallyHidden>Actions</VisuallyHidden>
            </th>
          ) : null}
        </tr>
      </thead>
      <tbody>
        <Spacer height={before} columnCount={columnCount} />
        {items.map((item) => {
          const row = rows[item.index];
          return row === undefined ? (
            <SkeletonRow key={item.key} columnCount={columnCount} index={item.index} />
          ) : (
            <DataRow key={props.getRowKey(row)} row={row} index={item.index} {...props} />
          );
        })}
        <Spacer height={after} columnCount={columnCount} />
      </tbody>
    </table>
  );
}

function Spacer({ height, columnCount }: { height: number; columnCount: number }) {
  if (height <= 0) return null;
  return (
    <tr aria-hidden style={{ height }}>
      <td colSpan={columnCount} style={{ padding: 0 }} />
    </tr>
  );
}

interface HeaderCellProps<Row> {
  column: ListColumn<Row>;
  sort: string | undefined;
  onSort: (sort: string | undefined) => void;
}

function HeaderCell<Row>({ column, sort, onSort }: HeaderCellProps<Row>) {
  const direction = sort === column.id ? 'ascending' : sort === `-${column.id}` ? 'descending' : 'none';
  const next = direction === 'none' ? column.id : direction === 'ascending' ? `-${column.id}` : undefined;
  const SortIcon =
    direction === 'ascending' ? IconArrowUp : direction === 'descending' ? IconArrowDown : IconArrowsSort;
  if (!column.isSortable) {
    return (
      <th scope="col" className={classes.head} data-numeric={column.isNumeric || undefined}>
        {column.label}
      </th>
    );
  }
  return (
    <th
      scope="col"
      className={classes.head}
      data-numeric={column.isNumeric || undefined}
      aria-sort={direction}
    >
      <button
        type="button"
        className={classes.sort}
        data-sorted={direction !== 'none' || undefined}
        onClick={() => onSort(next)}
      >
        <span className={classes.headText}>{column.label}</span>
        <SortIcon size={12} aria-hidden className={classes.sortIcon} />
      </button>
    </th>
  );
}

function SkeletonRow({ columnCount, index }: { columnCount: number; index: number }) {
  return (
    <tr className={classes.row} aria-hidden>
      {Array.from({ length: columnCount }, (_, cell) => (
        <td key={cell} className={classes.cell}>
          <span className={classes.skeleton} style={{ width: `${45 + ((index * 7 + cell * 17) % 40)}%` }} />
        </td>
      ))}
    </tr>
  );
}

function DataRow<Row>(props: ListViewProps<Row> & { row: Row; index: number }) {
  const { row, index, columns, getRowHref, onOpenRow, renderActions } = props;
  const isClickable = Boolean(getRowHref?.(row) ?? onOpenRow);
  const openByMouse = (event: MouseEvent<HTMLTableRowElement>) => {
    // A click on a link or button inside does its own thing, and selecting text is not a click.
    if ((event.target as HTMLElement).closest('a, button, input') || window.getSelection()?.toString())
      return;
    event.currentTarget.querySelector<HTMLElement>('[data-row-link]')?.click();
  };
  return (
    // The first cell's link is the keyboard's way; the row only widens the target
    <tr
      className={classes.row}
      data-clickable={isClickable || undefined}
      aria-rowindex={index + 2}
      onClick={isClickable ? openByMouse : undefined}
    >
      {columns.map((column, at) => (
        <td key={column.id} className={classes.cell} data-numeric={column.isNumeric || undefined}>
          {at === 0 ? (
            <RowLink
              index={index}
              href={getRowHref?.(row)}
              onOpen={onOpenRow ? () => onOpenRow(row) : undefined}
            >
              {column.render(row)}
            </RowLink>
          ) : (
            column.render(row)
          )}
        </td>
      ))}
      {renderActions ? (
        <td className={classes.cell} data-actions>
          {renderActions(row)}
        </td>
      ) : null}
    </tr>
  );
}
