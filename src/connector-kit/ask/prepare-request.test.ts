import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { prepareRequest } from './prepare-request.ts';

const prepare = (path: string, scope: object) => prepareRequest({ method: 'GET', path }, scope).path;

describe('the path of a request', () => {
  test('inserted values are encoded, so that they stay one segment', () => {
    expect(prepare('/devices/{{ id }}/software', { id: 'a/b?c#d é' })).toBe(
      '/devices/a%2Fb%3Fc%23d%20%C3%A9/software',
    );
    expect(prepare('/devices/{{ id }}', { id: 'v1.2..3' })).toBe('/devices/v1.2..3');
  });

  test.each([
    ['/a/{{ id }}/b', '..'],
    ['/a/{{ id }}', '.'],
    ['/a/.{{ id }}/b', '.'],
    ['/a/{{ id }}?x=1', '..'],
  ])('%s with "%s" is refused, whatever encoding a URL parser would undo', (path, id) => {
    expect(() => prepare(path, { id })).toThrow(expect.objectContaining({ code: 'CONNECTOR_PATH_INVALID' }));
  });

  test('no value leads to another path', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (id) => {
        let path: string;
        try {
          path = prepare('/a/{{ id }}/b', { id });
        } catch {
          return;
        }
        const { pathname } = new URL(path, 'https://vendor.example');
        expect(pathname).toMatch(/^\/a\/[^/]*\/b$/);
      }),
    );
  });
});
