/** PostgreSQL cuts identifiers at 63 bytes; the index name adds the table's name and `_key`. */
const maxNameLength = 40;

/**
 * Makes the name and column of a custom field from its label: `x_`, then lower-case letters, digits and
 * underscores. Standard columns never start with `x_`, so only `taken` custom names can collide; then a number is
 * added. The result is safe as an SQL identifier.
 */
export function makeFieldName(label: string, taken: ReadonlySet<string>): string {
  const slug = label
    .normalize('NFKD')
    // Letters lose their accents; what has no ASCII form becomes an underscore.
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  const base = `x_${slug === '' ? 'field' : slug}`.slice(0, maxNameLength).replace(/_+$/, '');
  if (!taken.has(base)) return base;
  for (let count = 2; ; count += 1) {
    const name = `${base}_${count}`;
    if (!taken.has(name)) return name;
  }
}

/** Whether {@link makeFieldName} could have made this name: only then may it stand in SQL. */
export function isCustomFieldName(name: string): boolean {
  return /^x_[a-z0-9_]{1,46}$/.test(name);
}
