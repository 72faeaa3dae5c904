import { compileTemplate } from '../../templates/compile-template.ts';

/** Value at a path of the answer; the empty path is the answer itself. */
export function readPath(json: unknown, path: string): unknown {
  if (path === '') return json;
  return typeof json === 'object' && json !== null ? compileTemplate(path).evaluate(json) : undefined;
}
