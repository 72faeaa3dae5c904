import { hasRole, type Role } from '../lib/roles.ts';
import { useMe } from './use-me.ts';

/** True when the signed-in user may do what needs `needed`. The server decides again; this only hides what it would refuse. */
export function useMay(needed: Role): boolean {
  return hasRole(useMe().role, needed);
}
