import type { Queryable } from '../../db/client.ts';
import type { Role } from '../../model/actor.ts';

/** Roles whose users need a second factor. */
export async function listSecondFactorRoles(db: Queryable): Promise<Role[]> {
  const { rows } = await db.query<{ role: Role }>('SELECT role FROM second_factor_roles ORDER BY role');
  return rows.map(({ role }) => role);
}

export async function replaceSecondFactorRoles(tx: Queryable, roles: readonly Role[]): Promise<void> {
  await tx.query('DELETE FROM second_factor_roles');
  await tx.query('INSERT INTO second_factor_roles (role) SELECT unnest($1::text[])', [roles]);
}
