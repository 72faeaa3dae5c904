import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { callList } from '../../lib/api-client.ts';
import type { ListSearch } from '../../lib/list-types.ts';
import { queryKeys } from '../../lib/query-keys.ts';

interface ListQueryOptions {
  /** First part of the query key; invalidating it reloads the list. */
  area: string;
  path: string;
  search: ListSearch;
  /** Conditions of the page itself, sent beside the user's own. */
  fixedFilters?: string[];
  /** How often a live list asks again, in milliseconds. */
  refetchEveryMs?: number;
}

const pageSize = 100;

/** Pages of a list by keyset cursor. Rows of the previous search stay visible until the new ones are there. */
export function useListQuery<Row>({
  area,
  path,
  search,
  fixedFilters = [],
  refetchEveryMs,
}: ListQueryOptions) {
  const filter = [...fixedFilters, ...(search.filter ?? [])];
  const query = useInfiniteQuery({
    queryKey: queryKeys.list(area, path, { ...search, filter }),
    queryFn: ({ pageParam, signal }) =>
      callList<Row>(
        path,
        {
          limit: pageSize,
          ...(search.q ? { q: search.q } : {}),
          ...(search.sort ? { sort: search.sort } : {}),
          ...(filter.length > 0 ? { filter } : {}),
          ...(pageParam ? { cursor: pageParam } : {}),
        },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
    staleTime: 30_000,
    ...(refetchEveryMs ? { refetchInterval: refetchEveryMs } : {}),
  });
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  return { query, rows, total: query.data?.pages[0]?.total };
}
