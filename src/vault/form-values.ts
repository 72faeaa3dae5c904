import type { FormField } from '../connector-kit/definition.ts';
import { type AppError, makeError } from '../errors.ts';

const MAX_LENGTH = 4_096;
const MAX_MULTILINE_LENGTH = 65_536;

/** Form values of a credential, split into what may be shown and what is sealed. */
export interface FormValues {
  fields: Record<string, string>;
  secrets: Record<string, string>;
}

export interface FormRules {
  /** Values kept so far; a key missing from the input keeps them. */
  existing?: FormValues;
  /** A draft may still be incomplete; what is there must be right all the same. */
  isDraft: boolean;
  /** True when a global variable of that key has a value; it then fills the field. */
  hasGlobalVariable(key: string): boolean;
}

/**
 * Checks the input against the form of an authentication method. A key that is absent keeps its value, an empty text
 * clears it. Values are trimmed; URLs and hosts lose a trailing slash.
 *
 * @throws VAULT_FIELD_INVALID with `field` = `fields.<key>` and a sentence that names the field and says what to do.
 */
export function parseFormValues(
  form: FormField[],
  input: Record<string, string>,
  rules: FormRules,
): FormValues {
  const known = new Set(form.map((field) => field.key));
  for (const key of Object.keys(input)) {
    if (!known.has(key))
      throw makeFieldError(key, `There is no field "${key}" here. Known fields: ${[...known].join(', ')}.`);
  }
  const result: FormValues = { fields: {}, secrets: {} };
  for (const field of form) {
    const before = (field.isSecret ? rules.existing?.secrets : rules.existing?.fields) ?? {};
    const isGiven = Object.hasOwn(input, field.key);
    const value = isGiven ? parseValue(field, input[field.key] as string) : (before[field.key] ?? '');
    if (value === '') {
      // Defaults and global variables are filled in when the credential is used, so that a change of them counts.
      const isFilledElsewhere =
        field.globalVariable !== undefined && rules.hasGlobalVariable(field.globalVariable);
      if (field.isRequired && !rules.isDraft && !isFilledElsewhere && field.defaultValue === undefined)
        throw makeFieldError(field.key, `${field.title} is required.${describeExample(field)}`);
      continue;
    }
    (field.isSecret ? result.secrets : result.fields)[field.key] = value;
  }
  return result;
}

/** Trims and checks one value; the empty text stays empty. */
export function parseValue(field: FormField, raw: string): string {
  const value = normalize(field, raw);
  if (value === '') return '';
  const limit = field.type === 'multiline' ? MAX_MULTILINE_LENGTH : MAX_LENGTH;
  if (value.length > limit)
    throw makeFieldError(field.key, `${field.title} is too long: at most ${limit} characters.`);
  const forbidden = field.type === 'multiline' ? /[^\P{Cc}\t\n\r]/u : /\p{Cc}/u;
  if (forbidden.test(value)) {
    throw makeFieldError(
      field.key,
      `${field.title} contains a line break or another invisible character. Type it again or copy it without the line break.`,
    );
  }
  const problem = checkType(field, value);
  if (problem) throw makeFieldError(field.key, `${field.title} ${problem}${describeExample(field)}`);
  if (field.pattern !== undefined && !new RegExp(`^(?:${field.pattern})$`, 'u').test(value)) {
    throw makeFieldError(
      field.key,
      field.patternHelp
        ? `${field.title}: ${field.patternHelp}`
        : `${field.title} does not look right.${describeExample(field)}`,
    );
  }
  return value;
}

function normalize(field: FormField, raw: string): string {
  // A password may begin or end with a space; a line break at its end was copied by accident.
  if (field.isSecret && /passw|passphrase/i.test(field.key)) return raw.replace(/^[\r\n]+|[\r\n]+$/g, '');
  const value = raw.trim();
  if (field.type === 'url') return value.replace(/\/+$/, '');
  if (field.type === 'host') {
    // Plain HTTP only on this machine, for simulators.
    if (isLoopbackOrigin(value.replace(/\/+$/, ''))) return value.replace(/\/+$/, '').toLowerCase();
    return value
      .replace(/^https?:\/\//i, '')
      .replace(/\/+$/, '')
      .toLowerCase();
  }
  return value;
}

function checkType(field: FormField, value: string): string | undefined {
  switch (field.type) {
    case 'url':
      return checkUrl(value);
    case 'host':
      return isHost(value) || isLoopbackOrigin(value)
        ? undefined
        : 'must be a host name without path, e.g. accounts.example.com.';
    case 'port':
      return /^\d{1,5}$/.test(value) && Number(value) >= 1 && Number(value) <= 65_535
        ? undefined
        : 'must be a port number from 1 to 65535.';
    case 'number':
      return /^-?\d+(\.\d+)?$/.test(value) ? undefined : 'must be a number.';
    case 'boolean':
      return value === 'true' || value === 'false' ? undefined : 'must be true or false.';
    case 'choice':
      return field.choices?.some((choice) => choice.value === value)
        ? undefined
        : `must be one of: ${(field.choices ?? []).map((choice) => choice.value).join(', ')}.`;
    default:
      return undefined;
  }
}

function checkUrl(value: string): string | undefined {
  const url = URL.parse(value);
  if (!url || !/^https?:\/\//i.test(value)) return 'must be a complete address that begins with https://.';
  if (url.username || url.password) return 'must not contain a user name or password.';
  if (url.search || url.hash) return 'must end before the ? or #.';
  return undefined;
}

const isLoopbackOrigin = (value: string) => /^http:\/\/(127\.0\.0\.1|localhost)(:\d{1,5})?$/i.test(value);

/** Host name or address, with an optional port. */
export function isHost(value: string): boolean {
  const url = URL.parse(`https://${value}`);
  return (
    url !== null &&
    url.pathname === '/' &&
    !url.search &&
    !url.hash &&
    !url.username &&
    /^[\w.:[\]-]+$/.test(value)
  );
}

function describeExample(field: FormField): string {
  // An example of a secret field shows its form; it is text of the definition, never a value.
  return field.example
    ? ` Example: ${field.example}`
    : field.help && field.type !== 'boolean'
      ? ` ${field.help}`
      : '';
}

function makeFieldError(key: string, problem: string): AppError {
  return makeError('VAULT_FIELD_INVALID', { problem }, { field: `fields.${key}` });
}

/** The scopes as they will be sent. Throws VAULT_FIELD_INVALID (`scopes`) for one that could not be sent. */
export function parseScopes(scopes: string[], separator: string): string[] {
  const result = [...new Set(scopes.map((scope) => scope.trim()).filter(Boolean))];
  for (const scope of result) {
    // RFC 6749 §3.3: printable ASCII without space, quote and backslash.
    if (!/^[\x21\x23-\x5B\x5D-\x7E]+$/.test(scope) || (separator === ',' && scope.includes(','))) {
      throw makeError(
        'VAULT_FIELD_INVALID',
        {
          problem: `"${scope}" is not a scope. Enter each scope on its own, without spaces, quotes or commas.`,
        },
        { field: 'scopes' },
      );
    }
  }
  return result;
}
