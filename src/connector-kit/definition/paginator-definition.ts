/** Where paging values are put: into the query (default) or into the JSON or form body, there as texts if the vendor wants. */
type PagePlace = { in?: 'query' | 'body'; asText?: boolean };

/**
 * How a list goes on. Styles that count (`page`, `offset`, `after_id`) read until an empty page, because a vendor may
 * serve smaller pages than asked for; `shortPageEnds` saves that last request where the vendor is known not to, and
 * `totalPath` where the answer states how many there are: reading ends when as many have come.
 */
export type Paginator =
  | { kind: 'none' }
  | ({
      kind: 'page';
      pageParam: string;
      sizeParam?: string;
      pageSize: number;
      firstPage: number;
      shortPageEnds?: boolean;
      totalPath?: string;
    } & PagePlace)
  | ({
      kind: 'offset';
      offsetParam: string;
      limitParam: string;
      pageSize: number;
      shortPageEnds?: boolean;
      totalPath?: string;
    } & PagePlace)
  /** The next request names the largest id seen. */
  | ({
      kind: 'after_id';
      param: string;
      sizeParam: string;
      pageSize: number;
      idPath: string;
      shortPageEnds?: boolean;
    } & PagePlace)
  /**
   * The answer names a cursor; stops on an empty page or when there is none. `canRepeat`: the name stays the same and
   * the vendor keeps the progress, so a resumed session starts the query again. `otherCursorPaths` are looked at when
   * `cursorPath` holds no text or number.
   */
  | ({
      kind: 'cursor';
      param: string;
      cursorPath: string;
      otherCursorPaths?: string[];
      sizeParam?: string;
      pageSize?: number;
      canRepeat: boolean;
    } & PagePlace)
  /** Ids beyond the smallest (`older`) or largest (`newer`) one seen; stops on an empty page. */
  | ({
      kind: 'id_window';
      param: string;
      sizeParam: string;
      pageSize: number;
      idPath: string;
      direction: 'older' | 'newer';
    } & PagePlace)
  | { kind: 'link_header'; rel: string; sizeParam?: string; pageSize?: number }
  | { kind: 'next_url'; path: string; sizeParam?: string; pageSize?: number }
  /**
   * `stopWhen` and `params` are templates; scope: `page.number`, `response`, `headers`, `links` (the last three are
   * absent for the first page, `page.number` is that of the page asked for). Empty params are left out. Reaching
   * `maxPages` without `stopWhen` is an error, not an end.
   */
  | { kind: 'template'; stopWhen: string; params: Record<string, string>; maxPages: number };
