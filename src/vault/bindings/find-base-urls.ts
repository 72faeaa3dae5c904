/** Every base URL a definition, or a part of one, names: of the client and of single requests. */
export function findBaseUrls(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) =>
    key === 'baseUrl' && typeof child === 'string' ? [child] : findBaseUrls(child),
  );
}
