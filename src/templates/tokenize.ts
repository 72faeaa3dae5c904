import { makeError } from '../errors.ts';

export type Token =
  | { kind: 'name' | 'string' | 'number' | 'punct'; text: string; at: number }
  | { kind: 'end'; text: ''; at: number };

const token =
  /\s+|(?<name>[\p{L}_$][\p{L}\p{N}_$]*)|(?<number>-?\d+(?:\.\d+)?)|(?<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(?<punct>==|!=|<=|>=|[()[\].,:|~<>])/gsuy;

/** Cuts the inside of one `{{ … }}` into tokens. Throws TEMPLATE_SYNTAX with the position in the whole template. */
export function tokenize(source: string, offset: number, template: string): Token[] {
  const tokens: Token[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < source.length) {
    const at = token.lastIndex;
    const found = token.exec(source);
    if (!found) throw syntaxError(template, offset + at, describeUnexpected(source, at));
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

function describeUnexpected(source: string, at: number): string {
  const character = String.fromCodePoint(source.codePointAt(at) ?? 0);
  if (source.startsWith('{%', at))
    return 'blocks in {% … %} are not known here; write {{ x if condition else y }}';
  if (character === '"' || character === "'") return `the text that begins with ${character} is not closed`;
  return `unexpected "${character}"`;
}

const escapes: Record<string, string> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

/** The escapes of JSON; a backslash before anything else stands for that character. */
function unquote(text: string): string {
  return text
    .slice(1, -1)
    .replace(/\\(?:u([0-9a-fA-F]{4})|(.))/gs, (_whole, hex: string | undefined, escaped: string) =>
      hex === undefined ? (escapes[escaped] ?? escaped) : String.fromCharCode(Number.parseInt(hex, 16)),
    );
}

export function syntaxError(template: string, at: number, problem: string): Error {
  const shown = template.length > 80 ? `${template.slice(0, 77)}…` : template;
  return makeError('TEMPLATE_SYNTAX', { template: shown, position: at + 1, problem });
}
