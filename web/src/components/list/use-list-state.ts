import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ListSearch } from '../../lib/list-types.ts';
import { parseListSearch } from '../../lib/search-params.ts';

export interface ListState {
  search: ListSearch;
  /** Other parameters of the address are kept. `isTyping` replaces the history entry instead of adding one. */
  update: (change: Partial<ListSearch>, isTyping?: boolean) => void;
}

/** Search, sort and filters of the list on this page, kept in the address so that back and forward bring them back. */
export function useListState(): ListState {
  const all: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  return {
    search: parseListSearch(all),
    update: (change, isTyping = false) => {
      void navigate({
        to: '.',
        search: (previous: Record<string, unknown>) => ({ ...previous, ...change }),
        replace: isTyping,
        resetScroll: false,
      } as never);
    },
  };
}
