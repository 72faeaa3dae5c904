/** The rules a definition must keep beyond its shape. Pure: problems come back as data, each with its path. */
import {
  connectorSyncTimePath,
  type Field,
  peopleFields,
  saasAccountFields,
  saasFields,
} from '../../model/objects.ts';
import { findLogoProblem } from './check-logo.ts';
import { checkTemplates, tryCompile } from './check-templates.ts';
import type { AuthMethod, ConnectorDefinition, FormField, StreamDefinition } from './definition.ts';

export interface DefinitionProblem {
  path: string;
  problem: string;
}

type Report = (path: string, problem: string) => void;

/** Fields of the objects whose standard fields are fixed; others take any target. */
const fieldsOfObject: Partial<Record<StreamDefinition['object'], readonly Field[]>> = {
  people: peopleFields,
  saas: saasFields,
  saas_accounts: saasAccountFields,
};

/** Every problem of a definition that has the right shape, in reading order. */
export function checkDefinition(
  definition: ConnectorDefinition,
  options: { isCustom?: boolean },
): DefinitionProblem[] {
  const problems: DefinitionProblem[] = [];
  const report: Report = (path, problem) => problems.push({ path, problem });
  const logoProblem = findLogoProblem(definition.logo);
  if (logoProblem) report('logo', logoProblem);
  checkForm(definition.settings, 'settings', report);
  checkUnique(
    definition.auth.map(({ id }) => id),
    (index) => `auth.${index}.id`,
    report,
  );
  definition.auth.forEach((method, index) => {
    checkMethod(method, `auth.${index}`, options.isCustom === true, report);
  });
  checkUnique(
    definition.streams.map(({ id }) => id),
    (index) => `streams.${index}.id`,
    report,
  );
  definition.streams.forEach((stream, index) => {
    checkStream(definition, stream, `streams.${index}`, report);
  });
  checkTemplates(definition, report);
  return problems;
}

function checkUnique(names: readonly string[], pathOf: (index: number) => string, report: Report): void {
  names.forEach((name, index) => {
    if (names.indexOf(name) < index) report(pathOf(index), `"${name}" is used twice`);
  });
}

function checkForm(form: readonly FormField[], at: string, report: Report): void {
  checkUnique(
    form.map(({ key }) => key),
    (index) => `${at}.${index}.key`,
    report,
  );
  form.forEach((field, index) => {
    const path = `${at}.${index}`;
    if (field.type === 'choice' && !field.choices) report(`${path}.choices`, 'a choice field needs choices');
    if (field.type !== 'choice' && field.type !== 'host' && field.choices)
      report(`${path}.choices`, `a ${field.type} field has no choices`);
    if (field.isSecret && field.defaultValue !== undefined)
      report(`${path}.defaultValue`, 'a secret must not have a default value');
    if (
      field.choices &&
      field.defaultValue !== undefined &&
      !field.choices.some(({ value }) => value === field.defaultValue)
    )
      report(`${path}.defaultValue`, `"${field.defaultValue}" is not one of the choices`);
    if (field.isSecret && field.corrections) report(`${path}.corrections`, 'a secret cannot be corrected');
    checkPattern(field, path, report);
  });
}

function checkPattern(field: FormField, path: string, report: Report): void {
  if (field.pattern === undefined) return;
  let pattern: RegExp;
  try {
    pattern = new RegExp(`^(?:${field.pattern})$`, 'u');
  } catch {
    report(`${path}.pattern`, 'is not a regular expression');
    return;
  }
  if (field.patternHelp === undefined)
    report(`${path}.patternHelp`, 'a pattern needs a sentence that says what it wants');
  for (const name of ['example', 'defaultValue'] as const) {
    const value = field[name];
    if (value !== undefined && !pattern.test(value))
      report(`${path}.${name}`, 'does not match the pattern of the field');
  }
}

function checkMethod(method: AuthMethod, at: string, isCustom: boolean, report: Report): void {
  checkForm(method.fields, `${at}.fields`, report);
  if (method.kind !== 'oauth2') return;
  checkUnique(
    method.scopes.map(({ name }) => name),
    (index) => `${at}.scopes.${index}.name`,
    report,
  );
  if (method.grant === 'authorization_code' && method.authorizationUrl === undefined)
    report(`${at}.authorizationUrl`, 'the grant authorization_code needs it');
  if (method.usePkce && method.grant !== 'authorization_code')
    report(`${at}.usePkce`, 'only the grant authorization_code has it');
  if (isCustom && method.hooks) report(`${at}.hooks`, 'a custom connector cannot have hooks');
}

function checkStream(
  definition: ConnectorDefinition,
  stream: StreamDefinition,
  at: string,
  report: Report,
): void {
  checkUnique(
    stream.fields.map(({ path }) => path),
    (index) => `${at}.fields.${index}.path`,
    report,
  );
  checkUnique(
    stream.fields.map(({ label }) => label),
    (index) => `${at}.fields.${index}.label`,
    report,
  );
  if (stream.parentStream !== undefined) {
    const problem = findParentProblem(definition, stream);
    if (problem) report(`${at}.parentStream`, problem);
  }
  if (stream.software && stream.object !== 'assets')
    report(`${at}.software`, 'only a stream that loads assets can have installed software');
  checkUnique(
    (stream.segments ?? []).map(({ id }) => id),
    (index) => `${at}.segments.${index}.id`,
    report,
  );
  if (stream.segments && stream.parentStream !== undefined)
    report(`${at}.segments`, 'a stream below a parent cannot have segments');
  if (stream.segments && stream.alternatives)
    report(`${at}.alternatives`, 'a stream of segments cannot have alternatives');
  checkUnique(partNames(stream), () => `${at}.detail.more`, report);
  if (stream.saas && stream.object !== 'people')
    report(`${at}.saas`, 'only a stream that loads people can fill SaaS');
  checkMapping(stream, at, report);
  for (const [name, source] of Object.entries(stream.saas ?? {})) {
    if (name !== 'applicationName' && name !== 'publisher')
      checkSource(stream, source, `${at}.saas.${name}`, report);
  }
  stream.fields.forEach((field, index) => {
    if (field.dateUnit && field.type !== 'date_time')
      report(`${at}.fields.${index}.dateUnit`, 'only a date_time field has a unit');
  });
}

function findParentProblem(definition: ConnectorDefinition, stream: StreamDefinition): string | undefined {
  const seen = new Set([stream.id]);
  for (let name = stream.parentStream; name !== undefined; ) {
    if (seen.has(name)) return `leads in a circle (${[...seen, name].join(' → ')})`;
    seen.add(name);
    const parent = definition.streams.find(({ id }) => id === name);
    if (!parent) return `there is no stream "${name}"`;
    name = parent.parentStream;
  }
  return undefined;
}

function checkMapping(stream: StreamDefinition, at: string, report: Report): void {
  const targets = fieldsOfObject[stream.object];
  checkUnique(
    stream.suggestedMapping.map(({ target }) => target),
    (index) => `${at}.suggestedMapping.${index}.target`,
    report,
  );
  stream.suggestedMapping.forEach((row, index) => {
    const path = `${at}.suggestedMapping.${index}`;
    checkSource(stream, row.source, `${path}.source`, report);
    const field = targets?.find(({ name }) => name === row.target);
    if (targets && !field) report(`${path}.target`, `${stream.object} has no field "${row.target}"`);
    if (row.isSyncKey && field && !field.isUnique)
      report(
        `${path}.isSyncKey`,
        `the field ${row.target} of ${stream.object} is not unique, so it cannot be a sync key`,
      );
  });
  const hasKey = stream.suggestedMapping.some(({ isSyncKey }) => isSyncKey);
  if (stream.suggestedMapping.length > 0 && !hasKey)
    report(`${at}.suggestedMapping`, 'at least one field must be a sync key');
}

/** A source must compile, and every path in it must begin with a declared field. */
function checkSource(stream: StreamDefinition, source: string, at: string, report: Report): void {
  const compiled = tryCompile(source);
  if ('problem' in compiled) {
    report(at, compiled.problem);
    return;
  }
  const roots = new Set(stream.fields.map(({ path }) => rootOf(path)));
  const parts = new Set(partNames(stream));
  for (const path of compiled.paths) {
    const root = rootOf(path);
    if (root !== connectorSyncTimePath && root !== 'tenant' && !roots.has(root) && !parts.has(root))
      report(at, `"${path}" is not a field this stream declares`);
  }
}

/** Under which names the answers of further requests are merged into a record. */
function partNames({ detail, lookups }: StreamDefinition): string[] {
  const details = detail ? ['detail', ...(detail.more ?? []).map(({ as }) => as)] : [];
  return [...details, ...(lookups ?? []).map(({ as }) => as)];
}

/** The field of the record a path begins with; `response["odd.key"]` is the field `odd.key`. */
export function rootOf(path: string): string {
  const bare = path.replace(/^response(?:\.|(?=\[))/, '');
  const quoted = /^\[("(?:[^"\\]|\\.)*")\]/.exec(bare)?.[1];
  return quoted === undefined ? (/^[^.[]*/.exec(bare)?.[0] ?? bare) : String(JSON.parse(quoted));
}
