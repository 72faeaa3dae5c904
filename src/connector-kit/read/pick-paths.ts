import { compileTemplate } from '../../templates/compile-template.ts';

/**
 * Keeps some values of a record. A plain path keeps its place (`Name`, `Site.Name` → `{ Site: { Name } }`), any other
 * template is kept under its own text. Missing values are left out.
 */
export function pickPaths(paths: readonly string[]): (record: object) => Record<string, unknown> {
  const picks = paths.map((path) => ({
    steps: /^[A-Za-z_$][\w$]*(\.[A-Za-z_$][\w$]*)*$/.test(path) ? path.split('.') : [path],
    template: compileTemplate(path),
  }));
  return (record) => {
    const kept: Record<string, unknown> = {};
    for (const { steps, template } of picks) {
      const value = template.evaluate(record);
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
