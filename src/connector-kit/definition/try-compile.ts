import { isAppError } from '../../errors.ts';
import { compileTemplate } from '../../templates/compile-template.ts';

/** Paths a path or template reads, or why it cannot be read itself. */
export function tryCompile(source: string): { paths: readonly string[] } | { problem: string } {
  try {
    return { paths: compileTemplate(source).paths };
  } catch (err) {
    if (!isAppError(err)) throw err;
    return { problem: err.message };
  }
}
