import type { AuthMethod } from '../../connector-kit/index.ts';
import { makeError } from '../../errors.ts';
import { readScopes } from './credential-loader.ts';
import { parseScopes } from './form-values.ts';

export interface CredentialInput {
  connectorId: string;
  methodId: string;
  /** May be empty in a draft. */
  name: string;
  description?: string;
  owner?: string;
  /** Form values by key; secret ones too. */
  fields: Record<string, string>;
  /** Default: those the connector marks as default. */
  scopes?: string[];
  /** Servers besides its own that integrations may send it to: `host` or `host:port`. Default: none. */
  otherServers?: string[];
  /** When the secret ends. Not for OAuth 2.0 authorization code: there the vendor says. */
  expiresAt?: Date | null;
  isDraft?: boolean;
}

/** The connector cannot change; it may be repeated. */
export type CredentialPatch = Partial<CredentialInput>;

/** Throws VAULT_FIELD_INVALID. A draft may have no name yet. */
export function parseName(raw: string, isDraft: boolean): string {
  const name = raw.trim();
  const fail = (problem: string) => makeError('VAULT_FIELD_INVALID', { problem }, { field: 'name' });
  if (name === '' && !isDraft)
    throw fail('Name is required. Say system and access, e.g. "Service desk read-only".');
  if (name.length > 200) throw fail('Name is too long: at most 200 characters.');
  return name;
}

/** Those given, or the connector's defaults; typed ones (form field `scopes`) win. Throws VAULT_FIELD_INVALID. */
export function parseMethodScopes(
  method: AuthMethod,
  fields: Record<string, string>,
  scopes: string[] | undefined,
): string[] {
  if (method.kind !== 'oauth2') {
    if (scopes && scopes.length > 0)
      throw makeError(
        'VAULT_FIELD_INVALID',
        { problem: `${method.title} has no scopes.` },
        { field: 'scopes' },
      );
    return [];
  }
  const defaults = method.scopes.filter((scope) => scope.isDefault).map((scope) => scope.name);
  return parseScopes(readScopes(method, fields, scopes ?? defaults), method.scopeSeparator);
}

/** Throws VAULT_FIELD_INVALID where the vendor says when it ends. */
export function parseExpiresAt(method: AuthMethod, given: Date | null, before: Date | null): Date | null {
  if (method.kind !== 'oauth2' || method.grant !== 'authorization_code') return given;
  if (given && given.getTime() !== before?.getTime()) {
    const problem = 'The expiration date of this credential comes from the vendor and cannot be entered.';
    throw makeError('VAULT_FIELD_INVALID', { problem }, { field: 'expiresAt' });
  }
  return before;
}
