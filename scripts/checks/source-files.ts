import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Paths (relative, with `/`) of every file of the project, tracked or about to be. Ignored files are left out. */
export function listFiles(): string[] {
  const text = execFileSync(
    'git',
    ['-c', `safe.directory=${root}`, 'ls-files', '--cached', '--others', '--exclude-standard', '-z'],
    {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  const deleted = new Set(
    execFileSync('git', ['-c', `safe.directory=${root}`, 'ls-files', '--deleted', '-z'], {
      cwd: root,
      encoding: 'utf8',
    }).split('\0'),
  );
  return [...new Set(text.split('\0'))].filter((path) => path && !deleted.has(path)).sort();
}

export function readSource(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** Blanks out comments, keeping line numbers, so that a rule about code does not trip over prose. */
export function stripComments(source: string): string {
  return source
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '))
    .replace(/(^|[^:'"`\\])\/\/[^\n]*/g, (_comment, before: string) => before);
}

export const isTest = (path: string): boolean => /\.(test|e2e)\.tsx?$/.test(path);
export const isGenerated = (path: string): boolean => /\.generated\.|(^|\/)generated\//.test(path);
