import { type AppError, makeError } from '../../errors.ts';
import type { AddressedCredential, Binding, LoadedCredential } from '../vault-types.ts';
import { findOwnTokenOrigin, listOrigins } from './list-origins.ts';

/** What a credential would need, for the addresses it has now. All empty: nothing. */
export interface BindingVerdict {
  /** Origins the secret was not entered for. */
  secret: string[];
  /** Secret global variables it uses, each with the origins its value was not entered for. */
  variables: { key: string; origins: string[] }[];
  /** Servers of its own that the tokens a person granted were not granted for. */
  granted: string[];
}

export function judgeBinding(credential: LoadedCredential): BindingVerdict {
  const callback = credential.secrets.callback;
  const wanted = listOrigins({ ...credential, callback });
  const { binding, tokens, grantedFor = [] } = credential.secrets;
  const all = [...new Set([...wanted.origins, ...wanted.granted])];
  const own = listOrigins({ ...credential, callback, otherServers: [] });
  return {
    secret: findMissing(wanted.origins, binding?.origins),
    variables: credential.secretVariables
      .map(({ key, origins }) => ({ key, origins: findMissing(all, origins) }))
      .filter(({ origins }) => origins.length > 0),
    granted: tokens ? findMissing(own.granted, grantedFor) : [],
  };
}

export const findMissing = (wanted: readonly string[], allowed: readonly string[] = []): string[] =>
  wanted.filter((origin) => !allowed.includes(origin));

/**
 * Before anything that authenticates is sent there.
 * @param carries `entered`: values of the form, or tokens got with them alone; `granted`: tokens a person has granted.
 * @throws VAULT_SECRET_NEEDED; VAULT_NEEDS_REAUTHENTICATION for granted tokens.
 */
export function assertBound(credential: LoadedCredential, url: URL, carries: 'entered' | 'granted'): void {
  const { binding, grantedFor } = credential.secrets;
  if (carries === 'granted' && !grantedFor?.includes(url.origin))
    throw makeNotGranted(credential, [url.origin]);
  if (carries === 'entered' && !binding?.origins.includes(url.origin))
    throw makeSecretNeeded(credential, [url.origin]);
  assertVariablesBound(credential, url.origin);
}

/**
 * The same for a token request. The vendor may name another server of its own in the redirect of a sign-in: that one
 * must have been among the token hosts when the secret was entered.
 */
export function assertTokenUrlBound(
  credential: LoadedCredential,
  template: string,
  url: URL,
  isListedHost: (url: URL, hosts: readonly string[]) => boolean,
): void {
  assertOwnTokenServerBound(credential, template);
  const { binding } = credential.secrets;
  const own = findOwnTokenOrigin(credential, template);
  if (own !== url.origin && !isListedHost(url, binding?.tokenHosts ?? []))
    throw makeSecretNeeded(credential, [url.origin]);
  assertVariablesBound(credential, url.origin);
}

/** The server the form itself names, whatever a redirect adds. Throws VAULT_SECRET_NEEDED. */
export function assertOwnTokenServerBound(credential: LoadedCredential, template: string): void {
  const own = findOwnTokenOrigin(credential, template);
  if (own !== undefined && !credential.secrets.binding?.origins.includes(own))
    throw makeSecretNeeded(credential, [own]);
}

/** Whether the credential's access may follow a redirect or a link of an answer there. Throws nothing. */
export function isBound(credential: LoadedCredential, url: URL): boolean {
  const { binding, grantedFor } = credential.secrets;
  const allowed = isGranted(credential) ? grantedFor : binding?.origins;
  return (
    (allowed ?? []).includes(url.origin) &&
    credential.secretVariables.every(({ origins }) => origins?.includes(url.origin))
  );
}

/** Whether its access is a person's consent rather than what was entered. */
export const isGranted = ({ method }: Pick<AddressedCredential, 'method'>): boolean =>
  method.kind === 'oauth2' && method.grant === 'authorization_code';

function assertVariablesBound(credential: LoadedCredential, origin: string): void {
  const variable = credential.secretVariables.find(({ origins }) => !origins?.includes(origin));
  if (variable) throw makeVariableNeeded(credential.name, variable.key, [origin]);
}

/** Why it cannot be used as it is: the error a request would end with; undefined when it can. */
export function findBindingProblem(credential: LoadedCredential): AppError | undefined {
  const { secret, variables, granted } = judgeBinding(credential);
  if (secret.length > 0) return makeSecretNeeded(credential, secret);
  const [variable] = variables;
  if (variable) return makeVariableNeeded(credential.name, variable.key, variable.origins);
  return granted.length > 0 ? makeNotGranted(credential, granted) : undefined;
}

/** VAULT_SECRET_NEEDED, with the fields to enter as `details.needs`; `field` is the first of them. */
export function makeSecretNeeded(
  credential: Pick<LoadedCredential, 'name' | 'method'> & { secrets: { binding?: Binding } },
  origins: readonly string[],
): AppError {
  const asked = credential.method.fields.filter((field) => field.isSecret);
  const bound = credential.secrets.binding?.origins ?? [];
  const hosts = nameHosts(origins, bound);
  const titles = asked.map(({ title }) => title).join(' and ');
  const reason =
    bound.length === 0
      ? 'it was entered for no server so far.'
      : `it was entered for ${nameHosts(bound, origins).join(', ')} and goes nowhere else.`;
  const where = 'Open Configuration > Security > Credentials, edit it and';
  const advice = titles === '' ? `${where} save its authorization again.` : `${where} enter ${titles} again.`;
  return makeError(
    'VAULT_SECRET_NEEDED',
    { credential: credential.name, host: hosts.join(', '), reason, advice },
    {
      ...(asked[0] ? { field: `fields.${asked[0].key}` } : {}),
      details: { hosts, needs: asked.map(({ key, title }) => ({ key, title, hosts })) },
    },
  );
}

function makeVariableNeeded(credential: string, key: string, origins: readonly string[]): AppError {
  const hosts = nameHosts(origins, []);
  const reason = `it uses the secret global variable ${key}, whose value was not entered for that server.`;
  const advice = `Enter the value of ${key} again under Configuration > Global Settings, if it shall go there.`;
  return makeError(
    'VAULT_SECRET_NEEDED',
    { credential, host: hosts.join(', '), reason, advice },
    { details: { hosts, variable: key, needs: [] } },
  );
}

/** Begins the reason of a credential whose tokens were granted for other servers. */
export const notGrantedReason = 'Its tokens were not granted for ';

function makeNotGranted(credential: LoadedCredential, origins: readonly string[]): AppError {
  const { grantedFor = [] } = credential.secrets;
  const hosts = nameHosts(origins, grantedFor);
  const granted = grantedFor.length > 0 ? `, only for ${nameHosts(grantedFor, origins).join(', ')}` : '';
  const reason = `${notGrantedReason}${hosts.join(', ')}${granted}.`;
  return makeError(
    'VAULT_NEEDS_REAUTHENTICATION',
    { credential: credential.name, reason },
    { details: { reason, hosts } },
  );
}

/** Hosts as people know them; complete where the same host stands on the other side with another scheme. */
export function nameHosts(origins: readonly string[], others: readonly string[]): string[] {
  const otherHosts = new Set(others.map((origin) => new URL(origin).host));
  return [
    ...new Set(
      origins.map((origin) => {
        const { host } = new URL(origin);
        return otherHosts.has(host) ? origin : host;
      }),
    ),
  ];
}
