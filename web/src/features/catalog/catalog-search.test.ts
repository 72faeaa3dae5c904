import { describe, expect, it } from 'vitest';
import { isNarrowed, parseCatalogSearch } from './catalog-search.ts';

describe('parseCatalogSearch', () => {
  it('keeps what the catalog can be narrowed by', () => {
    const search = { q: 'ninja', category: 'RMM', object: 'assets', authKind: 'oauth2' };
    expect(parseCatalogSearch(search)).toEqual(search);
  });

  it('leaves out what means nothing, so that the server is not asked for it', () => {
    expect(
      parseCatalogSearch({ q: ' ', category: 1, object: 'cars', authKind: 'toString', view: 'block' }),
    ).toEqual({});
  });

  it('cuts what is longer than the server takes', () => {
    expect(parseCatalogSearch({ q: 'x'.repeat(300) }).q).toHaveLength(100);
  });
});

describe('isNarrowed', () => {
  it('is false without search and filters', () => {
    expect(isNarrowed({})).toBe(false);
    expect(isNarrowed({ q: '' })).toBe(false);
    expect(isNarrowed({ authKind: 'basic' })).toBe(true);
  });
});
