import { Readable } from 'node:stream';
import { stringifyJson } from '../model/json.ts';
import type { RawListQuery } from '../model/list-query.ts';
import type { RecordRow } from './record-rows.ts';
import type { RecordColumn, RecordService, StoredObject } from './record-service.ts';

export type ExportFormat = 'csv' | 'ndjson';

/**
 * The filtered list as text, a batch at a time. CSV as in RFC 4180, with a header of field labels. Nothing comes out
 * before the first batch is there, so that a bad filter is an error and not a file. `onBatch` is told the records of
 * each text. Throws what `RecordService.stream` throws.
 */
async function* exportRecords(
  records: RecordService,
  object: StoredObject,
  format: ExportFormat,
  query: RawListQuery,
  onBatch?: (rowCount: number) => void,
): AsyncGenerator<string> {
  const columns = await records.columnsOf(object);
  let text = format === 'csv' ? csvLine(['Id', ...columns.map((column) => column.label)]) : '';
  for await (const batch of records.stream(object, query)) {
    for (const record of batch) {
      text +=
        format === 'csv'
          ? csvLine([String(record.id), ...columns.map((column) => cellText(column, record))])
          : `${stringifyJson({ id: record.id, ...record.values })}\n`;
    }
    onBatch?.(batch.length);
    yield text;
    text = '';
  }
  if (text !== '') yield text;
}

/** The same as a stream. Waits for the first batch, so that what is wrong with the request is thrown here. */
export async function openExport(
  records: RecordService,
  object: StoredObject,
  format: ExportFormat,
  query: RawListQuery,
  onBatch?: (rowCount: number) => void,
): Promise<Readable> {
  const texts = exportRecords(records, object, format, query, onBatch);
  let first: IteratorResult<string> | undefined = await texts.next();
  const iterator: AsyncIterator<string> = {
    async next() {
      const result = first ?? (await texts.next());
      first = undefined;
      return result;
    },
    // Also ends an export that nobody has begun to read: the snapshot is open by now.
    return: () => texts.return(undefined),
  };
  return Readable.from({ [Symbol.asyncIterator]: () => iterator });
}

function cellText({ name, toText }: RecordColumn, record: RecordRow): string {
  const value = record.values[name] ?? null;
  return value === null ? '' : toText(value);
}

const csvLine = (texts: string[]) => `${texts.map(csvCell).join(',')}\r\n`;

/**
 * A cell a spreadsheet shows as text: what it would take for a formula gets an apostrophe in front
 * (https://owasp.org/www-community/attacks/CSV_Injection); phone numbers such as +44… stay as they are.
 */
export function csvCell(shown: string): string {
  const isFormula = /^[=+\-@\t\r]/.test(shown) && !/^[+-]?[\d\s().-]+(e[+-]\d+)?$/.test(shown);
  const text = isFormula ? `'${shown}` : shown;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
