import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '../connectors');

/** The set-up guide of a built-in connector: the README of its folder, in Markdown. Undefined when it has none. */
export async function readGuide(connectorId: string): Promise<string | undefined> {
  if (!/^[a-z0-9][a-z0-9-]*$/.test(connectorId)) return undefined;
  try {
    return await readFile(join(folder, connectorId, 'README.md'), 'utf8');
  } catch (err) {
    if ((err as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw err;
  }
}
