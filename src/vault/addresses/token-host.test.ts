import { describe, expect, it } from 'vitest';
import { parseTokenUrl } from './token-host.ts';

const names = { credential: 'Acme', vendor: 'Acme' };

describe('where a token request may go', () => {
  it.each([
    ['https://accounts.example.com/token', ['accounts.example.com']],
    ['https://accounts.example.eu/token', ['accounts.example.com', 'accounts.example.eu']],
    ['https://acme.example.com/token', ['*.example.com']],
    ['https://acme.example.com:8443/token', ['acme.example.com:8443']],
    ['https://acme.example.com/token', ['https://acme.example.com']],
    ['http://127.0.0.1:4000/token', ['http://127.0.0.1:4000']],
    ['http://localhost:4000/token', ['localhost:4000']],
  ])('%s is allowed by %j', (url, allowed) => {
    expect(parseTokenUrl(url, allowed, names).href).toBe(url);
  });

  it.each([
    ['https://evil.example.net/token', ['accounts.example.com'], 'evil.example.net'],
    [
      'https://accounts.example.com.evil.net/token',
      ['accounts.example.com'],
      'accounts.example.com.evil.net',
    ],
    ['https://evilexample.com/token', ['*.example.com'], 'evilexample.com'],
    ['https://example.com/token', ['*.example.com'], 'example.com'],
    ['https://acme.example.com:8443/token', ['acme.example.com'], 'acme.example.com:8443'],
    ['https://accounts.example.com@evil.net/token', ['accounts.example.com'], 'evil.net'],
    ['http://accounts.example.com/token', ['accounts.example.com'], 'https://'],
    ['/token', ['accounts.example.com'], 'not a complete address'],
    ['https://accounts.example.com/token', [''], 'allowed: none'],
  ])('%s is refused by %j, naming it', (url, allowed, named) => {
    expect(() => parseTokenUrl(url, allowed, names)).toThrow(
      expect.objectContaining({ code: 'VAULT_TOKEN_HOST_REFUSED', message: expect.stringContaining(named) }),
    );
  });
});
