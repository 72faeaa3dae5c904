import { makeError } from '../errors.ts';
import type { AuditActor } from '../model/audit.ts';

/**
 * What an API token may never do, whatever its role: with each of these whoever holds a token for a moment could stay
 * in for good, or become somebody else. The one list: a route says which of these it is (`config.act`), and the
 * services behind the routes ask again, so that no other way leads past it.
 */
export const personActs = {
  password: 'change or set a password',
  users: 'add, change or delete users',
  api_tokens: 'make API tokens',
  two_factor: 'change how somebody signs in',
  sign_in_rules: 'change the rules of signing in',
  browser_sessions: 'see or end the sessions of browsers',
} as const;

export type PersonAct = keyof typeof personActs;

/** Throws ACCESS_PERSON_REQUIRED when an API token asks. Muster itself and its command line may. */
export function assertPerson(by: AuditActor, act: PersonAct): void {
  if ('kind' in by && by.kind === 'token') {
    throw makeError('ACCESS_PERSON_REQUIRED', { act: personActs[act] });
  }
}
