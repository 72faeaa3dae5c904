import { type AppError, isAppError, makeError } from '../../errors.ts';
import { trimEndOf, trimOf } from '../../model/trim-characters.ts';
import { compileTemplate, renderString } from '../../templates/compile-template.ts';
import type { FormField } from '../definition/definition.ts';
import { type Globals, makeScope } from './template-scope.ts';

const maxLength = 4_096;
const maxMultilineLength = 65_536;

/**
 * The same as {@link parseValue}, but a value that is not secret may name global variables: it is kept as it was
 * entered, and what it gives today has to be a value of the field's type.
 * @throws VAULT_FIELD_INVALID, also for a variable that does not exist.
 */
export function parseTemplateValue(field: FormField, raw: string, globals: Globals): string {
  const text = raw.trim();
  // A secret is taken as it is: it may hold braces of its own.
  if (field.isSecret || !text.includes('{{')) return parseValue(field, raw);
  const scope = makeScope({ globals });
  let rendered: string;
  try {
    for (const path of compileTemplate(text).paths) {
      if (typeof compileTemplate(path).evaluate(scope) === 'string') continue;
      const problem = `${field.title}: there is no global variable "${path}" that could be used here. Letter case matters; secret ones can be used in credentials only.`;
      throw makeFieldError(field.key, problem);
    }
    rendered = renderString(text, scope);
  } catch (err) {
    if (!isAppError(err) || err.code === 'VAULT_FIELD_INVALID') throw err;
    throw makeFieldError(field.key, `${field.title}: ${err.message}`);
  }
  parseValue(field, rendered);
  return cleanTemplate(field, text);
}

/** An address around variables loses what an address without them loses; their names keep their letters. */
function cleanTemplate(field: FormField, text: string): string {
  if (field.type === 'url') return trimEndOf(text, '/');
  return field.type === 'host' ? trimEndOf(text, '/').replace(/^https:\/\//i, '') : text;
}

/** Trims and checks one value; the empty text stays empty. */
export function parseValue(field: FormField, raw: string): string {
  const value = correct(field, normalize(field, raw));
  if (value === '') return '';
  const limit = field.type === 'multiline' ? maxMultilineLength : maxLength;
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

/** The form shows the hint; whoever comes by the API gets the right value as well. */
const correct = (field: FormField, value: string): string =>
  field.corrections?.find(({ from }) => from.toLowerCase() === value.toLowerCase())?.to ?? value;

function normalize(field: FormField, raw: string): string {
  // A password may begin or end with a space; a line break at its end was copied by accident.
  if (field.isSecret && /passw|passphrase/i.test(field.key)) return trimOf(raw, '\r\n');
  // What a web page or a mail puts into an address that is copied: marks nobody sees.
  const isAddress = field.type === 'url' || field.type === 'host' || field.type === 'port';
  const value = (isAddress ? raw.replace(/\p{Cf}/gu, '') : raw).trim();
  // Scheme and host are the same in any case; a path is not.
  if (field.type === 'url')
    return trimEndOf(value, '/').replace(/^https?:\/\/[^/?#@]*(?=[/?#]|$)/i, (origin) =>
      origin.toLowerCase(),
    );
  if (field.type === 'host') {
    // Plain HTTP only on this machine, for simulators.
    const bare = trimEndOf(value, '/').toLowerCase();
    return isLoopbackOrigin(bare) ? bare : bare.replace(/^https?:(\/\/|$)/, '');
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
function isHost(value: string): boolean {
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

/** ` Example: …`, or the field's help, to end a message with. */
export function describeExample(field: FormField): string {
  // An example of a secret field shows its form; it is text of the definition, never a value.
  return field.example
    ? ` Example: ${field.example}`
    : field.help && field.type !== 'boolean'
      ? ` ${field.help}`
      : '';
}

/** VAULT_FIELD_INVALID of a form's field; `problem` is a sentence that names it. */
export function makeFieldError(key: string, problem: string): AppError {
  return makeError('VAULT_FIELD_INVALID', { problem }, { field: `fields.${key}` });
}
