import { isIP } from 'node:net';
import { makeError } from '../../errors.ts';

/**
 * The URL a token request may go to. The client secret travels with it, so the host must be one the connector allows,
 * and the transport must be TLS (plain HTTP only to this machine).
 *
 * @param allowed rendered `allowedTokenHosts`: `accounts.example.com`, `*.example.com`, with `:port` where it matters;
 *   a complete URL counts by its host.
 * @throws VAULT_TOKEN_HOST_REFUSED naming the host.
 */
export function parseTokenUrl(
  rendered: string,
  allowed: string[],
  names: { credential: string; vendor: string },
): URL {
  const url = URL.parse(rendered);
  const refuse = (host: string, problem: string) =>
    makeError('VAULT_TOKEN_HOST_REFUSED', { ...names, host, problem });
  if (!url || !/^https?:$/.test(url.protocol) || !url.hostname)
    throw refuse(`"${rendered.slice(0, 200)}"`, 'it is not a complete address');
  if (url.username || url.password) throw refuse(url.host, 'the address contains a user name');
  if (!isTokenHost(url, allowed)) {
    const list = allowed.filter(Boolean).join(', ') || 'none';
    throw refuse(url.host, `allowed: ${list}`);
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname))
    throw refuse(url.host, 'the address must begin with https://, since the client secret is sent there');
  return url;
}

/** Whether the server of this URL is one of these entries. */
export const isTokenHost = (url: URL, allowed: readonly string[]): boolean =>
  allowed.some((entry) => isAllowed(url, entry));

function isAllowed(url: URL, entry: string): boolean {
  const text = entry.trim().toLowerCase();
  if (text === '') return false;
  const isWildcard = text.startsWith('*.');
  const bare = isWildcard ? text.slice(2) : text;
  const wanted = URL.parse(bare.includes('://') ? bare : `${url.protocol}//${bare}`);
  if (!wanted?.hostname) return false;
  if (isWildcard) return url.hostname.endsWith(`.${wanted.hostname}`) && url.port === wanted.port;
  return url.host === wanted.host;
}

function isLoopback(hostname: string): boolean {
  const bare = hostname.replace(/^\[|\]$/g, '');
  return bare === 'localhost' || bare === '::1' || (isIP(bare) === 4 && bare.startsWith('127.'));
}
