/**
 * A pattern as people write it: `*` stands for any text and, with `digits`, `#` for one digit. Matches the whole text,
 * letter case and all.
 */
export function makeWildcard(pattern: string, options: { digits?: boolean } = {}): RegExp {
  const source = [...pattern].map((character) => {
    if (character === '*') return '.*';
    if (character === '#' && options.digits) return '[0-9]';
    return character.replace(/[\\^$.+?()[\]{}|/]/u, '\\$&');
  });
  return new RegExp(`^${source.join('')}$`, 'su');
}
