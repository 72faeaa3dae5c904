import { stringifyJson } from '../model/json.ts';
import type { RawListQuery } from '../model/list-query.ts';
import type { RecordService, StoredObject } from './record-service.ts';
import type { RecordValue } from './records.queries.ts';

export type ExportFormat = 'csv' | 'ndjson';

/** The filtered list as text, a batch at a time. CSV as in RFC 4180, with a header of field labels. */
export async function* exportRecords(
  records: RecordService,
  object: StoredObject,
  format: ExportFormat,
  query: RawListQuery,
): AsyncGenerator<string> {
  const columns = await records.columnsOf(object);
  if (format === 'csv')
    yield `${['Id', ...columns.map((column) => column.label)].map(csvCell).join(',')}\r\n`;
  for await (const batch of records.stream(object, query)) {
    let text = '';
    for (const record of batch) {
      text +=
        format === 'csv'
          ? `${[record.id, ...columns.map((column) => record.values[column.name] ?? null)].map(csvCell).join(',')}\r\n`
          : `${stringifyJson({ id: record.id, ...record.values })}\n`;
    }
    yield text;
  }
}

/**
 * A cell a spreadsheet shows as text: what it would take for a formula gets an apostrophe in front
 * (https://owasp.org/www-community/attacks/CSV_Injection); phone numbers such as +44… stay as they are.
 */
export function csvCell(value: RecordValue): string {
  if (value === null) return '';
  let text = Array.isArray(value) ? value.join('; ') : String(value);
  if (typeof value !== 'number' && /^[=+\-@\t\r]/.test(text) && !/^[+-]?[\d\s().-]+$/.test(text))
    text = `'${text}`;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
