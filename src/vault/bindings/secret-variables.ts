import {
  type AuthMethod,
  type ConnectorDefinition,
  type Globals,
  makeScope,
} from '../../connector-kit/index.ts';
import { compileTemplate } from '../../templates/compile-template.ts';
import type { BoundGlobals, BoundVariable } from '../vault-types.ts';
import { findBaseUrls } from './find-base-urls.ts';

export interface UsedGlobals {
  /** All that are not secret, and the secret ones that are used. */
  globals: Globals;
  secretVariables: BoundVariable[];
}

/**
 * The global variables a credential sees. A secret one is there only where its form falls back on it, or where a
 * value of it or a template of its connector names it: what is not counted as used cannot be sent.
 */
export function pickUsedGlobals(
  definition: ConnectorDefinition,
  method: AuthMethod,
  entered: Record<string, string | undefined>,
  { globals, secrets }: BoundGlobals,
): UsedGlobals {
  const paths = [
    ...listPaths(method, { ...method, fields: [] }),
    // Everything else a definition says is filled without secret ones.
    ...listPaths(definition, [definition.client.headers, findBaseUrls(definition)]),
    ...method.fields.flatMap(({ key, isSecret }) => (isSecret ? [] : readPaths(entered[key] ?? ''))),
  ];
  const filling = new Set(
    method.fields.filter((field) => !entered[field.key]).map((field) => field.globalVariable?.toLowerCase()),
  );
  const secretVariables = secrets.filter(
    ({ key }) => filling.has(key.toLowerCase()) || paths.some((path) => isReading(path, key)),
  );
  const unused = new Set(secrets.filter((secret) => !secretVariables.includes(secret)).map(({ key }) => key));
  const kept = Object.entries(globals).map(([group, values]) => [
    group,
    Object.fromEntries(Object.entries(values).filter(([name]) => !unused.has(`${group}.${name}`))),
  ]);
  return { globals: Object.fromEntries(kept), secretVariables };
}

/** Whether the path finds something where there is nothing but this variable. */
function isReading(path: string, key: string): boolean {
  const [group = '', name = ''] = key.split('.');
  return compileTemplate(path).evaluate(makeScope({ globals: { [group]: { [name]: 'x' } } })) !== undefined;
}

const known = new WeakMap<object, string[]>();

/** Paths of all templates below `value`, found once for each definition and method. */
function listPaths(owner: object, value: unknown): string[] {
  const found = known.get(owner) ?? [...new Set(listTexts(value).flatMap(readPaths))];
  known.set(owner, found);
  return found;
}

function listTexts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(listTexts) : [];
}

const readPaths = (text: string): readonly string[] =>
  text.includes('{{') ? compileTemplate(text).paths : [];
