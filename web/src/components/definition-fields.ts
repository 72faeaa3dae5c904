/** One input of a credential or integration form, as the connector's definition describes it. */
export interface DefinitionField {
  key: string;
  title: string;
  help: string;
  type: 'text' | 'url' | 'host' | 'port' | 'number' | 'boolean' | 'choice' | 'multiline';
  isRequired: boolean;
  isSecret: boolean;
  pattern: string | null;
  patternHelp: string | null;
  example: string | null;
  defaultValue: string | null;
  choices: { value: string; label: string }[];
  /** Fills the field when it is left empty. */
  globalVariable: string | null;
  /** Known misprints of the value. */
  corrections: FieldCorrection[];
}

export interface FieldCorrection {
  from: string;
  to: string;
  /** Says what was wrong, for the person who entered it. */
  hint: string;
}

export type FieldValues = Record<string, string>;

/** Starting values: what is stored, else the definition's default. Secrets always start empty. */
export function makeFieldValues(fields: DefinitionField[], stored: FieldValues = {}): FieldValues {
  return Object.fromEntries(
    fields.map((field) => [field.key, field.isSecret ? '' : (stored[field.key] ?? field.defaultValue ?? '')]),
  );
}

/** An address as it is kept: without blanks, marks nobody sees, slashes at its end and, where only a host is asked for, https://. */
function cleanValue(field: DefinitionField, value: string): string {
  const isAddress = field.type === 'url' || field.type === 'host' || field.type === 'port';
  if (!isAddress) return value.trim();
  const text = value
    .replace(/\p{Cf}/gu, '')
    .trim()
    .replace(/\/+$/, '');
  // Plain HTTP is for simulators on this machine only.
  return field.type === 'host' && !/^http:\/\/(127\.0\.0\.1|localhost)(:\d+)?$/i.test(text)
    ? text.replace(/^https?:\/\//i, '')
    : text;
}

/**
 * Problem of one value, or null. A secret that is already stored may stay empty: empty means unchanged.
 * The server checks the same rules again; this only answers sooner.
 */
export function checkFieldValue(
  field: DefinitionField,
  value: string,
  isSecretStored: boolean,
): string | null {
  const text = cleanValue(field, value);
  if (text === '') {
    if (field.isSecret && isSecretStored) return null;
    // Whether the variable is there, the server says.
    return field.isRequired && field.globalVariable === null ? `${field.title} is needed.` : null;
  }
  if (field.type === 'url' && !/^https?:\/\/[^\s/]+/.test(text)) {
    return 'Enter a full address that starts with https://.';
  }
  if (field.type === 'host' && /[/\s]/.test(text) && !/^http:\/\/(127\.0\.0\.1|localhost)(:\d+)?$/.test(text))
    return 'Enter only the host name, without a path.';
  if ((field.type === 'number' || field.type === 'port') && !/^-?\d+(\.\d+)?$/.test(text))
    return 'Enter a number.';
  if (field.type === 'port' && (Number(text) < 1 || Number(text) > 65_535))
    return 'Enter a port between 1 and 65535.';
  if (field.pattern && !new RegExp(`^(?:${field.pattern})$`).test(text)) {
    return field.patternHelp ?? `This does not look like a valid ${field.title}.`;
  }
  return null;
}

/** What to enter instead of a value that is a known misprint; case and spaces around it do not count. */
export function findCorrection(
  field: Pick<DefinitionField, 'corrections'>,
  value: string,
): FieldCorrection | undefined {
  const text = value.trim().toLowerCase();
  return field.corrections.find(({ from }) => from.trim().toLowerCase() === text);
}

/** Problems by key; empty when everything is right. */
export function checkFieldValues(
  fields: DefinitionField[],
  values: FieldValues,
  isSecretStored: boolean,
): FieldValues {
  const problems: FieldValues = {};
  for (const field of fields) {
    const problem = checkFieldValue(field, values[field.key] ?? '', isSecretStored);
    if (problem) problems[field.key] = problem;
  }
  return problems;
}

/** What to send: trimmed values; secrets left empty are left out, so they stay as they are. */
export function collectFieldValues(fields: DefinitionField[], values: FieldValues): FieldValues {
  const result: FieldValues = {};
  for (const field of fields) {
    const text = cleanValue(field, values[field.key] ?? '');
    if (text !== '' || !field.isSecret) result[field.key] = text;
  }
  return result;
}
