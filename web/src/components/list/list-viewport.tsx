import { useElementScrollRestoration } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useDensity } from '../../lib/density.ts';
import classes from './data-list.module.css';
import { ListCards } from './list-cards.tsx';
import { ListTable, type ListViewProps } from './list-table.tsx';
import { useRowKeys } from './use-row-keys.ts';

interface ListViewportProps<Row>
  extends Pick<
    ListViewProps<Row>,
    'label' | 'columns' | 'getRowKey' | 'getRowHref' | 'onOpenRow' | 'renderActions' | 'sort' | 'onSort'
  > {
  listId: string;
  height?: number;
  rows: Row[];
  query: {
    hasNextPage: boolean;
    isFetchingNextPage: boolean;
    isFetchNextPageError: boolean;
    isPending: boolean;
    isPlaceholderData: boolean;
    fetchNextPage: () => Promise<unknown>;
  };
  isPhone: boolean;
}

const firstSkeletonCount = 16;
const nextSkeletonCount = 4;

/** The scrolling part: asks for the next page before the last loaded row comes into view. */
export function ListViewport<Row>(props: ListViewportProps<Row>) {
  const { listId, rows, query, isPhone, height } = props;
  const { rowHeight, cardHeight } = useDensity().measures;
  const itemHeight = isPhone ? cardHeight : rowHeight;
  const scroller = useRef<HTMLDivElement>(null);
  const scrollId = `list-${listId}`;
  const restored = useElementScrollRestoration({ id: scrollId });
  const skeletonCount = query.isPending ? firstSkeletonCount : query.hasNextPage ? nextSkeletonCount : 0;
  const virtualizer = useVirtualizer({
    count: rows.length + skeletonCount,
    getScrollElement: () => scroller.current,
    estimateSize: () => itemHeight,
    overscan: 12,
    // The sticky header covers as much as one row.
    scrollPaddingEnd: isPhone ? 0 : rowHeight,
    // Before there are rows nothing can be scrolled; see below.
    initialOffset: rows.length > 0 ? (restored?.scrollY ?? 0) : 0,
  });
  // Sizes are remembered by the virtualizer: another density measures anew.
  useLayoutEffect(() => {
    if (itemHeight > 0) virtualizer.measure();
  }, [itemHeight, virtualizer]);
  const items = virtualizer.getVirtualItems();
  const lastIndex = items.at(-1)?.index ?? 0;
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = query;
  useEffect(() => {
    if (lastIndex >= rows.length - 10 && hasNextPage && !isFetchingNextPage && !isFetchNextPageError)
      void fetchNextPage();
  }, [lastIndex, rows.length, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage]);
  useRowKeys(scroller, virtualizer, rows.length);

  // After a reload the rows come later than the page: as soon as they reach so far, the list stands where it stood.
  const [wantedOffset, setWantedOffset] = useState(rows.length > 0 ? 0 : (restored?.scrollY ?? 0));
  const loadedHeight = rows.length * itemHeight;
  useLayoutEffect(() => {
    if (wantedOffset === 0 || rows.length === 0 || !scroller.current) return;
    if (loadedHeight >= wantedOffset + scroller.current.clientHeight || !hasNextPage) {
      scroller.current.scrollTop = wantedOffset;
      setWantedOffset(0);
    } else if (!isFetchingNextPage && !isFetchNextPageError) void fetchNextPage();
  }, [
    wantedOffset,
    rows.length,
    loadedHeight,
    hasNextPage,
    isFetchingNextPage,
    isFetchNextPageError,
    fetchNextPage,
  ]);

  const View = isPhone ? ListCards : ListTable;
  return (
    <div
      ref={scroller}
      className={classes.viewport}
      style={height === undefined ? undefined : { flex: 'none', maxHeight: height }}
      data-scroll-restoration-id={scrollId}
      data-stale={query.isPlaceholderData || undefined}
      aria-busy={query.isPending || query.isPlaceholderData}
    >
      <View {...props} items={items} totalSize={virtualizer.getTotalSize()} rowCount={rows.length} />
    </div>
  );
}
