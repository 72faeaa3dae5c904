import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { makeError } from '../errors.ts';

/** Windows knows no links of this kind. */
const noFollow = constants.O_NOFOLLOW ?? 0;
const newLine = 10;

/**
 * Appends lines to a file, and resolves once the disk has them. The file is opened anew each time, so that one that was
 * moved away (rotation) is followed by a new one at once; it is made with mode 0600, and never reached through a link or
 * through a file of another account. Half a line that a crash has left behind is ended first. Throws AUDIT_FILE_UNUSABLE.
 */
export async function appendLines(path: string, lines: readonly string[]): Promise<void> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | noFollow, 0o600);
    await assertOwn(file);
    const text = `${lines.join('\n')}\n`;
    await file.appendFile((await endsInLine(file)) ? text : `\n${text}`);
    await file.datasync();
  } catch (err) {
    throw makeError('AUDIT_FILE_UNUSABLE', { path, problem: explain(err) }, { cause: err });
  } finally {
    await file?.close();
  }
}

async function assertOwn(file: FileHandle): Promise<void> {
  const found = await file.stat();
  if (!found.isFile()) throw new Error('it is no ordinary file');
  const account = process.geteuid?.();
  if (account !== undefined && found.uid !== account && found.uid !== 0)
    throw new Error('the file belongs to another account');
}

async function endsInLine(file: FileHandle): Promise<boolean> {
  const { size } = await file.stat();
  if (size === 0) return true;
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer[0] === newLine;
}

const words: Record<string, string> = {
  EACCES: 'the account Muster runs as may not write there',
  EISDIR: 'it is a folder',
  ELOOP: 'it is a link; name the file itself',
  ENOENT: 'its folder does not exist',
  ENOSPC: 'the disk is full',
  EROFS: 'the file system is read-only',
};

const explain = (err: unknown): string => {
  const { code, message } = err as NodeJS.ErrnoException;
  return words[code ?? ''] ?? message;
};
