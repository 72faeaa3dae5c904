import type { ListPage } from '../model/list-query.ts';

/** The first item of a list that fits, looked for page by page: a search may find more than one page holds. */
export async function findInPages<T>(
  list: (cursor: string | undefined) => Promise<ListPage<T>>,
  fits: (item: T) => boolean,
): Promise<T | undefined> {
  for (let cursor: string | undefined; ; ) {
    const { items, nextCursor } = await list(cursor);
    const found = items.find(fits);
    if (found || nextCursor === null) return found;
    cursor = nextCursor;
  }
}
