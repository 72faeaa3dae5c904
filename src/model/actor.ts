/** Roles from lowest to highest; each may do everything the ones before it may. */
export const roles = ['viewer', 'operator', 'administrator'] as const;
export type Role = (typeof roles)[number];

/** The lowest role that may call a route; `public` needs no sign-in. */
export type Access = Role | 'public';

/** Who does something: a signed-in person, or a program with an API token (which acts for the token's owner). */
export interface Actor {
  kind: 'user' | 'token';
  userId: number;
  name: string;
  email: string;
  /** Of a token: the lower one of the token's and its owner's role. */
  role: Role;
  /** Hash of the session cookie, hex; only of a signed-in person. */
  sessionKey?: string;
  /** The role asks for a second factor and this person has none yet: only setting one up is allowed. */
  needsSecondFactor?: boolean;
}

/** True when `role` is `needed` or above. */
export function hasRole(role: Role, needed: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(needed);
}
