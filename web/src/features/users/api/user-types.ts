import type { Role } from '../../../lib/roles.ts';

export interface User {
  id: number;
  email: string;
  name: string;
  role: Role;
  isDisabled: boolean;
  createdAt: string;
  updatedAt: string;
  lastSignInAt: string | null;
}

export interface UserInput {
  email: string;
  name: string;
  role: Role;
  isDisabled: boolean;
  password: string;
}
