import type { ClientDefinition } from '../connector-kit/definition.ts';
import { makeError } from '../errors.ts';
import { renderString } from '../templates/compile-template.ts';

/** Throws VAULT_FIELD_INVALID when settings and fields give no address. */
export function renderBaseUrl(client: Pick<ClientDefinition, 'baseUrl'>, scope: object): URL {
  const text = renderString(client.baseUrl, scope).trim();
  const url = URL.parse(text);
  if (!url?.hostname || !/^https?:$/.test(url.protocol)) {
    const problem = `The vendor's address "${text.slice(0, 200)}" is not complete. Enter it with https://, e.g. https://example.com.`;
    throw makeError('VAULT_FIELD_INVALID', { problem });
  }
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
