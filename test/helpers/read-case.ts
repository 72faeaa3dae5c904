import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file of `test/cases/fixtures`, parsed here: bundlers refuse what some vendors send. */
export const readCase = <T>(path: string): T => JSON.parse(readCaseText(path)) as T;

export const readCaseText = (path: string): string =>
  readFileSync(join(import.meta.dirname, '../cases/fixtures', path), 'utf8');
