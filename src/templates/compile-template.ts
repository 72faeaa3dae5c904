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
import { compileExpression, type Evaluate, toText } from './compile-expression.ts';
import { assertResultLength } from './filters.ts';
import { parseExpression } from './parse-expression.ts';
import { syntaxError, tokenize } from './tokenize.ts';
import { beginWork, countWork } from './work.ts';

export { isTruthy } from './compile-expression.ts';

export interface CompiledTemplate {
  readonly source: string;
  /** Paths the template reads, as written with dots and brackets. */
  readonly paths: readonly string[];
  /** True when the value does not depend on the scope. */
  readonly isLiteral: boolean;
  /**
   * A single expression keeps its type; text around or between expressions makes a string.
   * @throws TEMPLATE_RESULT_TOO_LONG, TEMPLATE_WORK_EXCEEDED and nothing else
   */
  evaluate(scope: object): unknown;
}

export interface TemplateOptions {
  /** Values that mean "no value": a path that finds one finds null. */
  noValues?: ReadonlySet<unknown>;
}

export const templateLengthLimit = 2_000;
export const pathLengthLimit = 256;
const nothing: ReadonlySet<unknown> = new Set();

/** Compiles a bare path or a text with `{{ … }}`. Throws TEMPLATE_SYNTAX or TEMPLATE_TOO_LONG. */
export function compileTemplate(source: string, options: TemplateOptions = {}): CompiledTemplate {
  assertLength(source.length, templateLengthLimit);
  const context = { paths: new Set<string>(), noValues: options.noValues ?? nothing };
  let isPath = false;
  const compilePart = (text: string, at: number): Evaluate => {
    const expression = parseExpression(tokenize(text, at, source), source);
    isPath = expression.kind === 'path';
    return compileExpression(expression, context);
  };
  const finish = (evaluate: Evaluate): CompiledTemplate => ({
    source,
    paths: [...context.paths],
    isLiteral: context.paths.size === 0,
    evaluate: isPath ? evaluate : counted(source, evaluate),
  });

  const trimmed = source.trim();
  if (trimmed === '') throw syntaxError(source, 0, 'it is empty');
  if (!source.includes('{{')) {
    assertLength(trimmed.length, pathLengthLimit);
    return finish(compilePart(trimmed, source.indexOf(trimmed)));
  }
  const parts = cutParts(source);
  const compiled = parts.map((part) => (part.kind === 'text' ? part.text : compilePart(part.text, part.at)));
  const significant = parts.filter((part) => part.kind === 'expression' || part.text.trim() !== '');
  if (significant.length === 1 && significant[0]?.kind === 'expression')
    return finish(compiled[parts.indexOf(significant[0])] as Evaluate);
  isPath = false;
  return finish((scope) => joinParts(compiled, scope));
}

/** A path alone does no work that could be counted, and is what most templates are. */
function counted(source: string, evaluate: Evaluate): Evaluate {
  return (scope) => {
    beginWork(source);
    return evaluate(scope);
  };
}

/**
 * Renders to text; each inserted value passes through `encode` (for URLs: `encodeURIComponent`). Absent and null give
 * an empty string. A text without `{{` stays as it is. Throws TEMPLATE_*.
 */
export function renderString(
  source: string,
  scope: object,
  encode: (value: string) => string = (value) => value,
): string {
  if (!source.includes('{{')) return source;
  assertLength(source.length, templateLengthLimit);
  const context = { paths: new Set<string>(), noValues: nothing };
  beginWork(source);
  return cutParts(source)
    .map((part) => {
      if (part.kind === 'text') return part.text;
      const expression = parseExpression(tokenize(part.text, part.at, source), source);
      // Half a surrogate pair has no encoding; it becomes the replacement character.
      const value = toText(compileExpression(expression, context)(scope));
      countWork(1, value.length);
      return encode(value.toWellFormed());
    })
    .join('');
}

/** Renders each to text; what turns out empty is left out. Throws as {@link renderString}. */
export function renderAll(templates: Record<string, string>, scope: object): Record<string, string> {
  const entries = Object.entries(templates).map(
    ([name, template]) => [name, renderString(template, scope)] as const,
  );
  return Object.fromEntries(entries.filter(([, value]) => value !== ''));
}

function assertLength(length: number, limit: number): void {
  if (length > limit) throw makeError('TEMPLATE_TOO_LONG', { length, limit });
}

/** When every inserted value is absent or empty, so is the whole: " " is nobody's full name. */
function joinParts(parts: readonly (string | Evaluate)[], scope: object): string | null | undefined {
  let result = '';
  let hasValue = false;
  let isAbsent = true;
  for (const part of parts) {
    if (typeof part === 'string') {
      result += part;
      continue;
    }
    const found = part(scope);
    if (found !== undefined) isAbsent = false;
    const value = toText(found);
    if (value !== '') hasValue = true;
    assertResultLength(result.length + value.length);
    countWork(1, value.length);
    result += value;
  }
  if (hasValue) return result.trim();
  return isAbsent ? undefined : null;
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
