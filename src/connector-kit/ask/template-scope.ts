import { renderString } from '../../templates/compile-template.ts';
import type { FormField } from '../definition/definition.ts';

/** Global variables as templates see them: `{ Vendor: { Key: value } }`. */
export type Globals = Record<string, Record<string, string>>;

/**
 * Global variables under every name a template may use: `Acme.Hostname`, `globals.Acme.Hostname` and
 * `globals['Acme.Hostname']`. Spread it first, so that whatever else the scope holds wins.
 */
export function makeGlobalScope(globals: Globals): Record<string, unknown> {
  const byKey: Record<string, unknown> = { ...globals };
  for (const [group, values] of Object.entries(globals))
    for (const [name, value] of Object.entries(values)) byKey[`${group}.${name}`] = value;
  return { ...globals, globals: byKey };
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
  const names = makeGlobalScope(globals);
  for (const field of form) {
    const own = entered[field.key] ?? '';
    // A secret is taken as it is: it may hold braces of its own.
    const value = own.includes('{{') && !field.isSecret ? renderString(own, names) : own;
    const used = value || findGlobal(globals, field.globalVariable) || field.defaultValue;
    if (used) filled[field.key] = used;
  }
  return filled;
}
