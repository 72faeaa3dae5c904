import { Readable } from 'node:stream';
import type { AuditActor } from '../model/audit.ts';
import { stringifyJson } from '../model/json.ts';
import { csvCell } from './csv-cell.ts';
import type { RecordRow } from './record-rows.ts';
import type { RecordColumn, RecordListQuery, RecordService, StoredObject } from './record-service.ts';
import { makeXlsx, xlsxCell } from './xlsx-workbook.ts';

/** What an export can be, and what it is called over HTTP. */
export const exportFormats = {
  csv: 'text/csv; charset=utf-8',
  ndjson: 'application/x-ndjson; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;
export type ExportFormat = keyof typeof exportFormats;

export interface ExportOptions {
  /** Who takes the records along. */
  by: AuditActor;
  object: StoredObject;
  format: ExportFormat;
  query: RecordListQuery;
  /** Whether CSV begins with the mark by which spreadsheets know UTF-8. Default: it does. */
  hasBom?: boolean | undefined;
  /** Told the records of each batch. */
  onBatch?(rowCount: number): void;
}

/**
 * The filtered list as a stream, a batch at a time: CSV as in RFC 4180 with a header of field labels, NDJSON, or a
 * workbook. Waits for the first batch, so that what is wrong with the request is thrown here and is not a file. The
 * audit log is told who exports what. Throws what `RecordService.stream` throws, and RECORDS_EXPORT_OWN_BUSY.
 */
export async function openExport(records: RecordService, options: ExportOptions): Promise<Readable> {
  const { object, format, query, hasBom = true } = options;
  const columns = await records.columnsOf(object, query.hasSources);
  const giveBack = records.takeExportPlace(options.by);
  const batches = await openBatches(whileTaken(records.stream(object, query), giveBack), options.onBatch);
  try {
    await records.noteExport(options.by, options);
  } catch (err) {
    await batches.return?.();
    throw err;
  }
  const header = ['Id', ...columns.map((column) => column.label)];
  if (format === 'xlsx')
    return makeXlsx({
      name: nameOf(object),
      header,
      batches: mapBatches(batches, (batch) =>
        batch.map((record) => [
          record.id,
          ...columns.map((column) => xlsxCell(record.values[column.name], cellText(column, record))),
        ]),
      ),
    });
  const writeRecord =
    format === 'csv'
      ? (record: RecordRow) =>
          csvLine([String(record.id), ...columns.map((column) => cellText(column, record))])
      : (record: RecordRow) => `${stringifyJson({ id: record.id, ...record.values })}\n`;
  const start = format === 'csv' ? `${hasBom ? '\ufeff' : ''}${csvLine(header)}` : '';
  return streamText(
    start,
    mapBatches(batches, (batch) => batch.map(writeRecord).join('')),
  );
}

/** The place is given back with the end of the stream, however it ends. */
async function* whileTaken<T>(batches: AsyncGenerator<T>, giveBack: () => void): AsyncGenerator<T> {
  try {
    yield* batches;
  } finally {
    giveBack();
  }
}

type Batches<T> = AsyncIterator<T, unknown, void>;

/** The same batches, the first of them waited for. */
async function openBatches(
  batches: AsyncGenerator<RecordRow[]>,
  onBatch?: (rowCount: number) => void,
): Promise<Batches<RecordRow[]>> {
  let first: IteratorResult<RecordRow[], unknown> | undefined = await batches.next();
  return {
    async next() {
      const result = first ?? (await batches.next());
      first = undefined;
      if (!result.done) onBatch?.(result.value.length);
      return result;
    },
    // Also ends an export that nobody has begun to read: the snapshot is open by now.
    return: () => batches.return(undefined),
  };
}

function mapBatches<T, U>(batches: Batches<T>, convert: (batch: T) => U): Batches<U> {
  return {
    async next() {
      const result = await batches.next();
      return result.done ? { done: true, value: undefined } : { done: false, value: convert(result.value) };
    },
    return: async () => {
      await batches.return?.();
      return { done: true, value: undefined };
    },
  };
}

function streamText(start: string, texts: Batches<string>): Readable {
  let isStarted = start === '';
  const iterator: AsyncIterator<string, unknown> = {
    next() {
      if (isStarted) return texts.next();
      isStarted = true;
      return Promise.resolve({ done: false, value: start });
    },
    return: () => texts.return?.() ?? Promise.resolve({ done: true, value: undefined }),
  };
  return Readable.from({ [Symbol.asyncIterator]: () => iterator });
}

/** `saas_accounts` → `Saas accounts`: a sheet has a name of at most 31 characters. */
const nameOf = (object: StoredObject) =>
  object.charAt(0).toUpperCase() + object.slice(1).replaceAll('_', ' ');

function cellText({ name, toText }: RecordColumn, record: RecordRow): string {
  const value = record.values[name] ?? null;
  return value === null ? '' : toText(value);
}

const csvLine = (texts: string[]) => `${texts.map(csvCell).join(',')}\r\n`;
