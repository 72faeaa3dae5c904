import { makeError } from '../../errors.ts';

const maxCount = 20;
const maxShown = 200;

const makeInvalid = (problem: string) =>
  makeError('VAULT_FIELD_INVALID', { problem }, { field: 'otherServers' });

/**
 * Servers besides its own that integrations may send a credential to, as they are kept: lower-cased `host` or
 * `host:port`, each once. A complete address that was pasted loses everything else; empty entries are left out.
 *
 * @throws VAULT_FIELD_INVALID (`otherServers`) naming the entry that is no server, or for more than 20.
 */
export function parseOtherServers(entries: readonly string[]): string[] {
  const servers = new Set<string>();
  for (const entry of entries) if (entry.trim() !== '') servers.add(parseServer(entry.trim()));
  if (servers.size > maxCount)
    throw makeInvalid(`Other servers: at most ${maxCount} can be entered; there are ${servers.size}.`);
  return [...servers];
}

/**
 * Whether the list allows the server of this URL. An entry without a port means HTTPS: what goes unencrypted must be
 * named with its port.
 */
export function isListed(url: URL, otherServers: readonly string[]): boolean {
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return otherServers.some((entry) => {
    const listed = URL.parse(`https://${entry}`);
    if (!listed || listed.hostname !== url.hostname) return false;
    const hasPort = /:\d+$/.test(entry);
    return hasPort ? (listed.port || '443') === port : url.protocol === 'https:' && port === '443';
  });
}

function parseServer(entry: string): string {
  const shown = `"${entry.slice(0, maxShown)}"`;
  const fail = (problem: string) => makeInvalid(`Other servers: ${shown} ${problem}`);
  if (entry.includes('*')) throw fail('has a wildcard. Enter each server on its own.');
  const [, scheme, pasted] = /^(https?):\/\/([^/?#]*)/i.exec(entry) ?? [];
  const [, host, port = scheme?.toLowerCase() === 'http' ? '80' : undefined] =
    /^(\[[\da-f:.]+\]|[^\s/\\?#@:[\]]+)(?::(\d{1,5}))?$/i.exec(pasted ?? entry) ?? [];
  // Spelt as in the addresses it is compared with.
  const hostname = host === undefined ? undefined : URL.parse(`https://${host}`)?.hostname;
  if (hostname === undefined || !isHostname(hostname))
    throw fail(
      'is not a server. Enter a host name or address, with the port if it is not the usual one, e.g. server2.example.com or server2.example.com:4443.',
    );
  if (port === undefined) return hostname;
  const number = Number(port);
  if (number < 1 || number > 65_535) throw fail('has no possible port. Enter one from 1 to 65535.');
  return `${hostname}:${number}`;
}

const isHostname = (hostname: string): boolean =>
  hostname.startsWith('[') ||
  (hostname.length <= 253 && hostname.split('.').every((label) => /^[\w-]{1,63}$/.test(label)));
