import {
  type AuthMethod,
  type ConnectorDefinition,
  type ConnectorDirectory,
  type FormField,
  parseValue,
} from '../connector-kit/index.ts';
import type { Queryable } from '../db/client.ts';
import { makeError } from '../errors.ts';
import { findTextUses, listFormOwners } from './global-variables.queries.ts';

/** Where a global variable is used: something that would work differently, or not at all, without it. */
export interface GlobalVariableUse {
  kind: 'credential' | 'integration' | 'mapping';
  /** Of the credential or the integration. */
  id: number;
  name: string;
}

/** A connector that can use a variable, whether or not anybody uses the connector. */
export interface GlobalVariableWish {
  connectorId: string;
  connectorName: string;
  /** Titles of the form fields that fall back on it; empty when only requests of the connector name it. */
  fields: string[];
}

type Place = 'integration' | AuthMethod;

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

/** Connectors whose forms fall back on the variable, or whose requests name it. */
export function listWishes(connectors: readonly ConnectorDefinition[], key: string): GlobalVariableWish[] {
  return connectors.flatMap((connector) => {
    const fields = [...new Set(listFieldsFilledBy([connector], key).map(({ field }) => field.title))];
    const isNamed =
      isNamedBy(connector, 'integration', key) ||
      connector.auth.some((method) => isNamedBy(connector, method, key));
    return fields.length > 0 || isNamed
      ? [{ connectorId: connector.id, connectorName: connector.name, fields }]
      : [];
  });
}

/**
 * The value as the type a connector declares for it wants it: a port is a number from 1 to 65535, a host has neither
 * https:// nor a path.
 * @throws VAULT_FIELD_INVALID naming the connector that asks for it.
 */
export function parseDeclaredType(connectors: ConnectorDirectory, key: string, raw: string): string {
  let value = raw;
  for (const { connector, field } of listFieldsFilledBy(connectors.list(), key)) {
    try {
      value = parseValue(field, value);
    } catch (err) {
      const problem = `${key} fills ${field.title} of ${connector.name}: ${(err as Error).message}`;
      throw makeError('VAULT_FIELD_INVALID', { problem }, { field: 'value', cause: err });
    }
  }
  return value;
}

/**
 * Uses of each of these variables: by name in a mapping, in a setting or in a value of a credential, by being empty
 * where a connector's form falls back on it, and by using a connector whose requests name it.
 */
export async function findGlobalVariableUses(
  db: Queryable,
  connectors: ConnectorDirectory,
  keys: readonly string[],
): Promise<Map<string, GlobalVariableUse[]>> {
  const uses = new Map<string, Map<string, GlobalVariableUse>>(keys.map((key) => [key, new Map()]));
  const add = (key: string, use: GlobalVariableUse) => uses.get(key)?.set(`${use.kind} ${use.id}`, use);
  const asked = keys.map((key) => ({ key, pattern: makeNamePattern(key) }));
  for (const { key, ...use } of await findTextUses(db, asked)) add(key, use);
  for (const { kind, id, name, connectorId, methodId, values } of await listFormOwners(db)) {
    const connector = connectors.find(connectorId);
    const place = kind === 'integration' ? kind : connector?.auth.find((method) => method.id === methodId);
    if (!connector || !place) continue;
    const form = place === 'integration' ? connector.settings : place.fields;
    const filling = new Set(
      form.filter((field) => !values[field.key]).map((field) => field.globalVariable?.toLowerCase()),
    );
    for (const key of keys)
      if (filling.has(key.toLowerCase()) || isNamedBy(connector, place, key)) add(key, { kind, id, name });
  }
  return new Map([...uses].map(([key, found]) => [key, [...found.values()]]));
}

/**
 * How templates spell `Vendor.Key`: with a dot or in brackets, on its own or after `globals`. Understood by JavaScript
 * and by PostgreSQL.
 */
function makeNamePattern(key: string): string {
  const [group = '', name = ''] = key.split('.');
  return `(^|[^\\w.]|globals\\.)${group}(\\.${name}|\\[\\\\*["']${name}\\\\*["']\\])($|[^\\w])`;
}

function isNamedBy(connector: ConnectorDefinition, place: Place, key: string): boolean {
  const { client, check, streams } = connector;
  const pattern = new RegExp(`\\{\\{[^}]*${makeNamePattern(key)}`);
  const texts = listTexts(place === 'integration' ? [client, check, streams] : { ...place, fields: [] });
  return texts.some((text) => pattern.test(text));
}

function listTexts(value: unknown): string[] {
  if (typeof value === 'string') return value.includes('{{') ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(listTexts) : [];
}

/** `credential "A", the mapping of "B"`, for a message. */
export function describeUses(uses: readonly GlobalVariableUse[]): string {
  const named = uses
    .slice(0, 10)
    .map(({ kind, name }) => (kind === 'mapping' ? `the mapping of "${name}"` : `${kind} "${name}"`));
  return [...named, ...(uses.length > 10 ? [`${uses.length - 10} more`] : [])].join(', ');
}
