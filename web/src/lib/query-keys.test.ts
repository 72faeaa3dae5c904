import { describe, expect, it } from 'vitest';
import { matches } from './query-keys.ts';

const record = ['get', '/api/records/{object}/{id}', { params: { path: { object: 'people', id: 7 } } }];
const list = [
  'get',
  '/api/records/{object}',
  { params: { path: { object: 'people' }, query: { q: 'ada' } } },
];

describe('what a change makes stale', () => {
  it('is everything at an address, whatever was searched for', () => {
    expect(matches(list, '/api/records/{object}', { object: 'people' }, false)).toBe(true);
    expect(matches(list, '/api/records/{object}', { object: 'assets' }, false)).toBe(false);
    expect(matches(record, '/api/records/{object}', { object: 'people' }, false)).toBe(false);
  });

  it('or everything below it as well', () => {
    expect(matches(record, '/api/records/{object}', { object: 'people' }, true)).toBe(true);
    expect(matches(record, '/api/records/{object}', { object: 'assets' }, true)).toBe(false);
    expect(matches(list, '/api/records/{object}/{id}', { object: 'people', id: 7 }, true)).toBe(false);
  });

  it('takes a parameter that is left out for any', () => {
    expect(matches(record, '/api/records/{object}', undefined, true)).toBe(true);
    expect(matches(record, '/api/records/{object}/{id}', { id: 7 }, true)).toBe(true);
    expect(matches(record, '/api/records/{object}/{id}', { id: '8' }, true)).toBe(false);
  });

  it('knows a path that is written out, and its neighbour', () => {
    const versions = ['get', '/api/records/software/{id}/versions', { params: { path: { id: 3 } } }];
    expect(matches(versions, '/api/records/{object}', { object: 'software' }, true)).toBe(true);
    expect(matches(['get', '/api/user-names'], '/api/users', undefined, true)).toBe(false);
    expect(matches(['get', '/api/users'], '/api/users', undefined, true)).toBe(true);
  });
});
