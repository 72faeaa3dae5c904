import { createWriteStream } from 'node:fs';
import { lstat, stat, unlink } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { makeError } from '../errors.ts';
import { type ExportFormat, openExport } from './export-records.ts';
import { type RecordListQuery, type RecordService, storedObjects } from './record-service.ts';

/**
 * Writes an export to a file, or to standard output without one. Throws RECORDS_EXPORT_FAILED (disk full, folder
 * missing …); what was written by then is removed, so that half a file is never taken for a whole one.
 */
export async function exportToFile(options: {
  records: RecordService;
  object: string;
  format: ExportFormat;
  query: RecordListQuery;
  file: string | undefined;
  /** Default: a file that is there already is somebody else's, and stays. */
  replaces?: boolean | undefined;
  /** See `openExport`. */
  hasBom?: boolean | undefined;
}): Promise<{ rowCount: number }> {
  const object = storedObjects.find((found) => found === options.object);
  if (!object) throw makeError('API_NOT_FOUND', { what: `Object "${options.object}"` });
  let rowCount = 0;
  // First, so that a bad filter does not empty a file that is there already.
  const { format, query, hasBom } = options;
  const content = await openExport(options.records, {
    by: { source: 'cli', name: 'muster export' },
    object,
    format,
    query,
    hasBom,
    onBatch(count) {
      rowCount += count;
    },
  });
  const { file } = options;
  const target: Writable =
    file === undefined
      ? process.stdout
      : createWriteStream(file, {
          mode: 0o600,
          flags: options.replaces === true || (await isNoFile(file)) ? 'w' : 'wx',
        });
  let isOpened = false;
  target.once('open', () => {
    isOpened = true;
  });
  try {
    await pipeline(content, target, { end: file !== undefined });
  } catch (err) {
    // A file that could not be opened is somebody else's and stays.
    if (file !== undefined && isOpened) await deletePart(file);
    const reason = reasons[(err as { code?: string }).code ?? ''];
    if (reason === undefined) throw err;
    throw makeError(
      'RECORDS_EXPORT_FAILED',
      { file: file ?? 'standard output', reason, rowCount },
      { cause: err },
    );
  }
  return { rowCount };
}

const reasons: Record<string, string> = {
  EEXIST: 'there is such a file already; --force replaces it',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EACCES: 'it may not be written by this user',
  ENOENT: 'its folder does not exist',
  EISDIR: 'it is a folder',
  EROFS: 'the disk is read-only',
  EPIPE: 'the reader went away',
  EIO: 'the disk reported an error',
};

/** A device or a pipe is there before anything is written to it. */
async function isNoFile(path: string): Promise<boolean> {
  try {
    return !(await stat(path)).isFile();
  } catch {
    // Whatever is wrong with it is said when it is opened.
    return false;
  }
}

/** Devices such as /dev/full cannot be removed, and need not be. */
async function deletePart(file: string): Promise<void> {
  if ((await lstat(file)).isFile()) await unlink(file);
}
