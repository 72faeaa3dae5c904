/** A copy of a JSON value without what stands at the paths (`['user', 'token']`), in every item of the lists on the way. */
export function withoutPaths(value: unknown, paths: readonly (readonly string[])[]): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutPaths(item, paths));
  if (typeof value !== 'object' || value === null) return value;
  const copy: Record<string, unknown> = {};
  for (const [key, child] of Object.entries(value)) {
    const deeper = paths.filter((path) => path[0] === key).map((path) => path.slice(1));
    if (deeper.some((path) => path.length === 0)) continue;
    copy[key] = deeper.length === 0 ? child : withoutPaths(child, deeper);
  }
  return copy;
}
