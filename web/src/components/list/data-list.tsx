import { Button, Group, Text } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconRefresh } from '@tabler/icons-react';
import { type ReactNode, useRef, useState } from 'react';
import { formatNumber, formatTotal } from '../../lib/format.ts';
import type { ListPath, RowOf } from '../../lib/list-types.ts';
import { usePhone } from '../../lib/use-phone.ts';
import { ErrorState } from '../error-state.tsx';
import { ColumnChooser } from './column-chooser.tsx';
import classes from './data-list.module.css';
import { AddFilterButton, FilterChips } from './filter-bar.tsx';
import type { FilterField } from './filter-kinds.ts';
import type { ListColumn } from './list-columns.ts';
import { ListNothingFound } from './list-nothing-found.tsx';
import { ListSearchInput } from './list-search-input.tsx';
import { ListViewport } from './list-viewport.tsx';
import { type ListSource, useListQuery } from './use-list-query.ts';
import { useListState } from './use-list-state.ts';
import { useVisibleColumns } from './use-visible-columns.ts';

export interface DataListProps<Path extends ListPath, Row extends RowOf<Path> = RowOf<Path>>
  extends ListSource<Path> {
  /** Remembers columns and scroll position under this name. */
  listId: string;
  /** Singular and plural of a row, lower case: `person`, `people`. */
  nouns: [string, string];
  columns: ListColumn<Row>[];
  filterFields?: FilterField[];
  fixedFilters?: string[];
  getRowKey: (row: Row) => string | number;
  /** Rows without an address are not links. */
  getRowHref?: (row: Row) => string | undefined;
  onOpenRow?: (row: Row) => void;
  renderActions?: (row: Row) => ReactNode;
  /** Shown when there is nothing at all (no search, no filter). */
  empty: ReactNode;
  /** Further buttons at the end of the toolbar. */
  toolbar?: ReactNode;
  hasSearch?: boolean;
  refetchEveryMs?: number;
  /** Height of the rows' viewport; without it the list fills its flex parent. */
  height?: number;
}

/** The one list of the product: server-side search, sort, filters and paging; rows are rendered only where visible. */
export function DataList<Path extends ListPath>(props: DataListProps<Path>) {
  const { columns, filterFields = [], nouns, hasSearch = true } = props;
  const state = useListState();
  const { search } = state;
  const shown = useVisibleColumns(props.listId, columns);
  const askFor = [...new Set(shown.visible.flatMap(({ asksFor }) => asksFor ?? []))];
  const { query, rows, total, hasNews } = useListQuery<Path>({ ...props, search, askFor });
  const [isAdding, setAdding] = useState(false);
  const searchRef = useRef<HTMLInputElement>(null);
  const isPhone = usePhone();
  const filters = search.filter ?? [];
  const isNarrowed = Boolean(search.q) || filters.length > 0;
  const setFilters = (filter: string[]) => state.update({ filter: filter.length > 0 ? filter : undefined });
  useHotkeys([
    ['s', () => searchRef.current?.focus()],
    ['f', () => filterFields.length > 0 && setAdding(true)],
  ]);

  return (
    <div className={classes.list}>
      <Group gap="xs" mb={8} wrap="wrap">
        {hasSearch ? (
          <ListSearchInput
            label={`Search ${nouns[1]}`}
            value={search.q ?? ''}
            onSearch={(q) => state.update({ q: q === '' ? undefined : q }, true)}
            inputRef={searchRef}
          />
        ) : null}
        {filterFields.length > 0 ? (
          <AddFilterButton
            fields={filterFields}
            filters={filters}
            onChange={setFilters}
            isAdding={isAdding}
            onAddingChange={setAdding}
          />
        ) : null}
        <Text c="dimmed" size="sm" className="muster-tabular" ml="auto" role="status">
          {total ? `${formatTotal(total)} ${total.count === 1 ? nouns[0] : nouns[1]}` : ' '}
        </Text>
        {hasNews ? (
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<IconRefresh size={15} />}
            loading={query.isRefetching}
            onClick={() => void query.refetch()}
          >
            The list has changed: show it
          </Button>
        ) : null}
        {props.toolbar}
        {isPhone ? null : (
          <ColumnChooser
            columns={columns}
            isShown={shown.isShown}
            onToggle={shown.toggle}
            onReset={shown.reset}
            isChanged={shown.isChanged}
          />
        )}
      </Group>
      <FilterChips fields={filterFields} filters={filters} onChange={setFilters} />
      {query.isError && rows.length === 0 ? (
        <div className={classes.frame}>
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        </div>
      ) : query.isSuccess && rows.length === 0 && !query.isPlaceholderData ? (
        <div className={classes.frame}>
          {isNarrowed ? (
            <ListNothingFound
              noun={nouns[1]}
              onClear={() => state.update({ q: undefined, filter: undefined })}
            />
          ) : (
            props.empty
          )}
        </div>
      ) : (
        <ListViewport
          {...props}
          label={nouns[1]}
          columns={isPhone ? columns : shown.visible}
          rows={rows}
          query={query}
          isPhone={isPhone}
          sort={search.sort}
          onSort={(sort) => state.update({ sort })}
        />
      )}
      {query.isFetchNextPageError ? (
        <ErrorState
          title="The next rows could not be loaded"
          error={query.error}
          onRetry={() => void query.fetchNextPage()}
        />
      ) : null}
      <Text size="xs" c="dimmed" mt={4} className="muster-tabular" aria-hidden={rows.length === 0}>
        {rows.length > 0 && query.hasNextPage
          ? `${formatNumber(rows.length)} loaded; more while you scroll`
          : ' '}
      </Text>
    </div>
  );
}
