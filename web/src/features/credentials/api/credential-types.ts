import type { DefinitionField } from '../../../components/definition-fields.ts';

export type CredentialStatus = 'not_authenticated' | 'authenticated' | 'expiring' | 'needs_reauthentication';

export interface Credential {
  id: number;
  name: string;
  description: string;
  owner: string;
  connectorId: string;
  connectorName: string;
  methodId: string;
  methodTitle: string;
  kind: 'oauth2' | 'api_key' | 'basic' | 'session_login' | null;
  grant: 'authorization_code' | 'client_credentials' | 'password' | null;
  status: CredentialStatus;
  statusReason: string | null;
  isUsable: boolean;
  isDraft: boolean;
  scopes: string[];
  expiresAt: string | null;
  accessTokenExpiresAt: string | null;
  refreshedAt: string | null;
  lastUsedAt: string | null;
  createdAt: string;
  updatedAt: string;
  usedBy: { id: number; name: string }[];
}

export interface CredentialDetail extends Credential {
  fields: Record<string, string>;
  secretsSet: string[];
}

/** What a form saves; secrets that are left out stay as they are. */
export interface CredentialInput {
  name: string;
  description: string;
  owner: string;
  connectorId: string;
  methodId: string;
  fields: Record<string, string>;
  scopes: string[];
  /** Not for credentials that sign in at the vendor. */
  expiresAt?: string | null;
  isDraft: boolean;
}

export interface ConnectorCard {
  id: string;
  name: string;
  description: string;
  logo: string;
  categories: string[];
}

export interface AuthMethod {
  id: string;
  title: string;
  kind: 'oauth2' | 'api_key' | 'basic' | 'session_login';
  /** A person signs in at the vendor. */
  needsSignIn: boolean;
  fields: DefinitionField[];
  scopes: { name: string; reason: string; isDefault: boolean }[];
}

export interface Connector extends ConnectorCard {
  docsUrl: string;
  redirectUrl: string;
  auth: AuthMethod[];
}

/** What every part of the credential page gets. */
export interface CredentialPartProps {
  credential: CredentialDetail;
  connector: Connector;
  method: AuthMethod;
  mayChange: boolean;
}
