import {
  type AuthMethod,
  type ConnectorDefinition,
  type ConnectorDirectory,
  fillValues,
  makeScope,
} from '../../connector-kit/index.ts';
import type { Queryable } from '../../db/client.ts';
import { makeError } from '../../errors.ts';
import { pickUsedGlobals } from '../bindings/secret-variables.ts';
import type { Envelope, SealContext } from '../seal/envelope.ts';
import type { BoundGlobals, CredentialSecrets, LoadedCredential } from '../vault-types.ts';
import { type CredentialRow, findCredentialRow, type SealColumns } from './credentials.queries.ts';

export interface CredentialLoader {
  /** Throws API_NOT_FOUND, VAULT_METHOD_UNKNOWN, VAULT_SEAL_BROKEN, VAULT_MASTER_KEY_MISSING. */
  load(id: number): Promise<LoadedCredential>;
  /** @param globals default: those there are now. */
  loadRow(row: CredentialRow, globals?: BoundGlobals): Promise<LoadedCredential>;
  openSecrets(row: CredentialRow): Promise<CredentialSecrets>;
  /** Seals for the next version of the row. */
  sealNext(
    row: { id: number; name: string; sealVersion: number },
    secrets: CredentialSecrets,
  ): Promise<SealColumns>;
}

export interface CredentialLoaderDeps {
  db: Queryable;
  envelope: Envelope;
  connectors: ConnectorDirectory;
  loadGlobals(): Promise<BoundGlobals>;
}

export function makeCredentialLoader(deps: CredentialLoaderDeps): CredentialLoader {
  const { db, envelope, connectors } = deps;

  async function openSecrets(row: CredentialRow): Promise<CredentialSecrets> {
    if (!row.sealed || !row.wrappedKey || !row.masterKeyId) return { fields: {} };
    const box = { sealed: row.sealed, wrappedKey: row.wrappedKey, masterKeyId: row.masterKeyId };
    return envelope.open<CredentialSecrets>(makeSealContext(row, row.sealVersion), box);
  }

  async function loadRow(row: CredentialRow, given?: BoundGlobals): Promise<LoadedCredential> {
    const definition = getConnector(connectors, row.connectorId);
    const method = getMethod(definition, row.methodId);
    const secrets = await openSecrets(row);
    const filled = fillCredential(
      definition,
      method,
      row.fields,
      secrets,
      given ?? (await deps.loadGlobals()),
    );
    return {
      id: row.id,
      name: row.name,
      status: row.status,
      statusReason: row.statusReason,
      sealVersion: row.sealVersion,
      expiresAt: row.expiresAt,
      scopes: readScopes(method, filled.fields, row.scopes),
      otherServers: row.otherServers,
      definition,
      method,
      secrets,
      ...filled,
    };
  }

  return {
    openSecrets,
    loadRow,
    async load(id) {
      return loadRow(await getCredentialRow(db, id));
    },
    async sealNext(row, secrets) {
      const sealVersion = row.sealVersion + 1;
      return { ...(await envelope.seal(makeSealContext(row, sealVersion), secrets)), sealVersion };
    },
  };
}

/** The values as they are used, with the global variables they may see. */
export function fillCredential(
  definition: ConnectorDefinition,
  method: AuthMethod,
  open: Record<string, string>,
  secrets: CredentialSecrets,
  all: BoundGlobals,
): Pick<LoadedCredential, 'fields' | 'globals' | 'secretVariables'> {
  const entered = Object.fromEntries(
    method.fields.map(({ key, isSecret }) => [key, isSecret ? secrets.fields[key] : open[key]]),
  );
  const { globals, secretVariables } = pickUsedGlobals(definition, method, entered, all);
  return { fields: fillValues(method.fields, entered, globals), globals, secretVariables };
}

/** A connector may let the user type the scopes (form field `scopes`); else they are chosen from its list. */
export function readScopes(method: AuthMethod, fields: Record<string, string>, chosen: string[]): string[] {
  const field = method.fields.find((candidate) => candidate.key === 'scopes');
  return field ? (fields.scopes ?? field.defaultValue ?? '').split(/[\s,]+/).filter(Boolean) : chosen;
}

const makeSealContext = (row: { id: number; name: string }, version: number): SealContext => ({
  kind: 'credential',
  id: row.id,
  version,
  what: `the credential "${row.name}"`,
});

export async function getCredentialRow(db: Queryable, id: number): Promise<CredentialRow> {
  const row = await findCredentialRow(db, id);
  if (!row) throw makeError('API_NOT_FOUND', { what: `The credential ${id}` });
  return row;
}

export function getConnector(connectors: ConnectorDirectory, id: string): ConnectorDefinition {
  const definition = connectors.find(id);
  if (!definition)
    throw makeError('API_NOT_FOUND', { what: `The connector "${id}"` }, { field: 'connectorId' });
  return definition;
}

export function getMethod(definition: ConnectorDefinition, id: string): AuthMethod {
  const method = definition.auth.find((candidate) => candidate.id === id);
  if (!method) {
    const methods = definition.auth.map((candidate) => candidate.id).join(', ');
    throw makeError(
      'VAULT_METHOD_UNKNOWN',
      { connector: definition.name, method: id, methods },
      { field: 'methodId' },
    );
  }
  return method;
}

/** Throws VAULT_CREDENTIAL_INCOMPLETE when a required value is missing, naming it. */
export function assertComplete(credential: LoadedCredential): void {
  const missing = credential.method.fields.find((field) => field.isRequired && !credential.fields[field.key]);
  if (missing) {
    throw makeError(
      'VAULT_CREDENTIAL_INCOMPLETE',
      { credential: credential.name, problem: `enter ${missing.title}.` },
      { field: `fields.${missing.key}` },
    );
  }
}

/** Every text that must not appear in a message or log. */
export function listSecretTexts(credential: LoadedCredential): string[] {
  const { tokens, sessions, fields } = credential.secrets;
  const secretKeys = credential.method.fields.filter((field) => field.isSecret).map((field) => field.key);
  return [
    ...Object.values(fields),
    ...secretKeys.map((key) => credential.fields[key]),
    tokens?.accessToken,
    tokens?.refreshToken,
    tokens?.previousRefreshToken,
    ...Object.values(sessions ?? {}).flatMap(({ headers, query }) => [
      ...Object.values(headers),
      ...Object.values(query),
    ]),
  ].filter((text): text is string => typeof text === 'string' && text.length > 0);
}

/** Vendors like to repeat what they were sent; secrets of three characters or less cannot be told from words. */
export function mask(text: string, secrets: string[]): string {
  return secrets.reduce(
    (masked, secret) => (secret.length > 3 ? masked.replaceAll(secret, '•••') : masked),
    text,
  );
}

/**
 * Template scope of what belongs to the credential itself: the form values, global variables, and what the vendor added to the redirect.
 * @param target where it is sent: entered secrets are left out where they were not entered for it (only tokens go there).
 */
export function makeCredentialScope(credential: LoadedCredential, target?: URL): Record<string, unknown> {
  const { globals, secrets, method } = credential;
  const isForeign = target !== undefined && !secrets.binding?.origins.includes(target.origin);
  const hidden = new Set(
    isForeign ? method.fields.filter((field) => field.isSecret).map(({ key }) => key) : [],
  );
  const fields = Object.fromEntries(Object.entries(credential.fields).filter(([key]) => !hidden.has(key)));
  return makeScope({ globals, fields, callback: secrets.callback ?? {} });
}
