import { describe, expect, it } from 'vitest';
import { isListed, parseOtherServers } from './other-servers.ts';

const problemOf = (entries: string[]) => {
  try {
    parseOtherServers(entries);
  } catch (err) {
    return err as { code: string; field: string; message: string };
  }
  throw new Error(`${entries} was taken`);
};

describe('parseOtherServers', () => {
  it.each([
    [' XMS2.Example.com ', 'xms2.example.com'],
    ['xms2.example.com:4443', 'xms2.example.com:4443'],
    ['https://xms2.example.com:4443/zdm/login?x=1#top', 'xms2.example.com:4443'],
    ['HTTP://xms2.example.com/', 'xms2.example.com:80'],
    ['https://xms2.example.com:443', 'xms2.example.com:443'],
    ['10.1.2.3:08443', '10.1.2.3:8443'],
    ['[2001:DB8::1]:4443', '[2001:db8::1]:4443'],
    ['[0:0:0:0:0:0:0:1]', '[::1]'],
    ['xms', 'xms'],
    ['büro.example', 'xn--bro-hoa.example'],
  ])('%s is kept as %s', (entry, kept) => {
    expect(parseOtherServers([entry])).toEqual([kept]);
  });

  it.each([
    '*.example.com',
    'xms2.example.com/path',
    'ftp://xms2.example.com',
    'https://',
    'https://user:pass@xms2.example.com',
    'user@xms2.example.com',
    'xms2.example.com:0',
    'xms2.example.com:65536',
    'xms2.example.com:port',
    'xms2.example.com:',
    'xms2..example.com',
    'two words',
    'a.example,b.example',
    'back\\slash',
    '2001:db8::1',
    '[2001:db8::zz]',
    '{{Citrix.Hostname}}',
    'tab\tinside',
  ])('%s is refused, naming it and the field', (entry) => {
    const problem = problemOf(['good.example', entry]);
    expect(problem).toMatchObject({ code: 'VAULT_FIELD_INVALID', field: 'otherServers' });
    expect(problem.message).toContain(`Other servers: "${entry}"`);
  });

  it('keeps each once, leaves empty ones out, and takes at most 20', () => {
    expect(parseOtherServers(['a.example', '', ' A.example', 'https://a.example/', 'b.example'])).toEqual([
      'a.example',
      'b.example',
    ]);
    const many = Array.from({ length: 21 }, (_, index) => `s${index}.example`);
    expect(parseOtherServers(many.slice(1))).toHaveLength(20);
    expect(problemOf(many).message).toContain('at most 20');
  });
});

describe('isListed', () => {
  it.each([
    ['https://a.example/path', 'a.example', true],
    ['https://a.example:443', 'a.example', true],
    ['https://a.example', 'a.example:443', true],
    ['http://a.example', 'a.example', false],
    ['http://a.example', 'a.example:80', true],
    ['http://a.example', 'a.example:443', false],
    ['https://a.example:4443', 'a.example', false],
    ['https://a.example:4443', 'a.example:4443', true],
    ['https://a.example:4444', 'a.example:4443', false],
    ['https://b.a.example', 'a.example', false],
    ['https://a.example.evil.net', 'a.example', false],
    ['https://[::1]:4443', '[::1]:4443', true],
  ])('%s with %s: %s', (url, entry, expected) => {
    expect(isListed(new URL(url), ['other.example', entry])).toBe(expected);
  });
});
