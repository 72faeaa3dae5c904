import { compileTemplate } from '../../templates/compile-template.ts';
import type { RecordSplit } from '../definition/definition.ts';
import { pickPaths } from './pick-paths.ts';

/**
 * The records inside listed ones: every element of the list at `split.path` (or the single object there), with the
 * kept values of the listed record under `container`. An element that is no object becomes `{ value, container }`.
 */
export function splitRecords(listed: readonly unknown[], split: RecordSplit): unknown[] {
  const path = compileTemplate(split.path);
  const pick = pickPaths(split.keep ?? []);
  return listed.flatMap((outer) => {
    if (typeof outer !== 'object' || outer === null) return [];
    const found = path.evaluate(outer);
    if (found === undefined || found === null) return [];
    const container = pick(outer);
    return (Array.isArray(found) ? found : [found])
      .filter((element) => element !== null && element !== undefined)
      .map((element) =>
        typeof element === 'object' ? { ...element, container } : { value: element, container },
      );
  });
}
