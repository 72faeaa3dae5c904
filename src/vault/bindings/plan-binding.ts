import type { Binding, CredentialSecrets, LoadedCredential } from '../vault-types.ts';
import { findMissing, isGranted, makeSecretNeeded } from './judge-binding.ts';
import { listOrigins } from './list-origins.ts';

export type Planned = Pick<
  LoadedCredential,
  'name' | 'definition' | 'method' | 'fields' | 'globals' | 'otherServers'
>;

export interface BindingChange {
  /** With the values and servers it will have. */
  next: Planned;
  /** With those it has; undefined for a new one. */
  before: Planned | undefined;
  stored: CredentialSecrets;
  /** Secret values it will have, by key. */
  secrets: Record<string, string>;
  /** Keys of the secret values that were entered just now. */
  entered: ReadonlySet<string>;
  /** Whether the person saves authorization or servers at all, and not only a name. */
  isAuthorization: boolean;
}

export interface PlannedBinding {
  binding: Binding;
  /** There are servers the secret was not entered for until now: what was got for the old ones is over. */
  isMoved: boolean;
  /** Servers that tokens a person has granted were not granted for. */
  ungranted: string[];
}

/**
 * The binding after a change. Entering every secret again binds them to all servers there are then. A change that only
 * adds servers is refused.
 * @throws VAULT_SECRET_NEEDED naming the first field to enter again, and all of them in `details.needs`
 */
export function planBinding(change: BindingChange): PlannedBinding {
  const { next, before, stored, secrets } = change;
  const wanted = listOrigins({ ...next, callback: stored.callback });
  const binding: Binding = { origins: wanted.origins, tokenHosts: wanted.tokenHosts };
  const ungranted = isGranted(next) && stored.tokens ? findMissing(wanted.granted, stored.grantedFor) : [];
  const missing = findMissing(wanted.origins, stored.binding?.origins);
  const isComplete = Object.keys(secrets).every((key) => change.entered.has(key));
  if (isComplete && change.isAuthorization)
    return { binding, isMoved: before !== undefined && missing.length > 0, ungranted };
  const old = before ? listOrigins({ ...before, callback: stored.callback }).origins : [];
  const added = findMissing(missing, old);
  if (added.length > 0) throw askAgain(next, stored, added, secrets, change.entered);
  return { binding: stored.binding ?? { origins: [], tokenHosts: [] }, isMoved: false, ungranted };
}

function askAgain(
  credential: Planned,
  stored: CredentialSecrets,
  origins: readonly string[],
  secrets: Record<string, string>,
  entered: ReadonlySet<string>,
) {
  // Only what has a value and was left out is asked for.
  const fields = credential.method.fields.filter(
    (field) => !field.isSecret || (Object.hasOwn(secrets, field.key) && !entered.has(field.key)),
  );
  const { binding } = stored;
  return makeSecretNeeded(
    { ...credential, method: { ...credential.method, fields }, secrets: binding ? { binding } : {} },
    origins,
  );
}
