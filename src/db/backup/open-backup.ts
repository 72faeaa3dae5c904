import { type FileHandle, open } from 'node:fs/promises';
import { makeError } from '../../errors.ts';
import { ByteSource, openFrames, readHeader, type SealHeader, SealProblem } from './sealed-file.ts';

export interface BackupKeys {
  /** For messages: where the master key would be, e.g. `the file /var/lib/muster/master.key`. */
  source: string;
  /** The master key with this id, when it is here. Never makes one. */
  find(id: string): Promise<Buffer | undefined>;
}

export interface OpenBackupOptions {
  keys: BackupKeys;
  /** A file without a seal, or whose key is lost, is taken on the word of the person who starts the restore. */
  isUnsealedAccepted: boolean;
}

export interface OpenedBackup {
  /** What was made out before anything of the content is used. */
  isProved: boolean;
  /** The compressed content. Of a sealed file every piece was found right when it comes. */
  read(): AsyncGenerator<Buffer>;
  close(): Promise<void>;
}

/** First byte of gzip, with which version 1 begins. */
const gzipMagic = 0x1f;

/**
 * Opens a backup and goes through the whole of its seal, before anything is done with what is in it. The file stays
 * open, so what is read afterwards is the same file; its seal is looked at again while reading.
 *
 * @throws DB_BACKUP_INVALID, DB_BACKUP_UNSEALED, DB_BACKUP_KEY_MISSING.
 */
export async function openBackup(file: string, options: OpenBackupOptions): Promise<OpenedBackup> {
  const handle = await openFile(file);
  try {
    const opened = (await isOldFormat(handle))
      ? openUnsealed(file, handle, options)
      : await openSealed(file, handle, options);
    return { ...opened, close: () => handle.close() };
  } catch (err) {
    await handle.close();
    throw err instanceof SealProblem ? makeInvalid(file, err.message, err) : err;
  }
}

const makeInvalid = (file: string, problem: string, cause?: unknown) =>
  makeError('DB_BACKUP_INVALID', { file, problem }, { cause });

async function openFile(file: string): Promise<FileHandle> {
  try {
    return await open(file, 'r');
  } catch (err) {
    throw makeInvalid(file, `it cannot be read (${(err as Error).message}).`, err);
  }
}

const pieceByteCount = 256 * 1024;

/** From the beginning, as often as wanted; a stream of the file would close it. */
async function* readFrom(handle: FileHandle): AsyncGenerator<Buffer> {
  for (let position = 0; ; ) {
    const { buffer, bytesRead } = await handle.read(
      Buffer.alloc(pieceByteCount),
      0,
      pieceByteCount,
      position,
    );
    if (bytesRead === 0) return;
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

async function isOldFormat(handle: FileHandle): Promise<boolean> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(1), 0, 1, 0);
  return bytesRead === 1 && buffer[0] === gzipMagic;
}

type Opened = Omit<OpenedBackup, 'close'>;

function openUnsealed(file: string, handle: FileHandle, { isUnsealedAccepted }: OpenBackupOptions): Opened {
  if (!isUnsealedAccepted) throw makeError('DB_BACKUP_UNSEALED', { file });
  return {
    isProved: false,
    read: () => readFrom(handle),
  };
}

async function openSealed(file: string, handle: FileHandle, options: OpenBackupOptions): Promise<Opened> {
  const { header } = await readHeader(new ByteSource(readFrom(handle)));
  const masterKey = await findKey(file, header, options);
  async function* read(): AsyncGenerator<Buffer> {
    const source = new ByteSource(readFrom(handle));
    try {
      yield* openFrames(source, await readHeader(source), masterKey);
    } catch (err) {
      throw err instanceof SealProblem ? makeInvalid(file, err.message, err) : err;
    }
  }
  for await (const _ of read());
  return { isProved: masterKey !== undefined, read };
}

async function findKey(
  file: string,
  { masterKeyId }: SealHeader,
  { keys, isUnsealedAccepted }: OpenBackupOptions,
): Promise<Buffer | undefined> {
  const found = await keys.find(masterKeyId);
  if (!found && !isUnsealedAccepted)
    throw makeError('DB_BACKUP_KEY_MISSING', { file, keyId: masterKeyId, source: keys.source });
  return found;
}
