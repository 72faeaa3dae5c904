import { makeError } from '../errors.ts';

/** Lists and objects inside each other; the deepest body of the API has fewer than ten. */
export const maxBodyDepth = 40;
/** Fields and items together; a mapping of 300 rows has some 3,000. */
export const maxBodyParts = 30_000;

/**
 * Looks through JSON text before it is parsed: what is nested a million times, or has a hundred thousand fields nobody knows, is
 * small as text and takes seconds to be checked and refused afterwards. Counts only; whether it is JSON is for the
 * parser. Throws API_BODY_TOO_COMPLEX.
 */
export function assertBodyBudget(text: string): void {
  let depth = 0;
  let partCount = 0;
  for (let at = 0; at < text.length; at += 1) {
    switch (text.charCodeAt(at)) {
      // "
      case 34:
        at = findStringEnd(text, at + 1);
        break;
      // [ {
      case 91:
      case 123:
        depth += 1;
        if (depth > maxBodyDepth)
          throw makeError('API_BODY_TOO_COMPLEX', {
            limit: `${maxBodyDepth} lists or objects inside each other`,
          });
        break;
      // ] }
      case 93:
      case 125:
        depth -= 1;
        break;
      // ,
      case 44:
        partCount += 1;
        if (partCount > maxBodyParts)
          throw makeError('API_BODY_TOO_COMPLEX', { limit: `${maxBodyParts} fields and items` });
        break;
      default:
    }
  }
}

/** Position of the quote that ends a string, or the end of the text. */
function findStringEnd(text: string, from: number): number {
  for (let at = from; ; at += 1) {
    at = text.indexOf('"', at);
    if (at === -1) return text.length;
    let escapeCount = 0;
    while (text.charCodeAt(at - 1 - escapeCount) === 92) escapeCount += 1;
    if (escapeCount % 2 === 0) return at;
  }
}
