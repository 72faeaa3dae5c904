import type { ListSearch } from './list-types.ts';

/**
 * Keys of everything cached. The first part is the area: invalidating `[area]` refreshes all lists and details of it.
 */
export const queryKeys = {
  me: ['me'] as const,
  setup: ['setup'] as const,
  overview: ['overview'] as const,
  list: (area: string, path: string, search: ListSearch) => [area, 'list', path, search] as const,
  detail: (area: string, id: string | number) => [area, 'detail', String(id)] as const,
  part: (area: string, id: string | number, part: string) => [area, 'detail', String(id), part] as const,
};
