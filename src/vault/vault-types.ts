import type { AuthMethod, ConnectorDefinition, Globals, SignInHelp } from '../connector-kit/index.ts';

export const credentialStatuses = [
  'not_authenticated',
  'authenticated',
  'expiring',
  'needs_reauthentication',
  'needs_secret',
] as const;
export type CredentialStatus = (typeof credentialStatuses)[number];

/** Global variables as the vault needs them: the template scope `globals`. */
export interface GlobalsPort {
  /** Those that are not secret. */
  getOpenScope(): Promise<Globals>;
  /** Secret ones too, each with the servers its value was entered for. Never leaves the server. */
  getBoundScope(): Promise<BoundGlobals>;
}

export interface BoundGlobals {
  globals: Globals;
  /** Of each secret one, as it is spelt. */
  secrets: BoundVariable[];
}

export interface BoundVariable {
  /** `Vendor.Key` */
  key: string;
  /** Origins; undefined when it was sealed before there were any. */
  origins: string[] | undefined;
}

/** Which servers a secret was entered for. Part of what is sealed, so that nothing outside can change it. */
export interface Binding {
  /** As URL.origin spells them. */
  origins: string[];
  /** Hosts the vendor itself may send a sign-in to, beside: the definition's `allowedTokenHosts` at that time. */
  tokenHosts: string[];
}

/** What a use of a credential brings along: the integration's settings (template scope) and its CA bundle. */
export interface RequestContext {
  extraScope?: Record<string, unknown>;
  caBundlePem?: string;
  /** Which session login is wanted, see `findLoginServer`; rivals for different ones do not share an attempt. */
  loginServer?: string;
}

/** Tokens of an OAuth 2.0 credential. `generation` names one answer of the vendor, so that rivals see a change. */
export interface OAuthTokens {
  generation: string;
  accessToken: string;
  refreshToken?: string;
  /** The refresh token before, kept until the present one has proved to work by bringing the next answer. */
  previousRefreshToken?: string;
  /** Epoch milliseconds; null when neither vendor nor definition says. */
  expiresAtMs: number | null;
  obtainedAtMs: number;
  /** The vendor has said that the refresh token is dead; asking again would only lock the account. */
  isRefreshRefused?: boolean;
}

/** What a session login gave: added to every call to its server until it ends. */
export interface LoginSession {
  generation: string;
  headers: Record<string, string>;
  query: Record<string, string>;
  expiresAtMs: number;
  obtainedAtMs: number;
}

/** The sealed part of a credential. */
export interface CredentialSecrets {
  fields: Record<string, string>;
  /** Where `fields` may go. Absent in what was sealed before there were bindings: then nowhere. */
  binding?: Binding;
  tokens?: OAuthTokens;
  /** Of tokens a person has granted (authorization code): the origins they may go to. */
  grantedFor?: string[];
  /** By server (`findLoginServer`): what one server gave is never sent to another. */
  sessions?: Record<string, LoginSession>;
  /** What the vendor added to the redirect (e.g. the accounts server of the user's region). Scope name: `callback`. */
  callback?: Record<string, string>;
}

/** A credential with everything needed to use it. Never leaves the server. */
export interface LoadedCredential {
  id: number;
  name: string;
  status: CredentialStatus;
  statusReason: string | null;
  sealVersion: number;
  expiresAt: Date | null;
  scopes: string[];
  /** Servers besides its own that integrations may send it to: `host` or `host:port`. */
  otherServers: string[];
  definition: ConnectorDefinition;
  method: AuthMethod;
  /** All form values, secret ones too, with defaults and global variables filled in. */
  fields: Record<string, string>;
  secrets: CredentialSecrets;
  /** Of the secret ones only those it uses. */
  globals: Globals;
  /** The secret ones it uses. */
  secretVariables: BoundVariable[];
}

/** What says where a credential leads. */
export type AddressedCredential = Pick<
  LoadedCredential,
  'definition' | 'method' | 'fields' | 'globals' | 'otherServers'
> & { callback?: Record<string, string> | undefined };

export interface CredentialUser {
  id: number;
  name: string;
}

export interface CredentialSummary {
  id: number;
  name: string;
  description: string;
  owner: string;
  connectorId: string;
  connectorName: string;
  methodId: string;
  methodTitle: string;
  kind: AuthMethod['kind'] | null;
  /** Only of OAuth 2.0. */
  grant: 'authorization_code' | 'client_credentials' | 'password' | null;
  status: CredentialStatus;
  statusReason: string | null;
  /** False while a person still has to authenticate it at the vendor. */
  isUsable: boolean;
  isDraft: boolean;
  scopes: string[];
  /** Servers besides its own that integrations may send it to: `host` or `host:port`. */
  otherServers: string[];
  /** When the secret itself ends. */
  expiresAt: Date | null;
  accessTokenExpiresAt: Date | null;
  refreshedAt: Date | null;
  lastUsedAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
  usedBy: CredentialUser[];
}

export interface CredentialDetail extends CredentialSummary {
  /** Form values that are not secret. */
  fields: Record<string, string>;
  /** Keys of the secret form fields that have a value. The values are never given out. */
  secretsSet: string[];
  /** What to do when signing in fails although everything is right; the address is filled in. */
  signInHelp: SignInHelp | null;
}
