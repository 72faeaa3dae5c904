import { describe, expect, test } from 'vitest';
import { encodeBody, makeHeaders, makeUrl } from './encode-request.ts';

describe('URL', () => {
  test('query values are encoded and replace those of the same name', () => {
    expect(makeUrl('https://a.example/v2?after=1&x=y', { after: '2', df: 'org = 1 + 2' }).href).toBe(
      'https://a.example/v2?after=2&x=y&df=org%20%3D%201%20%2B%202',
    );
  });

  test('without more parameters the URL stays as the vendor wrote it', () => {
    expect(makeUrl('https://a.example/v2?cursor=a+b%20c', undefined).href).toBe(
      'https://a.example/v2?cursor=a+b%20c',
    );
  });

  test.each([
    'vendor.example/v2?key=hunter2',
    '//ann:hunter2@a.example',
    'ftp://ann:hunter2@a.example/x?y=hunter2',
    '',
  ])('"%s" is refused without showing a secret, in message and cause', (text) => {
    let failure: unknown;
    try {
      makeUrl(text, undefined);
    } catch (err) {
      failure = err;
    }
    expect(failure).toMatchObject({ code: 'EGRESS_URL_INVALID' });
    const { message, stack, cause } = failure as Error;
    expect(`${message} ${stack} ${JSON.stringify(cause)}`).not.toContain('hunter2');
  });

  test('a password in the URL is refused, naming the place for it', () => {
    expect(() => makeUrl('https://ann:hunter2@a.example/', undefined)).toThrow(/into the credential/);
  });
});

describe('headers and bodies', () => {
  test('a header of the caller replaces the default, whatever its letter case', () => {
    const headers = makeHeaders(
      'Muster',
      { 'User-Agent': 'Other', 'Content-Type': 'application/scim+json' },
      encodeBody({ kind: 'json', value: {} }),
    );
    expect(headers).toMatchObject({ 'user-agent': 'Other', 'content-type': 'application/scim+json' });
    expect(Object.keys(headers).filter((name) => /content-type/i.test(name))).toHaveLength(1);
  });

  test('each kind of body', () => {
    expect(encodeBody({ kind: 'form', values: { a: '1 2', b: 'ü&' } })).toEqual({
      text: 'a=1+2&b=%C3%BC%26',
      contentType: 'application/x-www-form-urlencoded',
    });
    expect(encodeBody({ kind: 'json', value: { id: 9007199254740993n } }).text).toBe(
      '{"id":9007199254740993}',
    );
    expect(encodeBody({ kind: 'text', value: '<a/>', contentType: 'text/xml' })).toEqual({
      text: '<a/>',
      contentType: 'text/xml',
    });
    expect(encodeBody(undefined)).toEqual({});
  });
});
