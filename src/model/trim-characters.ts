/**
 * Trimming without a regular expression: one that ends in `+$` is tried again at every character of a run that does not
 * reach the end, which takes the square of its length.
 */
export function trimEndOf(text: string, characters: string): string {
  let end = text.length;
  while (end > 0 && characters.includes(text[end - 1] as string)) end -= 1;
  return text.slice(0, end);
}

/** At both ends. */
export function trimOf(text: string, characters: string): string {
  const cut = trimEndOf(text, characters);
  let start = 0;
  while (start < cut.length && characters.includes(cut[start] as string)) start += 1;
  return cut.slice(start);
}
