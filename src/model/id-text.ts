/** Longer ids are cut, wherever they are read, so that the same record has the same id everywhere. */
const maxIdLength = 512;

/** A vendor's id as it is kept and compared; undefined where there is none: absent, null, empty, or no single value. */
export function toIdText(value: unknown): string | undefined {
  if (value === undefined || value === null || value === '' || typeof value === 'object') return undefined;
  return String(value).slice(0, maxIdLength);
}
