/** What to search the catalog for when nothing was found: only what is there. */
export function adviseCatalog(categories: readonly string[] | undefined, q: string): string {
  const others = (categories ?? []).filter((category) => category.toLowerCase() !== q.trim().toLowerCase());
  return others.length === 0
    ? 'Try the vendor’s name or a product of it.'
    : `Try the vendor’s name, a product of it, or a category: ${others.join(', ')}.`;
}
