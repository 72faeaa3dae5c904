import { open } from 'node:fs/promises';

/** Makes the disk keep the names in a folder, as `sync` makes it keep what is in a file. */
export async function flushFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } catch (err) {
    // Some file systems refuse to flush a folder (EINVAL, EPERM); the file itself has been flushed.
    if (!['EINVAL', 'EPERM', 'ENOTSUP'].includes((err as NodeJS.ErrnoException).code ?? '')) throw err;
  } finally {
    await folder.close();
  }
}
