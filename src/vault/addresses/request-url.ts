import type { ClientDefinition } from '../../connector-kit/index.ts';
import { makeError } from '../../errors.ts';
import { trimEndOf } from '../../model/trim-characters.ts';
import { renderString } from '../../templates/compile-template.ts';
import { isListed } from '../credentials/other-servers.ts';

/** Throws VAULT_FIELD_INVALID when settings and fields give no address. */
function renderBaseUrl(client: Pick<ClientDefinition, 'baseUrl'>, scope: object): URL {
  const text = renderString(client.baseUrl, scope).trim();
  const url = URL.parse(text);
  if (!url?.hostname || !/^https?:$/.test(url.protocol)) {
    const problem = `The vendor's address "${text.slice(0, 200)}" is not complete. Enter it with https://, e.g. https://example.com.`;
    throw makeError('VAULT_FIELD_INVALID', { problem });
  }
  return url;
}

/** The credential's own server; undefined where only settings say it. */
function findOwnUrl(client: Pick<ClientDefinition, 'baseUrl'>, ownScope: object): URL | undefined {
  const url = URL.parse(renderString(client.baseUrl, { settings: {}, ...ownScope }).trim());
  return url?.hostname ? url : undefined;
}

/** Whether settings leave the credential at its own server. Nothing is refused here. */
export function isOwnServer(
  client: Pick<ClientDefinition, 'baseUrl'>,
  extraScope: Record<string, unknown>,
  ownScope: object,
): boolean {
  const own = findOwnUrl(client, ownScope);
  return !own || own.origin === renderBaseUrl(client, { ...extraScope, ...ownScope }).origin;
}

export interface BaseUrl {
  url: URL;
  /** False when settings lead to another server than the credential's own; that one says nothing about the credential. */
  isOwn: boolean;
}

/**
 * The base URL of an integration. Its settings may name another path, but another server than the credential's own
 * only when the credential lists it: whoever may edit an integration could otherwise have the secrets sent anywhere.
 * @throws VAULT_HOST_REFUSED, VAULT_FIELD_INVALID
 */
export function getBaseUrl(
  client: Pick<ClientDefinition, 'baseUrl'>,
  extraScope: Record<string, unknown> | undefined,
  ownScope: object,
  credential: { name: string; otherServers: readonly string[] },
): BaseUrl {
  const url = renderBaseUrl(client, { ...extraScope, ...ownScope });
  const own = findOwnUrl(client, ownScope);
  if (!own || own.origin === url.origin) return { url, isOwn: true };
  if (isListed(url, credential.otherServers)) return { url, isOwn: false };
  const { name } = credential;
  // Named as the list takes it: without encryption only with the port.
  const entry = url.protocol === 'https:' || url.port ? url.host : `${url.host}:80`;
  const advice = `If they shall go there too, an administrator adds ${entry} under "Other servers" of the credential; otherwise correct the settings of the integration, or the global variables behind them.`;
  // Of one host with and without encryption the scheme is the difference.
  const [target, host] = own.host === url.host ? [url.origin, own.origin] : [url.host, own.host];
  throw makeError('VAULT_HOST_REFUSED', { target, credential: name, host, advice });
}

/**
 * The address of a request below the base URL. A complete one (next page) is taken when it leads to the same origin:
 * secrets travel with it.
 * @param followed origins that redirects of the same server have led to, and were followed
 * @throws VAULT_HOST_REFUSED
 */
export function resolveUrl(
  base: URL,
  path: string,
  credential: string,
  followed: ReadonlySet<string> = new Set(),
): URL {
  const isComplete = /^[a-z][a-z0-9+.-]*:/i.test(path) || path.startsWith('//');
  const url = isComplete
    ? URL.parse(path, base.href)
    : URL.parse(`${trimEndOf(base.href, '/')}${path === '' ? '' : `/${path.replace(/^\/+/, '')}`}`);
  if (!url || (url.origin !== base.origin && !followed.has(url.origin))) {
    const target = url?.host ?? 'an address that is not valid';
    const advice = `An answer of ${base.host} or the connector named that address; check the address the integration uses.`;
    throw makeError('VAULT_HOST_REFUSED', { target, credential, host: base.host, advice });
  }
  return url;
}
