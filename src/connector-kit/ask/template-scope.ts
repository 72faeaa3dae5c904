import { renderString } from '../../templates/compile-template.ts';
import type { FormField } from '../definition/definition.ts';
import type { TemplateName } from '../definition/template-names.ts';

/** Global variables as templates see them: `{ Vendor: { Key: value } }`. */
export type Globals = Record<string, Record<string, string>>;

/** Names of the one list (`templateNames`) with what they stand for in this place. */
export type ScopeValues = { globals: Globals } & { [Name in Exclude<TemplateName, 'globals'>]?: unknown };

/**
 * What templates see: the names given, and global variables under every name they may be called by: `Acme.Hostname`,
 * `globals.Acme.Hostname` and `globals['Acme.Hostname']`. A name given wins over a variable.
 */
export function makeScope({ globals, ...names }: ScopeValues): Record<string, unknown> {
  const byKey: Record<string, unknown> = { ...globals };
  for (const [group, values] of Object.entries(globals))
    for (const [name, value] of Object.entries(values)) byKey[`${group}.${name}`] = value;
  return { ...globals, ...names, globals: byKey };
}

/** The value of `Vendor.Key`; '' when there is none. Letter case does not matter, as in the list of variables. */
export function findGlobal(globals: Globals, key: string | undefined): string {
  const [vendor = '', name = ''] = (key ?? '').toLowerCase().split('.');
  for (const [group, values] of Object.entries(globals)) {
    if (group.toLowerCase() !== vendor) continue;
    for (const [found, value] of Object.entries(values)) if (found.toLowerCase() === name) return value;
  }
  return '';
}

/**
 * The values of a form as they are used: what was entered (it may name global variables, `{{ Acme.Hostname }}`), else
 * the global variable the definition names, else the default. Empty ones are left out.
 * @throws TEMPLATE_SYNTAX for an entered value that is no template.
 */
export function fillValues(
  form: readonly FormField[],
  entered: Record<string, string | undefined>,
  globals: Globals,
): Record<string, string> {
  const filled: Record<string, string> = {};
  const names = makeScope({ globals });
  for (const field of form) {
    const own = entered[field.key] ?? '';
    // A secret is taken as it is: it may hold braces of its own.
    const value = own.includes('{{') && !field.isSecret ? renderString(own, names) : own;
    const used = value || findGlobal(globals, field.globalVariable) || field.defaultValue;
    if (used) filled[field.key] = used;
  }
  return filled;
}
