/**
 * Grammar, loosest first. Filters bind to the operand on their left, as in Jinja: `a ~ b | upper` is `a ~ (b | upper)`.
 *   conditional = or [ "if" or [ "else" conditional ] ]
 *   or / and / not
 *   comparison  = concat [ (== != < <= > >= | ["not"] "in") concat | "is" ["not"] ("defined" | "none") ]
 *   concat      = operand { "~" operand }
 *   operand     = primary { "|" name [ "(" [ conditional { "," conditional } ] ")" | ":" argument { "," argument } ] }
 *   argument    = primary { "~" primary }
 *   primary     = literal | "(" conditional ")" | path
 *   path        = name { "." name | "." digits | "[" (string | integer) "]" }
 */
import { type FilterName, filterArity, isFilterName } from './filters.ts';
import { syntaxError, type Token } from './tokenize.ts';

export type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in';

export type Expression =
  | { kind: 'literal'; value: string | number | bigint | boolean | null }
  | { kind: 'path'; segments: (string | number)[] }
  | { kind: 'filter'; name: FilterName; input: Expression; args: Expression[] }
  | { kind: 'compare'; operator: Comparison; left: Expression; right: Expression }
  | { kind: 'and' | 'or' | 'concat'; left: Expression; right: Expression }
  | { kind: 'not'; input: Expression }
  | { kind: 'test'; test: 'defined' | 'none'; input: Expression }
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
const operators = new Set(['and', 'or', 'not', 'in', 'is', 'if', 'else']);
const comparisons = ['==', '!=', '<', '<=', '>', '>=', 'in'] as const;

/** Whether a name at the start of a path means something else; such a field is written `response["name"]`. */
export function isReservedName(name: string): boolean {
  return operators.has(name) || Object.hasOwn(literals, name);
}

/** Throws TEMPLATE_SYNTAX. */
export function parseExpression(tokens: Token[], template: string): Expression {
  let index = 0;
  let depth = 0;
  const peek = (): Token => tokens[index] as Token;
  const fail = (problem: string, at = peek().at): never => {
    throw syntaxError(template, at, problem);
  };
  const isNext = (text: string) => {
    const { kind, text: found } = peek();
    return (kind === 'punct' || kind === 'name') && found === text;
  };
  const eat = (text: string): boolean => {
    if (!isNext(text)) return false;
    index += 1;
    return true;
  };
  const expect = (text: string) => {
    if (!eat(text)) fail(`"${text}" expected`);
  };
  const deeper = <T>(parse: () => T): T => {
    depth += 1;
    if (depth > maxDepth) fail(`nested deeper than ${maxDepth} levels`);
    const result = parse();
    depth -= 1;
    return result;
  };

  const conditional = (): Expression =>
    deeper(() => {
      const then = or();
      if (!eat('if')) return then;
      const condition = or();
      return { kind: 'if', then, condition, otherwise: eat('else') ? conditional() : undefined };
    });

  const chain = (word: string, kind: 'and' | 'or' | 'concat', next: () => Expression) => (): Expression => {
    let left = next();
    while (eat(word)) left = { kind, left, right: next() };
    return left;
  };
  const negation = (): Expression =>
    eat('not') ? deeper(() => ({ kind: 'not', input: negation() })) : comparison();
  const and = chain('and', 'and', negation);
  const or = chain('or', 'or', and);

  const comparison = (): Expression => {
    const left = concat();
    for (const operator of comparisons)
      if (eat(operator)) return { kind: 'compare', operator, left, right: concat() };
    if (isNext('not') && tokens[index + 1]?.text === 'in') {
      index += 2;
      return { kind: 'not', input: { kind: 'compare', operator: 'in', left, right: concat() } };
    }
    if (!eat('is')) return left;
    const isNegated = eat('not');
    const test = (['defined', 'none'] as const).find((name) => eat(name) || (name === 'none' && eat('None')));
    if (test === undefined) return fail('"defined" or "none" expected after "is"');
    const found: Expression = { kind: 'test', test, input: left };
    return isNegated ? { kind: 'not', input: found } : found;
  };

  const operand = (): Expression => {
    let input = primary();
    while (eat('|')) input = filter(input);
    return input;
  };
  const concat = chain('~', 'concat', operand);

  const filter = (input: Expression): Expression => {
    const name = peek();
    if (name.kind !== 'name') return fail('the name of a filter expected');
    if (!isFilterName(name.text)) return fail(`there is no filter "${name.text}"`);
    index += 1;
    const args: Expression[] = [];
    if (eat('(')) {
      while (!isNext(')')) {
        args.push(conditional());
        if (!eat(',')) break;
      }
      expect(')');
    } else if (eat(':')) {
      do args.push(argument());
      while (eat(','));
    }
    const [least, most] = filterArity[name.text];
    if (args.length < least || args.length > most)
      fail(`the filter "${name.text}" takes ${describeArity(least, most)}`, name.at);
    return { kind: 'filter', name: name.text, input, args };
  };

  const primary = (): Expression => {
    const found = peek();
    if (eat('(')) {
      const inner = conditional();
      expect(')');
      return inner;
    }
    if (found.kind === 'end') return fail('something is missing at the end');
    if (found.kind === 'punct') return fail(`unexpected "${found.text}"`);
    index += 1;
    if (found.kind === 'string') return { kind: 'literal', value: found.text };
    if (found.kind === 'number') return { kind: 'literal', value: readNumber(found.text) };
    const literal = Object.hasOwn(literals, found.text) ? literals[found.text] : undefined;
    if (literal !== undefined) return { kind: 'literal', value: literal };
    if (operators.has(found.text))
      return fail(
        `"${found.text}" is a word of the language; a field of this name is written response["${found.text}"]`,
        found.at,
      );
    return path(found.text);
  };
  const argument = chain('~', 'concat', primary);

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

function readNumber(text: string): number | bigint {
  const value = Number(text);
  return !text.includes('.') && !Number.isSafeInteger(value) ? BigInt(text) : value;
}

function describeArity(least: number, most: number): string {
  if (most === 0) return 'no argument';
  const count = (n: number) => `${n} argument${n === 1 ? '' : 's'}`;
  if (least === most) return count(least);
  return most === Number.POSITIVE_INFINITY ? `at least ${count(least)}` : `${least} to ${count(most)}`;
}
