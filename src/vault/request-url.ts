import type { ClientDefinition } from '../connector-kit/definition.ts';
import { makeError } from '../errors.ts';
import { renderString } from '../templates/compile-template.ts';

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

/**
 * The base URL of an integration. Its settings may name another path, never another host than the credential's own
 * one: whoever may edit an integration could otherwise have the secrets sent anywhere.
 * @throws VAULT_HOST_REFUSED, VAULT_FIELD_INVALID
 */
export function getBaseUrl(
  client: Pick<ClientDefinition, 'baseUrl'>,
  extraScope: Record<string, unknown> | undefined,
  ownScope: object,
  credential: string,
): URL {
  const url = renderBaseUrl(client, { ...extraScope, ...ownScope });
  const own = URL.parse(renderString(client.baseUrl, { settings: {}, ...ownScope }).trim());
  if (own?.hostname && own.host !== url.host)
    throw makeError('VAULT_HOST_REFUSED', { target: url.host, credential, host: own.host });
  return url;
}

/**
 * The address of a request below the base URL. A complete one (next page) is taken when it leads to the same origin:
 * secrets travel with it.
 * @throws VAULT_HOST_REFUSED
 */
export function resolveUrl(base: URL, path: string, credential: string): URL {
  const isComplete = /^[a-z][a-z0-9+.-]*:/i.test(path) || path.startsWith('//');
  const url = isComplete
    ? URL.parse(path, base.href)
    : URL.parse(`${base.href.replace(/\/+$/, '')}${path === '' ? '' : `/${path.replace(/^\/+/, '')}`}`);
  if (!url || url.origin !== base.origin) {
    const target = url?.host ?? 'an address that is not valid';
    throw makeError('VAULT_HOST_REFUSED', { target, credential, host: base.host });
  }
  return url;
}
