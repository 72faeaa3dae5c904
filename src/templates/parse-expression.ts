/**
 * Grammar, loosest first:
 *   conditional = pipe [ "if" pipe [ "else" conditional ] ]
 *   pipe        = or { "|" name [ "(" args ")" | ":" args ] }
 *   or / and / not / comparison (== != < <= > >=, in) / concatenation (~)
 *   primary     = literal | "(" conditional ")" | path
 *   path        = name { "." name | "." digits | "[" (string | integer) "]" }
 */
import { type FilterName, isFilterName } from './filters.ts';
import { syntaxError, type Token } from './tokenize.ts';

export type Expression =
  | { kind: 'literal'; value: string | number | boolean | null }
  | { kind: 'path'; segments: (string | number)[] }
  | { kind: 'filter'; name: FilterName; input: Expression; args: Expression[] }
  | {
      kind: 'compare';
      operator: '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in';
      left: Expression;
      right: Expression;
    }
  | { kind: 'and' | 'or' | 'concat'; left: Expression; right: Expression }
  | { kind: 'not'; input: Expression }
  | { kind: 'if'; then: Expression; condition: Expression; otherwise: Expression | undefined };

const maxDepth = 40;
const literals: Record<string, boolean | null> = {
  true: true,
  false: false,
  null: null,
  none: null,
  True: true,
  False: false,
  None: null,
};
const comparisons = ['==', '!=', '<', '<=', '>', '>='] as const;

export function parseExpression(tokens: Token[], template: string): Expression {
  let index = 0;
  let depth = 0;
  const peek = (): Token => tokens[index] as Token;
  const fail = (problem: string, at = peek().at): never => {
    throw syntaxError(template, at, problem);
  };
  const isPunct = (text: string) => peek().kind === 'punct' && peek().text === text;
  const isWord = (text: string) => peek().kind === 'name' && peek().text === text;
  const eat = (text: string): boolean => {
    if (!isPunct(text) && !isWord(text)) return false;
    index += 1;
    return true;
  };
  const expect = (text: string) => {
    if (!eat(text)) fail(`"${text}" expected`);
  };

  const conditional = (): Expression => {
    depth += 1;
    if (depth > maxDepth) fail(`nested deeper than ${maxDepth} levels`);
    const then = pipe();
    let result = then;
    if (eat('if')) {
      const condition = pipe();
      const otherwise = eat('else') ? conditional() : undefined;
      result = { kind: 'if', then, condition, otherwise };
    }
    depth -= 1;
    return result;
  };

  const pipe = (): Expression => {
    let input = or();
    while (eat('|')) {
      const found = peek();
      if (found.kind !== 'name') fail('the name of a filter expected');
      if (!isFilterName(found.text)) fail(`there is no filter "${found.text}"`);
      index += 1;
      const args: Expression[] = [];
      if (eat('(')) {
        if (!isPunct(')'))
          do args.push(conditional());
          while (eat(','));
        expect(')');
      } else if (eat(':')) {
        do args.push(or());
        while (eat(','));
      }
      input = { kind: 'filter', name: found.text as FilterName, input, args };
    }
    return input;
  };

  const binary = (word: 'and' | 'or', next: () => Expression) => (): Expression => {
    let left = next();
    while (eat(word)) left = { kind: word, left, right: next() };
    return left;
  };
  const not = (): Expression => (eat('not') ? { kind: 'not', input: comparison() } : comparison());
  const and = binary('and', not);
  const or = binary('or', and);

  const comparison = (): Expression => {
    const left = concat();
    for (const operator of [...comparisons, 'in'] as const) {
      if (eat(operator)) return { kind: 'compare', operator, left, right: concat() };
    }
    return left;
  };
  const concat = (): Expression => {
    let left = primary();
    while (eat('~')) left = { kind: 'concat', left, right: primary() };
    return left;
  };

  const primary = (): Expression => {
    const found = peek();
    if (eat('(')) {
      const inner = conditional();
      expect(')');
      return inner;
    }
    if (found.kind === 'string' || found.kind === 'number') {
      index += 1;
      return { kind: 'literal', value: found.kind === 'number' ? Number(found.text) : found.text };
    }
    if (found.kind !== 'name')
      return fail(found.kind === 'end' ? 'something is missing at the end' : `unexpected "${found.text}"`);
    index += 1;
    const literal = literals[found.text];
    if (literal !== undefined && Object.hasOwn(literals, found.text))
      return { kind: 'literal', value: literal };
    return path(found.text);
  };

  const path = (first: string): Expression => {
    const segments: (string | number)[] = [first];
    for (;;) {
      if (eat('.')) {
        const part = peek();
        if (part.kind === 'name') segments.push(part.text);
        else if (part.kind === 'number' && /^\d+$/.test(part.text)) segments.push(Number(part.text));
        else fail('a name expected after "."');
        index += 1;
      } else if (eat('[')) {
        const part = peek();
        if (part.kind === 'string') segments.push(part.text);
        else if (part.kind === 'number' && /^-?\d+$/.test(part.text)) segments.push(Number(part.text));
        else fail('a number or a quoted name expected in brackets');
        index += 1;
        expect(']');
      } else return { kind: 'path', segments };
    }
  };

  const result = conditional();
  if (peek().kind !== 'end') fail(`unexpected "${peek().text}"`);
  return result;
}
