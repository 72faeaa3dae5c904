import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type LockFile, listReachable, nameOf } from './lock-file.ts';

/**
 * The licences of everything that runs in the server or stands in the built pages, each with its text, equal texts once.
 * Packages for other platforms are not installed here; they are named with the licence their entry states.
 */
export function makeLicences(lock: LockFile, root: string): string {
  const byText = new Map<string, string[]>();
  for (const path of listReachable(lock, ['', 'web'])) {
    const entry = lock.packages[path];
    if (!entry || entry.link) continue;
    const line = `${nameOf(path, entry)} ${entry.version} (${entry.license})`;
    const text =
      readTexts(join(root, path)) || `Licence: ${entry.license}. The package carries no text of it.`;
    byText.set(text, [...(byText.get(text) ?? []), line]);
  }
  const parts = [...byText].map(([text, names]) => `${[...new Set(names)].join('\n')}\n\n${text}\n`);
  const intro = 'Muster comes under the licence in the file LICENSE. It contains or needs these packages:';
  return `${[intro, ...parts].join(`\n${'-'.repeat(100)}\n\n`)}`;
}

function readTexts(folder: string): string {
  if (!existsSync(folder)) return '';
  return readdirSync(folder)
    .filter((name) => /^(licen[cs]e|copying|notice)/i.test(name))
    .sort()
    .map((name) => readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n').trim())
    .join('\n\n');
}
