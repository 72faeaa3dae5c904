import { fillValues, makeScope, type OAuth2Method } from '../../connector-kit/index.ts';
import { renderString } from '../../templates/compile-template.ts';
import type { AddressedCredential, Binding } from '../vault-types.ts';
import { findBaseUrls } from './find-base-urls.ts';

export interface CredentialOrigins extends Binding {
  /** Where only tokens go that a person has granted at the vendor (authorization code). */
  granted: string[];
}

/**
 * Every server the definition leads this credential to, with the values it has now: what a secret entered now is
 * entered for. An address that is not complete leads nowhere and is left out.
 */
export function listOrigins(credential: AddressedCredential): CredentialOrigins {
  const { definition, method } = credential;
  const api = [...listApiOrigins(credential), ...listOtherOrigins(credential.otherServers)];
  if (method.kind !== 'oauth2') return { origins: unique(api), tokenHosts: [], granted: [] };
  const { origins: token, tokenHosts } = listTokenServers(credential, method);
  if (method.grant !== 'authorization_code')
    return { origins: unique([...token, ...api]), tokenHosts, granted: [] };
  const isSecretSent = namesSecretField(Object.values(definition.client.headers), credential);
  return { origins: unique([...token, ...(isSecretSent ? api : [])]), tokenHosts, granted: unique(api) };
}

/** Origin of a rendered token or refresh URL without what the vendor added to the redirect; undefined where it needs that. */
export function findOwnTokenOrigin(credential: AddressedCredential, template: string): string | undefined {
  return findOrigin(renderString(template, scopeOf({ ...credential, callback: {} })));
}

/** Where the settings of an integration lead a credential that has no server of its own. */
export function listSettingOrigins(
  credential: AddressedCredential,
  entered: Record<string, string>,
): string[] {
  const { definition, globals } = credential;
  const template = definition.client.baseUrl;
  const scope = scopeOf(credential);
  if (findOrigin(renderString(template, { settings: {}, ...scope })) !== undefined) return [];
  const settings = fillValues(definition.settings, entered, globals);
  const found = findOrigin(renderString(template, { settings, ...scope }));
  return found === undefined ? [] : [found];
}

function listTokenServers(credential: AddressedCredential, method: OAuth2Method): Binding {
  const scope = scopeOf({ ...credential, callback: {} });
  const templates = [method.tokenUrl, ...(method.refreshUrl === undefined ? [] : [method.refreshUrl])];
  return {
    origins: templates.flatMap((template) => findOwnTokenOrigin(credential, template) ?? []),
    tokenHosts: unique(method.allowedTokenHosts.map((host) => renderString(host, scope)).filter(Boolean)),
  };
}

function listApiOrigins(credential: AddressedCredential): string[] {
  const { definition, method } = credential;
  const logins = method.kind === 'session_login' ? [method.preceding, method.login] : [];
  const templates = new Set(findBaseUrls({ ...definition, auth: [], logins }));
  const scope = scopeOf(credential);
  // Where only settings name the server, the one they name unasked is the credential's.
  const settings = fillValues(definition.settings, {}, credential.globals);
  return [...templates].flatMap(
    (template) =>
      findOrigin(renderString(template, { settings: {}, ...scope })) ??
      findOrigin(renderString(template, { settings, ...scope })) ??
      [],
  );
}

/** An entry with a port counts with and without encryption, as where it is compared (`isListed`). */
function listOtherOrigins(otherServers: readonly string[]): string[] {
  return otherServers.flatMap((entry) => {
    const schemes = /:\d+$/.test(entry) ? ['https', 'http'] : ['https'];
    return schemes.flatMap((scheme) => findOrigin(`${scheme}://${entry}`) ?? []);
  });
}

function namesSecretField(templates: readonly string[], { method }: AddressedCredential): boolean {
  const keys = method.fields.filter((field) => field.isSecret).map((field) => field.key);
  return templates.some((text) => keys.some((key) => new RegExp(`\\b${key}\\b`).test(text)));
}

const scopeOf = ({ globals, fields, callback }: AddressedCredential) =>
  makeScope({ globals, fields, callback: callback ?? {} });

function findOrigin(text: string): string | undefined {
  const url = URL.parse(text.trim());
  return url?.hostname && /^https?:$/.test(url.protocol) ? url.origin : undefined;
}

const unique = (texts: readonly string[]): string[] => [...new Set(texts)].sort();
