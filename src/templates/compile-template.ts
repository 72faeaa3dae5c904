/**
 * The expression language of mappings, definitions and rules: Jinja- and Liquid-looking paths, filters and
 * conditions, compiled once to closures. No eval, no loops, own properties only; an unknown filter is refused when
 * the template is compiled, never at run time. What a path does not find is `undefined` (absent), which is not null.
 *
 *   profile.email          addresses[0].street          response['test-field']
 *   {{ email | lower | default: "n/a" }}               {{ "literal" }}
 *   {{ firstName }} {{ lastName }}                      {{ "IT" if administrator else "Staff" }}
 */
import { makeError } from '../errors.ts';
import { filters, toJsonText } from './filters.ts';
import { type Expression, parseExpression } from './parse-expression.ts';
import { syntaxError, tokenize } from './tokenize.ts';

export interface CompiledTemplate {
  readonly source: string;
  /** Paths the template reads, as written with dots and brackets. */
  readonly paths: readonly string[];
  /** True when the value does not depend on the scope. */
  readonly isLiteral: boolean;
  /** A single expression keeps its type; text around or between expressions makes a string. */
  evaluate(scope: object): unknown;
}

type Evaluate = (scope: object) => unknown;

export const templateLengthLimit = 2_000;
export const pathLengthLimit = 256;

/** Compiles a bare path or a text with `{{ … }}`. Throws TEMPLATE_SYNTAX or TEMPLATE_TOO_LONG. */
export function compileTemplate(source: string): CompiledTemplate {
  if (source.length > templateLengthLimit)
    throw makeError('TEMPLATE_TOO_LONG', { length: source.length, limit: templateLengthLimit });
  const paths = new Set<string>();
  const trimmed = source.trim();
  if (trimmed === '') throw syntaxError(source, 0, 'it is empty');
  if (!source.includes('{{')) {
    if (trimmed.length > pathLengthLimit)
      throw makeError('TEMPLATE_TOO_LONG', { length: trimmed.length, limit: pathLengthLimit });
    const evaluate = compilePart(trimmed, source.indexOf(trimmed), source, paths);
    return finish(source, paths, evaluate);
  }
  const parts = cutParts(source);
  const compiled: (string | Evaluate)[] = parts.map((part) =>
    part.kind === 'text' ? part.text : compilePart(part.text, part.at, source, paths),
  );
  const significant = parts.filter((part) => part.kind === 'expression' || part.text.trim() !== '');
  if (significant.length === 1 && significant[0]?.kind === 'expression') {
    return finish(source, paths, compiled[parts.indexOf(significant[0])] as Evaluate);
  }
  return finish(source, paths, (scope) => joinParts(compiled, scope));
}

/** Renders to text; each inserted value passes through `encode` (for URLs). Absent and null give an empty string. */
export function renderString(
  template: CompiledTemplate | string,
  scope: object,
  encode: (value: string) => string = (value) => value,
): string {
  const source = typeof template === 'string' ? template : template.source;
  if (!source.includes('{{')) return source;
  return cutParts(source)
    .map((part) =>
      part.kind === 'text'
        ? part.text
        : encode(toText(compilePart(part.text, part.at, source, new Set())(scope))),
    )
    .join('');
}

function finish(source: string, paths: Set<string>, evaluate: Evaluate): CompiledTemplate {
  return { source, paths: [...paths], isLiteral: paths.size === 0, evaluate };
}

/** When every inserted value is absent or empty, so is the whole: " " is nobody's full name. */
function joinParts(parts: readonly (string | Evaluate)[], scope: object): string | undefined {
  let result = '';
  let hasValue = false;
  for (const part of parts) {
    if (typeof part === 'string') {
      result += part;
      continue;
    }
    const value = toText(part(scope));
    if (value !== '') hasValue = true;
    result += value;
  }
  return hasValue ? result.trim() : undefined;
}

function toText(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(toText).join(', ');
  return typeof value === 'object' ? (toJsonText(value) ?? '') : String(value);
}

interface Part {
  kind: 'text' | 'expression';
  text: string;
  at: number;
}

function cutParts(source: string): Part[] {
  const parts: Part[] = [];
  let at = 0;
  while (at < source.length) {
    const open = source.indexOf('{{', at);
    if (open === -1) {
      parts.push({ kind: 'text', text: source.slice(at), at });
      break;
    }
    if (open > at) parts.push({ kind: 'text', text: source.slice(at, open), at });
    const close = findClose(source, open + 2);
    if (close === -1) throw syntaxError(source, open, '"{{" is not closed by "}}"');
    parts.push({ kind: 'expression', text: source.slice(open + 2, close), at: open + 2 });
    at = close + 2;
  }
  return parts;
}

/** Position of the `}}` that is not inside quotes. */
function findClose(source: string, from: number): number {
  let quote: string | undefined;
  for (let at = from; at < source.length; at += 1) {
    const character = source[at];
    if (quote !== undefined) {
      if (character === '\\') at += 1;
      else if (character === quote) quote = undefined;
    } else if (character === '"' || character === "'") quote = character;
    else if (character === '}' && source[at + 1] === '}') return at;
  }
  return -1;
}

function compilePart(text: string, at: number, template: string, paths: Set<string>): Evaluate {
  return compile(parseExpression(tokenize(text, at, template), template), paths);
}

function compile(expression: Expression, paths: Set<string>): Evaluate {
  switch (expression.kind) {
    case 'literal': {
      const { value } = expression;
      return () => value;
    }
    case 'path':
      return compilePath(expression.segments, paths);
    case 'filter': {
      const input = compile(expression.input, paths);
      const args = expression.args.map((arg) => compile(arg, paths));
      const filter: (value: unknown, args: readonly unknown[]) => unknown = filters[expression.name];
      if (args.length === 0) return (scope) => filter(input(scope), []);
      return (scope) =>
        filter(
          input(scope),
          args.map((arg) => arg(scope)),
        );
    }
    case 'concat': {
      const [left, right] = [compile(expression.left, paths), compile(expression.right, paths)];
      return (scope) => toText(left(scope)) + toText(right(scope));
    }
    case 'and': {
      const [left, right] = [compile(expression.left, paths), compile(expression.right, paths)];
      return (scope) => isTruthy(left(scope)) && isTruthy(right(scope));
    }
    case 'or': {
      const [left, right] = [compile(expression.left, paths), compile(expression.right, paths)];
      return (scope) => isTruthy(left(scope)) || isTruthy(right(scope));
    }
    case 'not': {
      const input = compile(expression.input, paths);
      return (scope) => !isTruthy(input(scope));
    }
    case 'if': {
      const [then, condition] = [compile(expression.then, paths), compile(expression.condition, paths)];
      const otherwise =
        expression.otherwise === undefined ? () => undefined : compile(expression.otherwise, paths);
      return (scope) => (isTruthy(condition(scope)) ? then(scope) : otherwise(scope));
    }
    case 'compare': {
      const [left, right] = [compile(expression.left, paths), compile(expression.right, paths)];
      const { operator } = expression;
      return (scope) => compare(operator, left(scope), right(scope));
    }
  }
}

function compilePath(segments: readonly (string | number)[], paths: Set<string>): Evaluate {
  paths.add(
    segments
      .map((segment, index) =>
        typeof segment === 'number' ? `[${segment}]` : index === 0 ? segment : `.${segment}`,
      )
      .join(''),
  );
  const [first = '', ...rest] = segments;
  if (rest.length === 0) return (scope) => own(scope, first);
  // `response.x` names the record itself, the spelling users of other products bring along.
  const isAlias = first === 'response';
  return (scope) => {
    let value = isAlias && !Object.hasOwn(scope, first) ? scope : own(scope, first);
    for (let index = 0; index < rest.length; index += 1) {
      if (value === undefined || value === null) return value;
      value = own(value, rest[index] as string | number);
    }
    return value;
  };
}

/** Own properties of plain objects and items of lists; nothing inherited, nothing of strings or functions. */
function own(holder: unknown, key: string | number): unknown {
  if (typeof holder !== 'object' || holder === null) return undefined;
  if (Array.isArray(holder)) return typeof key === 'number' ? holder.at(key) : undefined;
  return Object.hasOwn(holder, key) ? (holder as Record<string | number, unknown>)[key] : undefined;
}

export function isTruthy(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

function compare(operator: string, left: unknown, right: unknown): boolean {
  if (operator === 'in')
    return Array.isArray(right)
      ? right.some((item) => isEqual(left, item))
      : typeof right === 'string' && typeof left === 'string' && right.includes(left);
  if (operator === '==') return isEqual(left, right);
  if (operator === '!=') return !isEqual(left, right);
  if (left === undefined || left === null || right === undefined || right === null) return false;
  const [a, b] =
    typeof left === 'string' && typeof right === 'string' ? [left, right] : [Number(left), Number(right)];
  if (operator === '<') return a < b;
  if (operator === '<=') return a <= b;
  return operator === '>' ? a > b : a >= b;
}

function isEqual(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if ((left ?? null) === null && (right ?? null) === null) return true;
  return (
    typeof left !== typeof right &&
    (typeof left === 'bigint' || typeof right === 'bigint') &&
    String(left) === String(right)
  );
}
