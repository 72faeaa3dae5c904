import { isTemplateName } from '../connector-kit/index.ts';
import { makeError } from '../errors.ts';
import { isReservedName } from '../templates/parse-expression.ts';

const maxValueLength = 8_192;

/** Throws VAULT_FIELD_INVALID. */
export function parseKey(raw: string): string {
  const key = raw.trim();
  const fail = (problem: string) => makeError('VAULT_FIELD_INVALID', { problem }, { field: 'key' });
  if (!/^[A-Za-z]\w*\.[A-Za-z](?:[\w -]*\w)?$/.test(key) || key.length > 100) {
    throw fail(
      `"${key.slice(0, 100)}" is not a name for a global variable. Write it as Vendor.Key, e.g. Acme.Hostname, with letters, digits and underscores; the part after the dot may have spaces and hyphens inside.`,
    );
  }
  const group = key.split('.')[0] ?? '';
  if (isTemplateName(group.toLowerCase()) || isReservedName(group))
    throw fail(`"${group}" means something else in templates. Begin the key with the vendor's name.`);
  return key;
}

/** Throws VAULT_FIELD_INVALID. */
export function parseVariableValue(raw: string): string {
  const value = raw.trim();
  if (value === '')
    throw makeError(
      'VAULT_FIELD_INVALID',
      { problem: 'Enter the value; an empty variable fills nothing.' },
      { field: 'value' },
    );
  if (value.length > maxValueLength) {
    const problem = `The value is too long: at most ${maxValueLength} characters.`;
    throw makeError('VAULT_FIELD_INVALID', { problem }, { field: 'value' });
  }
  return value;
}
