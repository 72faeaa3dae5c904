import { describe, expect, it } from 'vitest';
import { getBaseUrl, isOwnServer } from './request-url.ts';

const client = { baseUrl: '{{ settings.url | default(fields.url) }}' };
const own = { fields: { url: 'https://acme.example.com' } };
const to = (url: string) => ({ settings: { url } });
const open = (url: string, ...otherServers: string[]) =>
  getBaseUrl(client, to(url), own, { name: 'Acme key', otherServers });

describe('the server an integration leads a credential to', () => {
  it('is its own, whatever the path, or one it lists', () => {
    expect(open('https://acme.example.com/tenant')).toMatchObject({ isOwn: true });
    expect(open('https://ACME.example.com:443')).toMatchObject({ isOwn: true });
    expect(open('https://other.example.com', 'other.example.com')).toMatchObject({ isOwn: false });
  });

  it('is never the same host without encryption, unless that is listed with its port', () => {
    expect(isOwnServer(client, to('http://acme.example.com'), own)).toBe(false);
    for (const listed of [[], ['acme.example.com']])
      expect(() => open('http://acme.example.com', ...listed)).toThrow(
        /Nothing is sent to http:\/\/acme\.example\.com: the credential "Acme key" belongs to https:\/\/acme\.example\.com.*adds acme\.example\.com:80 under/,
      );
    expect(open('http://acme.example.com', 'acme.example.com:80')).toMatchObject({ isOwn: false });
  });
});
