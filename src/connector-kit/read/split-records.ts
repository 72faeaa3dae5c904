import { compileTemplate } from '../../templates/compile-template.ts';
import type { RecordSplit } from '../definition/definition.ts';

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

/**
 * Keeps some values of a record. A plain path keeps its place (`Name`, `Site.Name` → `{ Site: { Name } }`), any other
 * template is kept under its own text. Missing values are left out, or become `missing`.
 */
export function pickPaths(
  paths: readonly string[],
  { missing }: { missing?: null } = {},
): (record: object) => Record<string, unknown> {
  const picks = paths.map((path) => ({
    steps: /^[A-Za-z_$][\w$]*(\.[A-Za-z_$][\w$]*)*$/.test(path) ? path.split('.') : [path],
    template: compileTemplate(path),
  }));
  return (record) => {
    const kept: Record<string, unknown> = {};
    for (const { steps, template } of picks) {
      let value = template.evaluate(record);
      if (value === undefined) value = missing;
      if (value === undefined) continue;
      let place = kept;
      for (const step of steps.slice(0, -1)) {
        if (typeof place[step] !== 'object' || place[step] === null) place[step] = {};
        place = place[step] as Record<string, unknown>;
      }
      place[steps.at(-1) as string] = value;
    }
    return kept;
  };
}
