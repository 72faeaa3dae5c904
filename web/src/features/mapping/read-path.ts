/**
 * The value a plain source path finds in a sampled record: `a.b`, `list[0].c`, `response["odd key"]`. Only for showing
 * samples; templates are evaluated by the server. Undefined when there is nothing or the path is no plain one.
 */
export function readPath(record: unknown, path: string): unknown {
  const steps = path.match(/[A-Za-z_$][\w$]*|\[(?:"(?:\\.|[^"\\])*"|'[^']*'|-?\d+)\]/g);
  if (!steps || steps.join('') !== path.replaceAll('.', '')) return undefined;
  const [first, ...rest] = steps;
  const isWhole = first === 'response' && rest.length > 0;
  let value: unknown = record;
  for (const step of isWhole ? rest : steps) value = takeStep(value, step);
  return value;
}

function takeStep(value: unknown, step: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  const key = readKey(step);
  if (typeof key === 'number') return Array.isArray(value) ? value.at(key) : undefined;
  return Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
}

function readKey(step: string): string | number {
  if (!step.startsWith('[')) return step;
  const inner = step.slice(1, -1);
  if (inner.startsWith('"')) return JSON.parse(inner) as string;
  return inner.startsWith("'") ? inner.slice(1, -1) : Number(inner);
}
