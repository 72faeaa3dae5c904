import fc from 'fast-check';
import { expect, test } from 'vitest';
import { counts } from '../../test/helpers/counts.ts';
import { isAppError } from '../errors.ts';
import { compileTemplate } from './compile-template.ts';
import { type Expression, isReservedName, parseExpression } from './parse-expression.ts';
import { tokenize } from './tokenize.ts';

/** Writes an expression so that only the parentheses it needs anyway say how it is built. */
function print(expression: Expression): string {
  const inner = (found: Expression) => `(${print(found)})`;
  switch (expression.kind) {
    case 'literal':
      return typeof expression.value === 'string'
        ? JSON.stringify(expression.value)
        : String(expression.value);
    case 'path':
      return expression.segments
        .map((segment, index) => (index === 0 ? segment : `[${JSON.stringify(segment)}]`))
        .join('');
    case 'filter':
      return `${inner(expression.input)} | ${expression.name}(${expression.args.map(print).join(', ')})`;
    case 'not':
      return `not ${inner(expression.input)}`;
    case 'test':
      return `${inner(expression.input)} is ${expression.test}`;
    case 'if': {
      const otherwise = expression.otherwise ? ` else ${print(expression.otherwise)}` : '';
      return `${inner(expression.then)} if ${inner(expression.condition)}${otherwise}`;
    }
    case 'compare':
      return `${inner(expression.left)} ${expression.operator} ${inner(expression.right)}`;
    default: {
      const word = expression.kind === 'concat' ? '~' : expression.kind;
      return `${inner(expression.left)} ${word} ${inner(expression.right)}`;
    }
  }
}

const name = fc.stringMatching(/^[A-Za-z_$][\w$]{0,8}$/).filter((text) => !isReservedName(text));
const { node: expression } = fc.letrec<{ node: Expression }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'expression' },
    fc.oneof(
      fc
        .oneof(
          fc.string(),
          fc.integer(),
          fc.boolean(),
          fc.constant(null),
          fc.bigInt({ min: 2n ** 60n, max: 2n ** 70n }),
        )
        .map((value): Expression => ({ kind: 'literal', value })),
      fc
        .tuple(name, fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.nat()), { maxLength: 3 }))
        .map(([first, rest]): Expression => ({ kind: 'path', segments: [first, ...rest] })),
    ),
    fc.record({ kind: fc.constant('not' as const), input: tie('node') }),
    fc.record({
      kind: fc.constant('test' as const),
      test: fc.constantFrom('defined' as const, 'none' as const),
      input: tie('node'),
    }),
    fc.record({
      kind: fc.constantFrom('and' as const, 'or' as const, 'concat' as const),
      left: tie('node'),
      right: tie('node'),
    }),
    fc.record({
      kind: fc.constant('compare' as const),
      operator: fc.constantFrom(
        '==' as const,
        '!=' as const,
        '<' as const,
        '<=' as const,
        '>' as const,
        '>=' as const,
        'in' as const,
      ),
      left: tie('node'),
      right: tie('node'),
    }),
    fc
      .tuple(tie('node'), tie('node'), fc.option(tie('node'), { nil: undefined }))
      .map(([then, condition, otherwise]) => ({ kind: 'if' as const, then, condition, otherwise })),
    fc.record({
      kind: fc.constant('filter' as const),
      name: fc.constantFrom('lower' as const, 'trim' as const, 'json' as const),
      input: tie('node'),
      args: fc.constant([]),
    }),
    fc.record({
      kind: fc.constant('filter' as const),
      name: fc.constantFrom('default' as const, 'concat' as const),
      input: tie('node'),
      args: fc.tuple(tie('node')),
    }),
  ) as fc.Arbitrary<Expression>,
}));

test('what is printed is parsed as it was', () => {
  fc.assert(
    fc.property(expression, (tree) => {
      const text = print(tree);
      expect(parseExpression(tokenize(text, 0, text), text)).toEqual(tree);
    }),
    { numRuns: counts(60, 2_500) },
  );
});

test('evaluating any expression throws nothing but TEMPLATE errors and gives no function', () => {
  const scopes = [{ a: { b: [1] }, b: 'x', c: 2n ** 64n, d: null }, {}];
  fc.assert(
    fc.property(expression, (tree) => {
      const source = `{{ ${print(tree)} }}`;
      if (source.length > 2_000) return;
      for (const scope of scopes) {
        try {
          expect(typeof compileTemplate(source).evaluate(scope)).not.toBe('function');
        } catch (err) {
          expect(isAppError(err) && err.code.startsWith('TEMPLATE_')).toBe(true);
        }
      }
    }),
    { numRuns: counts(60, 2_500) },
  );
});
