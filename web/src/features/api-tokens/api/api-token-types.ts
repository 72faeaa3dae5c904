import type { Role } from '../../../lib/roles.ts';

export interface ApiToken {
  id: number;
  name: string;
  prefix: string;
  role: Role;
  userId: number;
  userName: string;
  createdAt: string;
  expiresAt: string | null;
  lastUsedAt: string | null;
  revokedAt: string | null;
}
