import { describe, expect, it } from 'vitest';
import { parseListSearch, parseSearch, stringifySearch } from './search-params.ts';

describe('search parameters', () => {
  it('survive the way into the address and back, colons and commas included', () => {
    const search = {
      q: 'ada & co',
      sort: '-fullName',
      filter: ['role:in:Employee,Manager', 'at:gte:2026-11-20T00:00:00.000Z'],
    };
    expect(parseListSearch(parseSearch(stringifySearch(search)))).toEqual(search);
  });

  it('leave out what is empty', () => {
    expect(stringifySearch({ q: '', sort: undefined, filter: [] })).toBe('');
    expect(parseListSearch({ q: '', filter: [], other: 'x' })).toEqual({});
  });

  it('read one filter as a list of one', () => {
    expect(parseSearch('?filter=role:eq:Manager')).toEqual({ filter: ['role:eq:Manager'] });
  });
});
