import { isAppError } from '../errors.ts';
import { compileTemplate } from '../templates/compile-template.ts';

/**
 * Whether a sync key is made of the vendor's id and words around it, as `acme-{{ id }}` is, without saying whose id it
 * is: another account of the vendor may have the same one.
 */
export function isBareMadeUpKey(source: string, nativeIdPath: string): boolean {
  const hasWords =
    /'[^']+'\s*~|~\s*'[^']+'|"[^"]+"\s*~|~\s*"[^"]+"/.test(source) ||
    (source.includes('{{') && !/^\{\{.*\}\}$/s.test(source.trim()));
  if (!hasWords) return false;
  const paths = readPaths(source);
  const ids = readPaths(nativeIdPath);
  return !paths.includes('tenant') && paths.some((path) => ids.includes(path));
}

/** None for what is still being typed; it is judged where it is saved. */
function readPaths(source: string): readonly string[] {
  try {
    return compileTemplate(source).paths;
  } catch (err) {
    if (isAppError(err)) return [];
    throw err;
  }
}
