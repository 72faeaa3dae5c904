import { hash } from 'node:crypto';
import { type Globals, makeScope, type StreamDefinition } from '../connector-kit/index.ts';
import { type AppError, isAppError, makeError } from '../errors.ts';
import { coerceValue, makeCoercer } from '../model/field-types/coerce-value.ts';
import type { Coerced } from '../model/field-types/field-type-spec.ts';
import { fieldTypes } from '../model/field-types/field-types.ts';
import { toIdText } from '../model/id-text.ts';
import { stringifyJson } from '../model/json.ts';
import { connectorSyncTimePath, type Field, type MappedValue } from '../model/objects.ts';
import { type CompiledTemplate, compileTemplate, isTruthy } from '../templates/compile-template.ts';
import { withinRecord } from '../templates/work.ts';
import type { ReadSaasAccount } from './compile-saas.ts';
import type { CompiledMapping, Mapping, MappingIssue, MappingRow } from './mapping-types.ts';

export interface CompileMappingOptions {
  mapping: Mapping;
  /** All fields of the object, custom ones included. */
  fields: readonly Field[];
  stream: Pick<StreamDefinition, 'noValues' | 'fields' | 'lookups'>;
  /** Reads the account beside the person, where the integration fills a SaaS application. */
  readAccount?: ReadSaasAccount | undefined;
  /** Global variables templates may name; secret ones are not among them. */
  globals?: Globals;
  /** Tells the account of the credential apart, for keys made of the vendor's ids. */
  tenant?: string | undefined;
}

/** What templates see beside the record. */
type Surroundings = Pick<CompileMappingOptions, 'tenant'> & { globals: Globals };

type ReadValue = (record: object, issues: MappingIssue[], syncTime: Date) => MappedValue;

/** Rises with every change of what a mapping makes of the same value, so that what is stored is decided again. */
const coercionVersion = 2;

/**
 * Compiles a mapping once per session. Throws MAPPING_TARGET_UNKNOWN for a target that is not a field (any more),
 * MAPPING_SOURCE_INVALID for a source that is no valid path or template, MAPPING_CONDITION_INVALID likewise.
 */
export function compileMapping(options: CompileMappingOptions): CompiledMapping {
  const { mapping } = options;
  const fields = new Map(options.fields.map((field) => [field.name, field]));
  const noValues = new Set<unknown>(options.stream.noValues);
  const around: Surroundings = { globals: options.globals ?? {}, tenant: options.tenant };
  const readers = mapping.rows.map((row) => {
    const field = fields.get(row.target);
    if (!field) throw makeError('MAPPING_TARGET_UNKNOWN', { target: row.target }, { field: row.target });
    return makeReader(row, field, { stream: options.stream, noValues, around });
  });
  const condition =
    mapping.condition === undefined || mapping.condition.trim() === ''
      ? undefined
      : compileOf(mapping.condition, noValues, around, (problem, cause) =>
          makeError('MAPPING_CONDITION_INVALID', { problem }, { field: 'condition', cause }),
        );
  const sayWhyNot = makeWhyNot(condition, noValues);
  const syncKeys = mapping.rows
    .map((row, index) => ({ index, priority: row.syncKeyPriority }))
    .filter((key): key is { index: number; priority: number } => key.priority !== undefined)
    .sort((left, right) => left.priority - right.priority)
    .map((key) => key.index);

  return {
    targets: mapping.rows.map((row) => row.target),
    fingerprint: makeFingerprint(options, fields),
    syncKeys,
    syncTimeIndex: mapping.rows.findIndex(
      (row) => row.source.kind === 'path' && row.source.path.trim() === connectorSyncTimePath,
    ),
    map: (record, { syncTime }) =>
      withinRecord(() => {
        const issues: MappingIssue[] = [];
        const scope = typeof record === 'object' && record !== null ? record : {};
        const values = new Array<MappedValue>(readers.length);
        for (let index = 0; index < readers.length; index += 1)
          values[index] = (readers[index] as ReadValue)(scope, issues, syncTime);
        const isSelected = condition === undefined || holds(condition, scope, issues);
        if (!isSelected) return { values, issues, isSelected, whyNot: sayWhyNot(scope) };
        if (!options.readAccount) return { values, issues, isSelected };
        return { values, issues, isSelected, account: options.readAccount(scope, issues) };
      }),
  };
}

/** A condition that cannot be judged neither holds nor fails: the record fails and says so. */
function holds(condition: CompiledTemplate, scope: object, issues: MappingIssue[]): boolean {
  try {
    return isTruthy(condition.evaluate(scope));
  } catch (err) {
    if (!isAppError(err)) throw err;
    issues.push({
      target: 'condition',
      source: condition.source,
      severity: 'error',
      message: `The condition could not be judged: ${err.message}`,
    });
    return true;
  }
}

const shownValueLength = 80;

/** Says what a condition wanted and what it found, for people who look for a record that is missing. */
function makeWhyNot(
  condition: CompiledTemplate | undefined,
  noValues: ReadonlySet<unknown>,
): (scope: object) => string {
  if (!condition) return () => '';
  const paths = condition.paths.map((path) => ({ path, read: compileTemplate(path, { noValues }) }));
  const show = (value: unknown) => {
    const text = value === undefined ? 'absent' : (JSON.stringify(value) ?? typeof value);
    return text.length > shownValueLength ? `${text.slice(0, shownValueLength).toWellFormed()}…` : text;
  };
  return (scope) =>
    [condition.source, ...paths.map(({ path, read }) => `${path} is ${show(read.evaluate(scope))}`)].join(
      '; ',
    );
}

/** A template's own error knows the position, not the row it stands in; the person needs both. */
function compileOf(
  source: string,
  noValues: ReadonlySet<unknown>,
  around: Surroundings,
  makeProblem: (problem: string, cause: unknown) => AppError,
): CompiledTemplate {
  try {
    return withSurroundings(compileTemplate(source, { noValues }), around);
  } catch (err) {
    throw isAppError(err) ? makeProblem(err.message, err) : err;
  }
}

/** A template may name global variables (`{{ Acme.Hostname }}`) and `tenant`; a field of the record with that name wins. */
function withSurroundings(template: CompiledTemplate, around: Surroundings): CompiledTemplate {
  const scope = makeScope(around);
  const isUsed = template.paths.some((path) => Object.hasOwn(scope, path.split(/[.[]/, 1)[0] ?? ''));
  if (!isUsed) return template;
  return { ...template, evaluate: (record) => template.evaluate({ ...scope, ...record }) };
}

/** Everything that decides what comes out of a record. */
function makeFingerprint(
  { mapping, stream, globals = {}, tenant }: CompileMappingOptions,
  fields: ReadonlyMap<string, Field>,
): string {
  const targets = mapping.rows.map((row) => {
    const field = fields.get(row.target) as Field;
    return [field.type, field.choices, findDateUnit(row, field, stream.fields)];
  });
  const used = usedGlobals(mapping, globals);
  if (tenant !== undefined && JSON.stringify(mapping).includes('tenant')) used.push(['tenant', tenant]);
  const parts = [coercionVersion, mapping, targets, stream.noValues, ...(used.length > 0 ? [used] : [])];
  return hash('sha256', stringifyJson(parts), 'hex');
}

/** The variables a mapping may name, so that a change of one decides its records again. */
function usedGlobals(mapping: Mapping, globals: Globals): [string, string][] {
  const text = JSON.stringify(mapping);
  return Object.entries(globals).flatMap(([group, values]) =>
    text.includes(group)
      ? Object.entries(values)
          .filter(([name]) => text.includes(name))
          .map(([name, value]): [string, string] => [`${group}.${name}`, value])
      : [],
  );
}

function findDateUnit(
  row: MappingRow,
  field: Field,
  sourceFields: StreamDefinition['fields'],
): StreamDefinition['fields'][number]['dateUnit'] {
  if (!fieldTypes[field.type].takesDateUnit || row.source.kind !== 'path') return undefined;
  const path = row.source.path.trim();
  return sourceFields.find((found) => found.path === path)?.dateUnit;
}

interface ReaderContext {
  stream: CompileMappingOptions['stream'];
  noValues: ReadonlySet<unknown>;
  around: Surroundings;
}

function makeReader(row: MappingRow, field: Field, context: ReaderContext): ReadValue {
  const { stream, noValues, around } = context;
  // A value that does not fit is left out with a warning; without a sync key or a mandatory value the record fails.
  const isKey = row.syncKeyPriority !== undefined;
  const severity = isKey || field.isMandatory ? 'error' : 'warning';
  const source = row.source.kind === 'path' ? row.source.path : 'a fixed value';
  if (row.source.kind === 'literal') {
    const coerced = coerceValue(field, row.source.value);
    if ('problem' in coerced)
      throw makeError(
        'MAPPING_LITERAL_INVALID',
        { target: field.label, problem: coerced.problem },
        { field: field.name },
      );
    return () => coerced.value;
  }
  if (source.trim() === connectorSyncTimePath) return (_record, _issues, syncTime) => syncTime;
  const template = compileOf(source, noValues, around, (problem, cause) =>
    makeError('MAPPING_SOURCE_INVALID', { target: field.label, problem }, { field: field.name, cause }),
  );
  const coerce = makeCoercer(field, { dateUnit: findDateUnit(row, field, stream.fields) });
  const findUnknown = makeUnknownFinder(template, stream, noValues);
  const evaluate = (record: object): Coerced => {
    try {
      return coerce(template.evaluate(record));
    } catch (err) {
      if (!isAppError(err)) throw err;
      return { problem: `no value (${err.message})` };
    }
  };
  return (record, issues) => {
    const coerced = evaluate(record);
    if ('problem' in coerced) {
      issues.push({
        target: field.name,
        source,
        severity: coerced.isCommon ? 'warning' : severity,
        message: `${field.label}: "${source}" gave ${coerced.problem}. Correct it at the source or change the mapping of ${field.label}.`,
      });
      return undefined;
    }
    const { value } = coerced;
    if (findUnknown && (value === null || value === undefined)) {
      const unknown = findUnknown(record);
      if (unknown !== undefined)
        issues.push({
          target: field.name,
          source,
          severity: 'warning',
          message: `${field.label}: the vendor's list for "${source}" has no entry ${unknown}${value === null ? '; the field is left empty' : '; the list is empty, so the field stays as it is'}. Check the entry at the vendor, and that the credential may read the list.`,
        });
    }
    // A key finds the record; a source that has none takes it from nobody.
    return isKey && value === null ? undefined : value;
  };
}

/**
 * Finds the id of a look-up's list that the record names and the list does not hold: somebody unknown is neither
 * nobody nor the one before. Undefined for a source that reads no look-up.
 */
function makeUnknownFinder(
  template: CompiledTemplate,
  { lookups = [] }: CompileMappingOptions['stream'],
  noValues: ReadonlySet<unknown>,
): ((record: object) => string | undefined) | undefined {
  const used = lookups
    .filter(({ as }) => template.paths.some((path) => path.split(/[.[]/, 1)[0] === as))
    .map(({ as, from }) => ({ as, from: compileTemplate(from, { noValues }) }));
  if (used.length === 0) return undefined;
  return (record) => {
    for (const { as, from } of used) {
      if (((record as Record<string, unknown>)[as] ?? null) !== null) continue;
      const id = toIdText(from.evaluate(record));
      if (id !== undefined) return `"${id.slice(0, 120)}"`;
    }
    return undefined;
  };
}
