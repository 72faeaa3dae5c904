/** The SaaS part of a stream: what a person is as an account, through the same coercion as every mapping. */
import type { StreamDefinition } from '../connector-kit/index.ts';
import { isAppError } from '../errors.ts';
import { makeCoercer } from '../model/field-types/coerce-value.ts';
import type { Coerced } from '../model/field-types/field-type-spec.ts';
import { type Field, type MappedValue, saasAccountFields } from '../model/objects.ts';
import { compileTemplate } from '../templates/compile-template.ts';
import type { MappingIssue, SaasAccount } from './mapping-types.ts';

export type ReadSaasAccount = (record: object, issues: MappingIssue[]) => SaasAccount;

type Part = 'externalId' | 'email' | 'username' | 'fullName' | 'isActive' | 'roles' | 'lastActivityAt';

/**
 * Compiles the SaaS part once per session. What does not fit its column is left empty with a warning; the person is
 * loaded all the same. Throws TEMPLATE_*.
 */
export function compileSaas(
  saas: NonNullable<StreamDefinition['saas']>,
  stream: Pick<StreamDefinition, 'noValues' | 'fields'>,
): ReadSaasAccount {
  const read = (part: Part) => makePartReader(part, saas[part], stream);
  const parts = {
    externalId: read('externalId'),
    email: read('email'),
    username: read('username'),
    fullName: read('fullName'),
    isActive: read('isActive'),
    roles: read('roles'),
    lastActivityAt: read('lastActivityAt'),
  };
  // Each reader gives what the type of its column says.
  return (record, issues) => ({
    externalId: parts.externalId(record, issues) as string | null,
    email: parts.email(record, issues) as string | null,
    username: parts.username(record, issues) as string | null,
    fullName: parts.fullName(record, issues) as string | null,
    isActive: parts.isActive(record, issues) as boolean | null,
    roles: parts.roles(record, issues) as string[] | null,
    lastActivityAt: parts.lastActivityAt(record, issues) as Date | null,
  });
}

function makePartReader(
  part: Part,
  source: string | undefined,
  stream: Pick<StreamDefinition, 'noValues' | 'fields'>,
): (record: object, issues: MappingIssue[]) => Exclude<MappedValue, undefined> {
  if (source === undefined) return () => null;
  const field = saasAccountFields.find(({ name }) => name === part) as Field;
  const template = compileTemplate(source, { noValues: new Set<unknown>(stream.noValues) });
  const dateUnit = stream.fields.find(({ path }) => path === source.trim())?.dateUnit;
  const coerce = makeCoercer(field, { dateUnit });
  return (record, issues) => {
    const coerced = evaluate(() => coerce(template.evaluate(record)));
    if (!('problem' in coerced)) return coerced.value ?? null;
    issues.push({
      target: `saas.${part}`,
      source,
      severity: 'warning',
      message: `SaaS account, ${field.label}: "${source}" gave ${coerced.problem}. The account is kept without it; correct it at the source.`,
    });
    return null;
  };
}

function evaluate(run: () => Coerced): Coerced {
  try {
    return run();
  } catch (err) {
    if (!isAppError(err)) throw err;
    return { problem: `no value (${err.message})` };
  }
}
