import type { ListSearch } from './list-types.ts';

type SearchValue = string | string[] | undefined;

/** Reads `?q=…&filter=a:eq:b&filter=…`: plain text in, plain text out, so that an address can be written by hand. */
export function parseSearch(text: string): Record<string, SearchValue> {
  const result: Record<string, SearchValue> = {};
  for (const [key, value] of new URLSearchParams(text)) {
    if (key === 'filter') result.filter = [...(Array.isArray(result.filter) ? result.filter : []), value];
    else result[key] = value;
  }
  return result;
}

export function stringifySearch(search: Record<string, unknown>): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(search)) {
    if (Array.isArray(value)) for (const item of value) params.append(key, String(item));
    else if (value !== undefined && value !== null && value !== '') params.append(key, String(value));
  }
  const text = params.toString().replaceAll('%3A', ':');
  return text === '' ? '' : `?${text}`;
}

/** `validateSearch` of every list page. */
export function parseListSearch(search: Record<string, unknown>): ListSearch {
  return {
    ...(typeof search.q === 'string' && search.q !== '' ? { q: search.q } : {}),
    ...(typeof search.sort === 'string' && search.sort !== '' ? { sort: search.sort } : {}),
    ...(Array.isArray(search.filter) && search.filter.length > 0
      ? { filter: search.filter.map(String) }
      : {}),
  };
}
