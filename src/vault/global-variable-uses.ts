import type { ConnectorDefinition, FormField } from '../connector-kit/definition.ts';
import type { Queryable } from '../db/client.ts';
import { makeError } from '../errors.ts';
import { parseValue } from './form-values.ts';
import { findTextUses, listFormOwners } from './global-variables.queries.ts';
import type { ConnectorDirectory } from './vault-types.ts';

/** Where a global variable is used: something that would work differently, or not at all, without it. */
export interface GlobalVariableUse {
  kind: 'credential' | 'integration' | 'mapping';
  /** Of the credential or the integration. */
  id: number;
  name: string;
}

/** Fields of forms that fall back on a variable, with the connector they belong to. */
export function listFieldsFilledBy(
  connectors: readonly ConnectorDefinition[],
  key: string,
): { connector: ConnectorDefinition; field: FormField }[] {
  const wanted = key.toLowerCase();
  return connectors.flatMap((connector) =>
    [...connector.settings, ...connector.auth.flatMap((method) => method.fields)]
      .filter((field) => field.globalVariable?.toLowerCase() === wanted)
      .map((field) => ({ connector, field })),
  );
}

/**
 * Checks a value by the type a connector declares for it: a port is a number, a host has no path.
 * @throws VAULT_FIELD_INVALID naming the connector that asks for it.
 */
export function checkDeclaredType(connectors: ConnectorDirectory, key: string, value: string): void {
  for (const { connector, field } of listFieldsFilledBy(connectors.list(), key)) {
    try {
      parseValue(field, value);
    } catch (err) {
      const problem = `${key} fills ${field.title} of ${connector.name}: ${(err as Error).message}`;
      throw makeError('VAULT_FIELD_INVALID', { problem }, { field: 'value', cause: err });
    }
  }
}

/**
 * Uses of each of these variables: by name in a mapping, in a setting or in a value of a credential, and by being
 * empty where a connector's form falls back on it.
 */
export async function findGlobalVariableUses(
  db: Queryable,
  connectors: ConnectorDirectory,
  keys: readonly string[],
): Promise<Map<string, GlobalVariableUse[]>> {
  const uses = new Map<string, Map<string, GlobalVariableUse>>(keys.map((key) => [key, new Map()]));
  const add = (key: string, use: GlobalVariableUse) => uses.get(key)?.set(`${use.kind} ${use.id}`, use);
  for (const { key, ...use } of await findTextUses(db, keys)) add(key, use);
  const owners = await listFormOwners(db);
  for (const owner of owners) {
    const connector = connectors.find(owner.connectorId);
    if (!connector) continue;
    const form =
      owner.kind === 'integration'
        ? connector.settings
        : (connector.auth.find(({ id }) => id === owner.methodId)?.fields ?? []);
    for (const field of form) {
      if (field.globalVariable === undefined || owner.values[field.key]) continue;
      const key = keys.find((found) => found.toLowerCase() === field.globalVariable?.toLowerCase());
      if (key !== undefined) add(key, { kind: owner.kind, id: owner.id, name: owner.name });
    }
  }
  return new Map([...uses].map(([key, found]) => [key, [...found.values()]]));
}

/** `credential "A", mapping of "B"`, for a message. */
export function describeUses(uses: readonly GlobalVariableUse[]): string {
  return uses
    .slice(0, 10)
    .map(({ kind, name }) => (kind === 'mapping' ? `the mapping of "${name}"` : `${kind} "${name}"`))
    .join(', ');
}
