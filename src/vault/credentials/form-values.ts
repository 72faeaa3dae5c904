import {
  describeExample,
  type FormField,
  findGlobal,
  type Globals,
  makeFieldError,
  parseTemplateValue,
} from '../../connector-kit/index.ts';
import { makeError } from '../../errors.ts';

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
  /** Fill fields left empty, and may be named in a value: `{{ Acme.Hostname }}`. */
  globals: Globals;
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
    const value = isGiven
      ? parseTemplateValue(field, input[field.key] as string, rules.globals)
      : (before[field.key] ?? '');
    if (value === '') {
      // Defaults and global variables are filled in when the credential is used, so that a change of them counts.
      const isFilledElsewhere =
        field.defaultValue !== undefined || findGlobal(rules.globals, field.globalVariable) !== '';
      if (field.isRequired && !rules.isDraft && !isFilledElsewhere) {
        const orVariable = field.globalVariable
          ? ` Enter it, or add the global variable ${field.globalVariable}.`
          : '';
        throw makeFieldError(field.key, `${field.title} is required.${orVariable}${describeExample(field)}`);
      }
      continue;
    }
    (field.isSecret ? result.secrets : result.fields)[field.key] = value;
  }
  return result;
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
