import { useDensity } from '../../lib/density.ts';
import classes from './list-cards.module.css';
import type { ListViewProps } from './list-table.tsx';
import { RowLink } from './row-link.tsx';

/** The list on a phone: title and badge, one line of the most telling values under it. */
export function ListCards<Row>(props: ListViewProps<Row>) {
  const { cardHeight } = useDensity().measures;
  const { columns, rows, items, totalSize, getRowKey, getRowHref, onOpenRow, renderActions, rowCount } =
    props;
  const [title] = columns;
  const badges = columns.filter((column) => column.card === 'badge');
  const lines = columns.filter((column) => column.card === 'line');
  return (
    <ul className={classes.list} style={{ height: totalSize }} aria-label={props.label}>
      {items.map((item) => {
        const row = rows[item.index];
        if (row === undefined || !title) {
          return (
            <li
              key={item.key}
              className={classes.card}
              style={{ top: item.start, height: cardHeight }}
              aria-hidden
            >
              <span className={classes.skeleton} style={{ width: '55%' }} />
              <span className={classes.skeleton} style={{ width: '80%' }} />
            </li>
          );
        }
        return (
          <li
            key={getRowKey(row)}
            className={classes.card}
            style={{ top: item.start, height: cardHeight }}
            aria-posinset={item.index + 1}
            aria-setsize={rowCount}
          >
            <div className={classes.top}>
              <span className={classes.title}>
                <RowLink
                  index={item.index}
                  href={getRowHref?.(row)}
                  onOpen={onOpenRow ? () => onOpenRow(row) : undefined}
                >
                  {title.render(row)}
                </RowLink>
              </span>
              {badges.map((column) => (
                <span key={column.id}>{column.render(row)}</span>
              ))}
              {renderActions ? <span className={classes.actions}>{renderActions(row)}</span> : null}
            </div>
            <div className={classes.line}>
              {lines
                .map((column) => ({ id: column.id, content: column.render(row) }))
                .filter(({ content }) => content !== null && content !== undefined && content !== '')
                .map(({ id, content }, index) => (
                  <span key={id}>
                    {index > 0 ? ' · ' : ''}
                    {content}
                  </span>
                ))}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
