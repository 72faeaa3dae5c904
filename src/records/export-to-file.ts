import { createWriteStream } from 'node:fs';
import { unlink } from 'node:fs/promises';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { makeError } from '../errors.ts';
import type { RawListQuery } from '../model/list-query.ts';
import { type ExportFormat, exportRecords } from './export-records.ts';
import { type RecordService, type StoredObject, storedObjects } from './record-service.ts';

/**
 * Writes an export to a file, or to standard output without one. Throws RECORDS_EXPORT_FAILED (disk full, folder
 * missing …); what was written by then is removed, so that half a file is never taken for a whole one.
 */
export async function exportToFile(options: {
  records: RecordService;
  object: string;
  format: ExportFormat;
  query: RawListQuery;
  file: string | undefined;
}): Promise<{ rowCount: number }> {
  const object = storedObjects.find((found) => found === options.object);
  if (!object) throw makeError('API_NOT_FOUND', { what: `Object "${options.object}"` });
  let rowCount = 0;
  const lines = async function* (): AsyncGenerator<string> {
    for await (const text of exportRecords(
      options.records,
      object as StoredObject,
      options.format,
      options.query,
    )) {
      rowCount += text.split('\n').length - 1;
      yield text;
    }
  };
  const target: Writable = options.file === undefined ? process.stdout : createWriteStream(options.file);
  try {
    await pipeline(Readable.from(lines()), target, { end: options.file !== undefined });
  } catch (err) {
    const code = (err as { code?: string }).code ?? '';
    if (!['ENOSPC', 'EACCES', 'ENOENT', 'EISDIR', 'EROFS', 'EDQUOT', 'EPIPE', 'EIO'].includes(code))
      throw err;
    if (options.file !== undefined) await removePart(options.file);
    throw makeError(
      'RECORDS_EXPORT_FAILED',
      { file: options.file ?? 'standard output', reason: reasons[code] ?? code, rowCount },
      { cause: err },
    );
  }
  return { rowCount: options.format === 'csv' ? rowCount - 1 : rowCount };
}

const reasons: Record<string, string> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EACCES: 'it may not be written by this user',
  ENOENT: 'its folder does not exist',
  EISDIR: 'it is a folder',
  EROFS: 'the disk is read-only',
  EPIPE: 'the reader went away',
  EIO: 'the disk reported an error',
};

/** Devices such as /dev/full cannot be removed, and need not be. */
async function removePart(file: string): Promise<void> {
  try {
    if (!file.startsWith('/dev/')) await unlink(file);
  } catch (err) {
    if ((err as { code?: string }).code !== 'ENOENT') throw err;
  }
}
