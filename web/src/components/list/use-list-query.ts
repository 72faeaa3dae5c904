import { keepPreviousData } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api } from '../../lib/api-client.ts';
import { useAskEvery, useChangedAt } from '../../lib/change-channel.ts';
import type { ListPath, ListSearch, PathParamsOf, RowOf } from '../../lib/list-types.ts';
import { fillPath } from '../../lib/query-keys.ts';

export interface ListSource<Path extends ListPath> {
  /** The route of the API that answers with the list's pages. */
  path: Path;
  /** What stands in braces in the path. */
  pathParams?: PathParamsOf<Path>;
}

interface ListQueryOptions<Path extends ListPath> extends ListSource<Path> {
  search: ListSearch;
  /** Conditions of the page itself, sent beside the user's own. */
  fixedFilters?: string[];
  /** Further parameters, such as what a column asks for. */
  askFor?: readonly string[];
  /** How often a live list asks again, in milliseconds. */
  refetchEveryMs?: number;
}

const pageSize = 100;
const someList = '/api/users';

/** Pages of a list by keyset cursor. Rows of the previous search stay visible until the new ones are there. */
export function useListQuery<Path extends ListPath>(options: ListQueryOptions<Path>) {
  const { path, pathParams, search, fixedFilters = [], askFor = [], refetchEveryMs } = options;
  const filter = [...fixedFilters, ...(search.filter ?? [])];
  const query = {
    limit: pageSize,
    ...(search.q ? { q: search.q } : {}),
    ...(search.sort ? { sort: search.sort } : {}),
    ...(filter.length > 0 ? { filter } : {}),
    ...Object.fromEntries(askFor.map((name) => [name, 'true'])),
  };
  const filledPath = fillPath(path, pathParams).join('/');
  const askEvery = useAskEvery(refetchEveryMs ?? 0, 60_000);
  const changedAt = useChangedAt(filledPath);
  // Every list takes the same query and answers alike: the types of one stand for all, but for the rows.
  const pages = api.useInfiniteQuery(
    'get',
    filledPath as typeof someList,
    { params: { query } },
    {
      initialPageParam: null,
      getNextPageParam: (page) => page.nextCursor,
      placeholderData: keepPreviousData,
      refetchOnWindowFocus: false,
      staleTime: 30_000,
      ...(refetchEveryMs ? { refetchInterval: askEvery } : {}),
    },
  );
  const rows = useMemo(
    () => (pages.data?.pages.flatMap((page): unknown[] => page.items) ?? []) as RowOf<Path>[],
    [pages.data],
  );
  // A list of one page follows by itself.
  const hasNews = (pages.data?.pages.length ?? 0) > 1 && changedAt > pages.dataUpdatedAt;
  return { query: pages, rows, total: pages.data?.pages[0]?.total, hasNews };
}
