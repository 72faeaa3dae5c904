/** What a spreadsheet may take for the beginning of a formula, its full-width kin included. */
const formulaStart = /^[=+\-@\uff1d\uff0b\uff0d\uff20]/;
/** Phone numbers such as +44… and numbers stay as they are. */
const harmless = /^[+-]?[\d\s().-]+(e[+-]\d+)?$/i;
/** Where a cell ends for a spreadsheet that was told of another separator, or that takes no notice of the quotes. */
const separators = /([;\t\r\n])/;

/**
 * A cell a spreadsheet shows as text: what it would take for a formula gets an apostrophe in front
 * (https://owasp.org/www-community/attacks/CSV_Injection), also behind a `;` or a line break inside the cell: where `;`
 * separates cells, quotes do not hold such a cell together.
 */
export function csvCell(shown: string): string {
  const parts = shown.split(separators).map((part) => {
    const isFormula = formulaStart.test(part) && !harmless.test(part);
    return isFormula ? `'${part}` : part;
  });
  const text = `${/^[\t\r]/.test(shown) ? "'" : ''}${parts.join('')}`;
  return /[",;\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
