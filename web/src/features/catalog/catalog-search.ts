import { type AuthKind, authKindLabels, type ObjectName, objectLabels } from './catalog-words.ts';

/** Search and filters of the catalog, as they stand in the address. */
export interface CatalogSearch {
  q?: string;
  category?: string;
  object?: ObjectName;
  authKind?: AuthKind;
}

/** The server refuses longer words; nobody searches for them. */
const maxLength = 100;

/** `validateSearch` of the catalog; what means nothing is left out, so that an old address still shows a list. */
export function parseCatalogSearch(search: Record<string, unknown>): CatalogSearch {
  const { q, category, object, authKind } = search;
  return {
    ...(isText(q) ? { q: q.slice(0, maxLength) } : {}),
    ...(isText(category) ? { category: category.slice(0, maxLength) } : {}),
    ...(isText(object) && Object.hasOwn(objectLabels, object) ? { object: object as ObjectName } : {}),
    ...(isText(authKind) && Object.hasOwn(authKindLabels, authKind)
      ? { authKind: authKind as AuthKind }
      : {}),
  };
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';

/** True when anything narrows the catalog. */
export function isNarrowed(search: CatalogSearch): boolean {
  return Object.keys(parseCatalogSearch({ ...search })).length > 0;
}
