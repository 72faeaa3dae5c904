import { makeError } from '../errors.ts';

export type Token =
  | { kind: 'name' | 'string' | 'number' | 'punct'; text: string; at: number }
  | { kind: 'end'; text: ''; at: number };

const token =
  /\s+|(?<name>[A-Za-z_$][\w$]*)|(?<number>-?\d+(?:\.\d+)?)|(?<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(?<punct>==|!=|<=|>=|[()[\].,:|~<>])/gy;

/** Cuts the inside of one `{{ … }}` into tokens. Throws TEMPLATE_SYNTAX with the position in the whole template. */
export function tokenize(source: string, offset: number, template: string): Token[] {
  const tokens: Token[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < source.length) {
    const at = token.lastIndex;
    const found = token.exec(source);
    if (!found) throw syntaxError(template, offset + at, `unexpected "${source[at]}"`);
    const { name, number, string, punct } = found.groups ?? {};
    const position = offset + at;
    if (name !== undefined) tokens.push({ kind: 'name', text: name, at: position });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number, at: position });
    else if (string !== undefined) tokens.push({ kind: 'string', text: unquote(string), at: position });
    else if (punct !== undefined) tokens.push({ kind: 'punct', text: punct, at: position });
  }
  tokens.push({ kind: 'end', text: '', at: offset + source.length });
  return tokens;
}

function unquote(text: string): string {
  return text
    .slice(1, -1)
    .replace(/\\(.)/g, (_whole, escaped: string) =>
      escaped === 'n' ? '\n' : escaped === 't' ? '\t' : escaped,
    );
}

export function syntaxError(template: string, at: number, problem: string): Error {
  const shown = template.length > 80 ? `${template.slice(0, 77)}…` : template;
  return makeError('TEMPLATE_SYNTAX', { template: shown, position: at + 1, problem });
}
