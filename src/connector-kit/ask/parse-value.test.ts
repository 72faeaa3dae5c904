import { describe, expect, it } from 'vitest';
import { makeFormField, problemOf } from '../../../test/helpers/form-field.ts';
import type { FormField } from '../definition/definition.ts';
import { parseValue } from './parse-value.ts';

const field = (more: Partial<FormField> = {}) => makeFormField('url', { title: 'Vendor URL', ...more });

describe('one value of a form', () => {
  it.each([
    ['text', '  hello \n', 'hello'],
    ['url', ' https://acme.example.com/ ', 'https://acme.example.com'],
    ['url', 'http://127.0.0.1:4000/base//', 'http://127.0.0.1:4000/base'],
    ['host', 'https://Accounts.Example.com/', 'accounts.example.com'],
    ['host', 'api-us.example.com', 'api-us.example.com'],
    ['host', '\u200bhttps://accounts.example.com/\u00a0', 'accounts.example.com'],
    ['url', '\ufeffHTTPS://Acme.Example.com/Base/ ', 'https://acme.example.com/Base'],
    ['port', ' 4443\u200b', '4443'],
    ['port', '443', '443'],
    ['number', '-1.5', '-1.5'],
    ['boolean', 'true', 'true'],
    ['multiline', ' a\nb\n', 'a\nb'],
  ] as const)('%s: %j becomes %j', (type, raw, wanted) => {
    expect(parseValue(field({ type }), raw)).toBe(wanted);
  });

  it.each([
    ['url', 'acme.example.com', 'must be a complete address that begins with https://'],
    ['url', 'ftp://acme.example.com', 'must be a complete address'],
    ['url', 'https://me:pw@acme.example.com', 'must not contain a user name or password'],
    ['url', 'https://acme.example.com/?a=1', 'must end before the ?'],
    ['host', 'acme.example.com/path', 'must be a host name without path'],
    ['host', 'a b', 'must be a host name'],
    ['port', '0', 'must be a port number from 1 to 65535'],
    ['port', '70000', 'must be a port number'],
    ['number', 'ten', 'must be a number'],
    ['boolean', 'yes', 'must be true or false'],
    ['text', 'a\r\nx-evil: 1', 'contains a line break'],
  ] as const)('%s: refuses %j by name', (type, raw, problem) => {
    const found = problemOf(() => parseValue(field({ type }), raw));
    expect(found.message).toContain('Vendor URL');
    expect(found.message).toContain(problem);
    expect(found.field).toBe('fields.url');
  });

  it('replaces a known misprint', () => {
    const corrections = [{ from: 'acounts.example.com', to: 'accounts.example.com', hint: 'A misprint.' }];
    expect(parseValue(field({ type: 'host', corrections }), 'https://Acounts.example.com/')).toBe(
      'accounts.example.com',
    );
    expect(parseValue(field({ type: 'host', corrections }), 'other.example.com')).toBe('other.example.com');
  });

  it('checks the whole value against the pattern and says what the definition says', () => {
    const sub = field({ pattern: '[a-z]+', patternHelp: 'Only small letters.' });
    expect(parseValue(sub, 'abc')).toBe('abc');
    expect(problemOf(() => parseValue(sub, 'abc1')).message).toBe('Vendor URL: Only small letters.');
  });

  it('offers the choices', () => {
    const choice = field({
      type: 'choice',
      choices: [
        { value: 'us', label: 'US' },
        { value: 'eu', label: 'EU' },
      ],
    });
    expect(parseValue(choice, 'eu')).toBe('eu');
    expect(problemOf(() => parseValue(choice, 'jp')).message).toContain('us, eu');
  });

  it('keeps the spaces of a password, not the line break copied with it', () => {
    expect(parseValue(field({ key: 'password', isSecret: true }), ' p*ss \n')).toBe(' p*ss ');
    expect(parseValue(field({ key: 'clientSecret', isSecret: true }), ' s3cret \n')).toBe('s3cret');
  });

  it('never repeats a secret in a message', () => {
    const secret = field({ key: 'apiKey', isSecret: true, pattern: '[a-z]+' });
    expect(problemOf(() => parseValue(secret, 'TOP-SECRET')).message).not.toContain('TOP-SECRET');
  });
});
