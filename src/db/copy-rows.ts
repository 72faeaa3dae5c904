/**
 * COPY … FROM STDIN (FORMAT text) encoding: tab between columns, newline after a row, `\N` for null.
 * https://www.postgresql.org/docs/current/sql-copy.html#SQL-COPY-FILE-FORMATS
 */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import type { MappedValue } from '../model/objects.ts';
import type { Tx } from './client.ts';

/** Sends rows encoded by the functions below. `columns` are our own identifiers, never input. */
export async function copyRows(
  tx: Tx,
  table: string,
  columns: readonly string[],
  lines: string,
): Promise<void> {
  if (lines === '') return;
  const target = tx.client.query(copyFrom(`COPY ${table} (${columns.join(', ')}) FROM STDIN`));
  await pipeline(Readable.from([Buffer.from(lines)]), target);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters COPY gives a meaning.
const special = /[\\\t\n\r\u0000]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above.
const specialAll = /[\\\t\n\r\u0000]/g;
const escapes: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r', '\u0000': '' };

export function copyText(text: string): string {
  // PostgreSQL's text cannot hold U+0000, so it is left out.
  return special.test(text) ? text.replace(specialAll, (found) => escapes[found] ?? '') : text;
}

/** JSON text holds no raw control characters, so only backslashes need care. */
export function copyJson(json: string): string {
  return json.includes('\\') ? json.replaceAll('\\', '\\\\') : json;
}

export function copyValue(value: MappedValue): string {
  if (value === undefined || value === null) return '\\N';
  if (typeof value === 'string') return copyText(value);
  if (typeof value === 'boolean') return value ? 't' : 'f';
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return copyText(arrayLiteral(value));
  return String(value);
}

function arrayLiteral(items: readonly string[]): string {
  const quoted = items.map((item) => `"${item.replace(/["\\]/g, (found) => `\\${found}`)}"`);
  return `{${quoted.join(',')}}`;
}
