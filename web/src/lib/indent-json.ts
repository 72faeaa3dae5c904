/**
 * Indents JSON text without parsing its values, so that numbers keep every digit. Text that is not JSON comes back
 * with line breaks in odd places, but complete.
 */
export function indentJson(text: string): string {
  const tokens = text.match(/"(?:\\.|[^"\\])*"|[{}[\],:]|[^\s{}[\],:"]+/g) ?? [];
  let depth = 0;
  let result = '';
  tokens.forEach((token, index) => {
    const next = tokens[index + 1];
    if (token === '{' || token === '[') {
      const isEmpty = next === '}' || next === ']';
      depth += 1;
      result += isEmpty ? token : `${token}\n${'  '.repeat(depth)}`;
    } else if (token === '}' || token === ']') {
      depth -= 1;
      const before = tokens[index - 1];
      result += before === '{' || before === '[' ? token : `\n${'  '.repeat(depth)}${token}`;
    } else if (token === ',') result += `,\n${'  '.repeat(depth)}`;
    else if (token === ':') result += ': ';
    else result += token;
  });
  return result;
}
