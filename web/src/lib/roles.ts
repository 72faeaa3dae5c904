export type Role = 'administrator' | 'operator' | 'viewer';

const ranks: Record<Role, number> = { viewer: 0, operator: 1, administrator: 2 };

export const roleLabels: Record<Role, string> = {
  administrator: 'Administrator',
  operator: 'Operator',
  viewer: 'Viewer',
};

/** As a choice offers them, the most powerful first. */
export const roleOptions = (['administrator', 'operator', 'viewer'] as const).map((value) => ({
  value,
  label: roleLabels[value],
}));

export const roleHelp: Record<Role, string> = {
  administrator: 'Everything, including users, API tokens and credentials.',
  operator: 'Integrations, credentials, mappings, sessions and records.',
  viewer: 'Reads lists, records and sessions; changes nothing.',
};

/** True when `role` may do what `needed` may do. */
export function hasRole(role: Role, needed: Role): boolean {
  return ranks[role] >= ranks[needed];
}
