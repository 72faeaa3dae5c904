import { toDate, toIsoText, toNumber } from '../model/convert.ts';
import { assertResultLength, filters, itemOf, toJsonText } from './filters.ts';
import type { Comparison, Expression } from './parse-expression.ts';
import { countSearch, countWork } from './work.ts';

export type Evaluate = (scope: object) => unknown;

export interface CompileContext {
  /** Every path that is read, as written with dots and brackets. */
  paths: Set<string>;
  /** Values a path finds that mean "no value": they count as null. */
  noValues: ReadonlySet<unknown>;
}

/** Turns a parsed expression into a closure: own properties only, nothing is ever called by name. */
export function compileExpression(expression: Expression, context: CompileContext): Evaluate {
  const compile = (inner: Expression): Evaluate => compileExpression(inner, context);
  switch (expression.kind) {
    case 'literal': {
      const { value } = expression;
      return () => value;
    }
    case 'path':
      return compilePath(expression.segments, context);
    case 'filter': {
      const input = compile(expression.input);
      const args = expression.args.map(compile);
      const filter: (value: unknown, args: readonly unknown[]) => unknown = filters[expression.name];
      if (args.length === 0)
        return (scope) => {
          const value = input(scope);
          countWork(1, 0);
          return filter(value, none);
        };
      return (scope) => {
        const value = input(scope);
        const given = args.map((arg) => arg(scope));
        countWork(1 + given.length, 0);
        return filter(value, given);
      };
    }
    case 'concat': {
      const [left, right] = [compile(expression.left), compile(expression.right)];
      return (scope) => {
        const [first, second] = [left(scope), right(scope)];
        // Two absent values say nothing; a blank text would say "no value".
        if (first === undefined && second === undefined) return undefined;
        const [before, after] = [toText(first), toText(second)];
        assertResultLength(before.length + after.length);
        countWork(1, before.length + after.length);
        return before + after;
      };
    }
    case 'and': {
      const [left, right] = [compile(expression.left), compile(expression.right)];
      return (scope) => isTruthy(left(scope)) && isTruthy(right(scope));
    }
    case 'or': {
      const [left, right] = [compile(expression.left), compile(expression.right)];
      return (scope) => isTruthy(left(scope)) || isTruthy(right(scope));
    }
    case 'not': {
      const input = compile(expression.input);
      return (scope) => !isTruthy(input(scope));
    }
    case 'test': {
      const input = compile(expression.input);
      return expression.test === 'defined'
        ? (scope) => input(scope) !== undefined
        : (scope) => input(scope) === null;
    }
    case 'if': {
      const [then, condition] = [compile(expression.then), compile(expression.condition)];
      const otherwise = expression.otherwise === undefined ? () => undefined : compile(expression.otherwise);
      return (scope) => (isTruthy(condition(scope)) ? then(scope) : otherwise(scope));
    }
    case 'compare': {
      const [left, right] = [compile(expression.left), compile(expression.right)];
      const compare = comparisons[expression.operator];
      return (scope) => compare(left(scope), right(scope));
    }
  }
}

const none: readonly unknown[] = [];
const plainName = /^[\p{L}_$][\p{L}\p{N}_$]*$/u;

function compilePath(segments: readonly (string | number)[], { paths, noValues }: CompileContext): Evaluate {
  paths.add(
    segments
      .map((segment, index) => {
        if (typeof segment === 'number') return `[${segment}]`;
        if (index === 0) return segment;
        return plainName.test(segment) ? `.${segment}` : `[${JSON.stringify(segment)}]`;
      })
      .join(''),
  );
  const read = makeReader(segments);
  if (noValues.size === 0) return read;
  return (scope) => {
    const value = read(scope);
    return noValues.has(value) ? null : value;
  };
}

function makeReader(segments: readonly (string | number)[]): Evaluate {
  const [first = '', ...rest] = segments;
  // `response.x` names the record itself, the spelling users of other products bring along.
  const isAlias = first === 'response';
  if (rest.length === 0)
    return isAlias
      ? (scope) => (Object.hasOwn(scope, first) ? own(scope, first) : scope)
      : (scope) => own(scope, first);
  return (scope) => {
    let value = isAlias && !Object.hasOwn(scope, first) ? scope : own(scope, first);
    for (let index = 0; index < rest.length; index += 1) {
      if (value === undefined || value === null) return value;
      value = own(value, rest[index] as string | number);
    }
    return value;
  };
}

/**
 * Own properties of plain objects and items of lists; nothing inherited, nothing of strings or functions. A list that
 * is there but ends before the item says that there is none: null, not absent.
 */
function own(holder: unknown, key: string | number): unknown {
  if (typeof holder !== 'object' || holder === null) return undefined;
  if (Array.isArray(holder)) return typeof key === 'number' ? itemOf(holder, key) : undefined;
  return Object.hasOwn(holder, key) ? (holder as Record<string | number, unknown>)[key] : undefined;
}

export function isTruthy(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

export function toText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === undefined || value === null) return '';
  if (value instanceof Date) return toIsoText(value) ?? '';
  if (Array.isArray(value)) return (filters.join(value, []) as string | undefined) ?? '';
  return typeof value === 'object' ? (toJsonText(value) ?? '') : String(value);
}

const comparisons: Record<Comparison, (left: unknown, right: unknown) => boolean> = {
  '==': isEqual,
  '!=': (left, right) => !isEqual(left, right),
  '<': (left, right) => order(left, right, (a, b) => a < b),
  '<=': (left, right) => order(left, right, (a, b) => a <= b),
  '>': (left, right) => order(left, right, (a, b) => a > b),
  '>=': (left, right) => order(left, right, (a, b) => a >= b),
  in: isIn,
};

function isIn(left: unknown, right: unknown): boolean {
  if (Array.isArray(right)) {
    countWork(right.length, typeof left === 'string' ? left.length : 0);
    return right.some((item) => isEqual(left, item));
  }
  if (typeof right !== 'string' || typeof left !== 'string') return false;
  countSearch(right, left);
  return right.includes(left);
}

type Orderable = string | number | bigint;

/** Two texts by their characters, a date with what reads as one, everything else as numbers; else neither holds. */
function order(left: unknown, right: unknown, holds: (a: Orderable, b: Orderable) => boolean): boolean {
  if (typeof left === 'string' && typeof right === 'string') {
    countWork(1, Math.min(left.length, right.length));
    return holds(left, right);
  }
  const isDated = left instanceof Date || right instanceof Date;
  const read = (value: unknown) => (isDated ? toDate(value)?.getTime() : toNumber(value));
  const [a, b] = [read(left), read(right)];
  return a !== undefined && b !== undefined && holds(a, b);
}

/** Types are kept apart (`31 == "31"` does not hold), but absent and null are the same here. */
function isEqual(left: unknown, right: unknown): boolean {
  if (typeof left === 'string' && typeof right === 'string') {
    if (left.length !== right.length) return false;
    countWork(1, left.length);
    return left === right;
  }
  if (left === right) return true;
  if ((left ?? null) === null && (right ?? null) === null) return true;
  if (left instanceof Date && right instanceof Date) return left.getTime() === right.getTime();
  // An id that is a big integer is compared with the text a person typed.
  return (
    typeof left !== typeof right &&
    (typeof left === 'bigint' || typeof right === 'bigint') &&
    String(left) === String(right)
  );
}
