export interface Wildcard {
  test(text: string): boolean;
}

/**
 * A pattern as people write it: `*` stands for any text and, with `digits`, `#` for one digit. Matches the whole text,
 * letter case and all. However many `*` there are, a text is walked through once for each piece between them: each is
 * taken where it stands first, and what is left is never longer for it.
 */
export function makeWildcard(pattern: string, options: { digits?: boolean } = {}): Wildcard {
  const pieces = pattern.split('*').map((piece) => makePiece(piece, options.digits ?? false));
  const [first, ...others] = pieces as [Piece, ...Piece[]];
  const last = others.pop();
  if (!last) return { test: (text) => text.length === first.length && first.standsAt(text, 0) };
  return {
    test(text) {
      const end = text.length - last.length;
      if (end < first.length || !first.standsAt(text, 0) || !last.standsAt(text, end)) return false;
      let at = first.length;
      for (const piece of others) {
        at = piece.find(text, at, end);
        if (at === -1) return false;
        at += piece.length;
      }
      return true;
    },
  };
}

interface Piece {
  length: number;
  standsAt(text: string, at: number): boolean;
  /** Where it stands first between two positions, or -1. */
  find(text: string, from: number, end: number): number;
}

function makePiece(piece: string, hasDigits: boolean): Piece {
  const { length } = piece;
  if (!hasDigits || !piece.includes('#'))
    return {
      length,
      standsAt: (text, at) => text.startsWith(piece, at),
      find(text, from, end) {
        const at = text.indexOf(piece, from);
        return at === -1 || at + length > end ? -1 : at;
      },
    };
  const standsAt = (text: string, at: number): boolean => {
    if (at < 0 || at + length > text.length) return false;
    for (let index = 0; index < length; index += 1) {
      const character = text[at + index] as string;
      if (piece[index] === '#' ? character < '0' || character > '9' : character !== piece[index])
        return false;
    }
    return true;
  };
  return {
    length,
    standsAt,
    find(text, from, end) {
      for (let at = from; at + length <= end; at += 1) if (standsAt(text, at)) return at;
      return -1;
    },
  };
}
