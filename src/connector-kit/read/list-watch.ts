/**
 * A list that is read page by page is no snapshot: what comes or goes meanwhile moves the rest from page to page. This
 * notices it by the stated total and by the edge between two pages. Kept in the cursor, so a resumed session still
 * knows.
 */
import { compileTemplate } from '../../templates/compile-template.ts';
import type { Paginator } from '../definition/definition.ts';
import type { PageState } from './paginator.ts';

export interface ListWatch {
  /** Records announced by the first page that said so. */
  total?: number;
  /** Records of the pages so far. */
  count: number;
  /** The last ids of the page before. */
  edge?: string[];
  /** Pages were found by counting. */
  isCounted?: true;
}

/** What speaks against concluding anything from what a list lacks. */
export interface ListDoubt {
  /** Why it was not read as it is, a sentence. */
  gap?: string;
  /** More than one page, found by counting: what moves between two of them may be on none, and nobody notices. */
  isCounted?: true;
}

/** What a reading says about its lists: that of the records (parents included), and that of their software. */
export interface ReadingDoubts {
  records?: ListDoubt;
  software?: ListDoubt;
}

const edgeLength = 8;

/** Lists that go on beyond an id: nothing moves across their edges, and their total may be that of the rest. */
const isKeyset = ({ kind }: Paginator): boolean => kind === 'after_id' || kind === 'id_window';

/** @returns what to remember for the next page, and how the list is known to have changed. */
export function watchPage(
  watch: ListWatch | undefined,
  page: { number: number; ids: readonly (string | undefined)[]; total: number | undefined },
  paginator: Paginator,
): { watch: ListWatch; change: string | undefined } {
  const { ids, number } = page;
  const passed = watch?.count ?? 0;
  const total = watch?.total ?? page.total;
  const next: ListWatch = {
    ...(total === undefined ? {} : { total }),
    count: passed + ids.length,
    ...(watch?.isCounted ? { isCounted: true } : {}),
  };
  const edge = ids.filter((id) => id !== undefined).slice(-edgeLength);
  // An empty page has no edge of its own.
  const kept = edge.length > 0 ? edge : watch?.edge;
  if (kept && !isKeyset(paginator)) next.edge = kept;
  return { watch: next, change: findChange() };

  function findChange(): string | undefined {
    if (total !== undefined && page.total !== undefined && page.total !== total) {
      const isRest = isKeyset(paginator) && page.total + passed === total;
      if (!isRest) return `${total} records were announced first, then ${page.total}`;
    }
    const before = new Set(watch?.edge);
    if (before.size > 0 && ids.some((id) => id !== undefined && before.has(id)))
      return `page ${number} brought records of page ${number - 1} again`;
    return undefined;
  }
}

/** Whether pages may be found by counting, as far as a definition tells: of an address only the vendor knows. */
export function mayCountPositions(paginator: Paginator): boolean {
  const { kind } = paginator;
  if (kind === 'template') return Object.values(paginator.params).some(namesPageNumber);
  return kind === 'page' || kind === 'offset' || kind === 'link_header' || kind === 'next_url';
}

const namesPageNumber = (source: string): boolean => compileTemplate(source).paths.includes('page.number');

/** The step from one page to the next. */
export interface PageStep {
  from: PageState;
  /** Where the answer of `from` came from. */
  url: string;
  next: PageState;
  /** Records of all pages up to `from`. */
  passedCount: number;
}

/**
 * Whether the next page is found by counting. Addresses and templates are judged by what changes in them from page
 * to page: the number of the page, or that of the records so far.
 */
export function isFoundByCounting(paginator: Paginator, { from, url, next, passedCount }: PageStep): boolean {
  const counts = [next.number - 1, next.number, passedCount, passedCount + 1].map(String);
  switch (paginator.kind) {
    case 'page':
    case 'offset':
      return true;
    case 'none':
    case 'after_id':
    case 'id_window':
    case 'cursor':
      // A cursor is the vendor's own, whatever it looks like.
      return false;
    case 'link_header':
    case 'next_url': {
      const before = URL.parse(url)?.searchParams;
      return [...(URL.parse(String(next.position))?.searchParams ?? [])].some(
        ([name, value]) => before?.get(name) !== value && counts.includes(value),
      );
    }
    case 'template':
      return Object.entries(paginator.params).some(([name, source]) => {
        const value = next.params?.[name] ?? '';
        return namesPageNumber(source) || (from.params?.[name] !== value && counts.includes(value));
      });
  }
}

/** Why a list that has ended is not whole; undefined where its total was reached, or none was stated. */
export function findShortfall(name: string, { total, count }: ListWatch): string | undefined {
  return total !== undefined && count < total
    ? `The list "${name}" announced ${total} records and sent ${count}.`
    : undefined;
}

/** Both doubts; what was said first stays. */
export function joinDoubts(
  first: ReadingDoubts | undefined,
  second: ReadingDoubts | undefined,
): ReadingDoubts | undefined {
  if (!first || !second) return first ?? second;
  return {
    ...joinOf('records', first.records, second.records),
    ...joinOf('software', first.software, second.software),
  };
}

function joinOf(
  of: keyof ReadingDoubts,
  first: ListDoubt | undefined,
  second: ListDoubt | undefined,
): ReadingDoubts {
  return first || second ? { [of]: { ...second, ...first } } : {};
}
