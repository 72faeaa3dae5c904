import { isDeepStrictEqual } from 'node:util';
import type { AuthMethod } from '../../connector-kit/index.ts';
import { nameHosts } from '../bindings/judge-binding.ts';
import type { PlannedBinding } from '../bindings/plan-binding.ts';
import type { CredentialSecrets, CredentialStatus } from '../vault-types.ts';
import type { CredentialPatch } from './credential-input.ts';
import type { CredentialRow } from './credentials.queries.ts';
import type { FormValues } from './form-values.ts';

export interface ChangeEffect {
  status: CredentialStatus;
  statusReason: string | null;
  areTokensDropped: boolean;
  /** Undefined: nothing sealed changes. */
  secrets: CredentialSecrets | undefined;
}

/**
 * What a change of values means for the tokens. They belong to the account, servers and application they came from:
 * with another one they would be sent to a stranger. With another client secret the refresh token of a person's sign-in
 * may still be good; nothing counts as authenticated before the vendor has said so.
 */
export function planChangeEffect({
  method,
  row,
  secrets,
  before,
  after,
  scopes,
  bindingPlan,
}: {
  method: AuthMethod;
  row: CredentialRow;
  secrets: CredentialSecrets;
  before: FormValues;
  after: FormValues;
  scopes: string[];
  bindingPlan: PlannedBinding;
}): ChangeEffect {
  // Scopes are compared below: other ones need a new consent, but do not make the present tokens wrong.
  const areFieldsSame = isSameRecord({ ...before.fields, scopes: '' }, { ...after.fields, scopes: '' });
  const areSecretsSame = isSameRecord(before.secrets, after.secrets);
  const needsPerson = method.kind === 'oauth2' && method.grant === 'authorization_code';
  const areScopesSame = isSameList(row.scopes, scopes);
  const { binding, isMoved, ungranted } = bindingPlan;
  const { refreshToken } = secrets.tokens ?? {};
  const isOver =
    method.id !== row.methodId ||
    !areFieldsSame ||
    isMoved ||
    (needsPerson ? !areSecretsSame && refreshToken === undefined : !(areSecretsSame && areScopesSame));
  const kept = { status: row.status, statusReason: row.statusReason };
  if (isOver) {
    const action = needsPerson ? 'press Authenticate again' : 'press Test to check them';
    const reason = `The values were changed; ${action}.`;
    return {
      status: 'not_authenticated',
      statusReason: row.status === 'not_authenticated' ? null : reason,
      areTokensDropped: true,
      secrets: { fields: after.secrets, binding },
    };
  }
  const next: CredentialSecrets = { ...secrets, fields: after.secrets, binding };
  if (!areSecretsSame && secrets.tokens) {
    // The access token is over at once, so that the next request has to ask with the new secret.
    const { isRefreshRefused: _, ...tokens } = secrets.tokens;
    return {
      status: 'not_authenticated',
      statusReason: 'The client secret was changed; press Test to check it.',
      // A renewal under way may have used up the refresh token: what it brings is kept.
      areTokensDropped: false,
      secrets: { ...next, tokens: { ...tokens, accessToken: '', expiresAtMs: 0 } },
    };
  }
  if (needsPerson && !areScopesSame && secrets.tokens)
    kept.statusReason = 'The scopes were changed; press Authenticate so that the vendor grants them.';
  if (needsPerson && ungranted.length > 0)
    kept.statusReason = `For ${nameHosts(ungranted, secrets.grantedFor ?? []).join(', ')} the vendor must be asked again; press Authenticate.`;
  const isBindingSame = isDeepStrictEqual(secrets.binding, binding);
  return { ...kept, areTokensDropped: false, secrets: areSecretsSame && isBindingSame ? undefined : next };
}

const isSameRecord = (a: Record<string, string>, b: Record<string, string>): boolean => {
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && a[key] === b[key])
  );
};

const isSameList = (a: string[], b: string[]): boolean =>
  a.length === b.length && a.every((item) => b.includes(item));

/** Names of what changed, for the audit; never values. */
export function listChanged(
  before: FormValues,
  after: FormValues,
  lists: { scopes: string[]; otherServers: string[] },
  row: CredentialRow,
  patch: CredentialPatch,
): string[] {
  const changed: string[] = [];
  for (const part of ['fields', 'secrets'] as const) {
    const keys = new Set([...Object.keys(before[part]), ...Object.keys(after[part])]);
    for (const key of keys) if (before[part][key] !== after[part][key]) changed.push(key);
  }
  for (const key of ['scopes', 'otherServers'] as const)
    if (!isSameList(row[key], lists[key])) changed.push(key);
  for (const key of ['name', 'methodId', 'description', 'owner', 'expiresAt'] as const)
    if (patch[key] !== undefined && String(patch[key]) !== String(row[key])) changed.push(key);
  return changed;
}
